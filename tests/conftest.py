"""Each plugin is a small module of its own; the servers come first, since they set up Django."""

pytest_plugins = [
    "tests.plugin_servers",
    "tests.plugin_database",
    "tests.plugin_browser",
    "tests.plugin_guards",
    "tests.plugin_pages",
    "tests.cast",
]
