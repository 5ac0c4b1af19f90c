"""The browser's three sources. The tests themselves use whichever comes first on a machine."""

import os
import re
import subprocess

import pytest

from tests.browser import chromium
from tests.servers import PATIENCE


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with nothing on its path."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def test_the_named_one_goes_first(machine, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/some/where/chrome")
    assert chromium.launch_options()["executable_path"] == "/some/where/chrome"


def test_then_the_systems(machine):
    program = machine / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert chromium.launch_options()["executable_path"] == str(program)


def test_then_the_npm_packages_which_needs_nothing_of_the_system(machine):
    options = chromium.launch_options()
    done = subprocess.run(
        [options["executable_path"], "--version", *options["args"]],
        env=options["env"], capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert re.search(r"\b\d+\.\d+\.\d+\.\d+\b", done.stdout)


def test_only_root_goes_without_the_sandbox(machine):
    arguments = chromium.launch_options()["args"]
    assert ("--no-sandbox" in arguments) == (os.getuid() == 0)
