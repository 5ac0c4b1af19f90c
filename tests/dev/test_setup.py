"""The set-up refuses what cannot work, in words, before it makes anything."""

import re
import shutil
import subprocess
import sys

import pytest

from dev import setup
from dev.messages import compile_file
from tests.dev.supervised import environment
from tests.servers import PATIENCE, ROOT

ADDRESS = re.compile(r"--(extra-)?index-url|--find-links|--trusted-host|https?://|git\+")


@pytest.mark.parametrize("name", ["price $5", 'a "quoted" one', "back`tick", "with:colon"])
def test_a_path_that_cannot_work_is_refused(tmp_path, name):
    folder = tmp_path / name
    shutil.copytree(ROOT / "dev", folder / "dev", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "dev/setup.py", "run"],
        cwd=folder, env=environment(), capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("The path of this folder holds ")
    assert [path.name for path in folder.iterdir()] == ["dev"]


def test_a_python_without_venv_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        setup.check_machine()


def test_an_old_python_is_told_how_to_name_another(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match="make run PYTHON=python3.12"):
        setup.check_machine()


def test_a_step_is_done_once_and_again_after_an_interruption(tmp_path):
    stamp = tmp_path / "stamp"

    def run(made_from):
        with setup.step("Something", stamp, made_from) as needed:
            return needed

    assert [run("one"), run("one"), run("two"), run("two")] == [True, False, True, False]
    with pytest.raises(KeyboardInterrupt), setup.step("Something", stamp, "three"):
        raise KeyboardInterrupt
    assert not stamp.exists()
    assert run("three")


def test_an_environment_behind_a_link_is_left_as_it_is(tmp_path, monkeypatch):
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    theirs.mkdir()
    (theirs / ".made").touch()
    ours.symlink_to(theirs)
    monkeypatch.setattr(setup, "VENV", ours)
    monkeypatch.setattr(setup, "call", lambda *command: command[-1].mkdir())
    setup.make_venv()
    assert not ours.is_symlink()
    assert [path.name for path in theirs.iterdir()] == [".made"]


def test_every_locked_package_has_a_hash_and_no_file_names_an_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert not ADDRESS.search(text)
        pins = re.findall(r"^\S+==\S+", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^\S.*\\\n +--hash=sha256:", text, re.MULTILINE))
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')


def test_translations_are_compiled_without_the_systems_gettext(tmp_path):
    text = tmp_path / "django.po"
    text.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "School"\nmsgstr "Skole på Sørøya"\n\n'
        '#, fuzzy\nmsgid "Case"\nmsgstr "Kanskje"\n'
    )
    import gettext

    with compile_file(text).open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("School") == "Skole på Sørøya"
    assert catalogue.gettext("Case") == "Case"


def test_a_variant_is_compiled_with_all_that_its_language_says(tmp_path):
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    said = {
        "nn": 'msgid "Pupil"\nmsgstr "Elev"\n\nmsgid "Case"\nmsgstr "Sak"\n',
        "nn_Kinder": 'msgid "Pupil"\nmsgstr "Barn"\n\n#, fuzzy\nmsgid "Case"\nmsgstr "Noko"\n',
    }
    for name, messages in said.items():
        folder = tmp_path / name / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(head + messages)
    import gettext

    with compile_file(folder / "django.po").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert (catalogue.gettext("Pupil"), catalogue.gettext("Case")) == ("Barn", "Sak")
