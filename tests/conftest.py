"""Each plugin is a small module of its own; the servers come first, since they set up Django."""

import hypothesis

# How long one example takes says nothing on a machine that does other things as well.
hypothesis.settings.register_profile("rules", deadline=None)
hypothesis.settings.load_profile("rules")

pytest_plugins = [
    "tests.plugin_servers",
    "tests.plugin_database",
    "tests.plugin_browser",
    "tests.plugin_guards",
    "tests.plugin_pages",
    "tests.cast",
]
