"""Each plugin is a small module of its own; the servers come first, since they set up Django."""

import os

from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

set_hypothesis_home_dir(".cache/hypothesis")
# How long an example or its data takes says nothing on a machine that does other things as well.
patient = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("anew", derandomize=False, **patient)
# The same examples in each run, so that one that fails does so wherever it is run again. `make
# attacks` draws anew.
settings.register_profile("same", derandomize=True, database=None, **patient)
settings.load_profile("anew" if os.environ.get("EVERY_VALUE") else "same")

pytest_plugins = [
    "tests.plugin_servers",
    "tests.plugin_database",
    "tests.plugin_browser",
    "tests.plugin_guards",
    "tests.plugin_pages",
    "tests.cast",
]
