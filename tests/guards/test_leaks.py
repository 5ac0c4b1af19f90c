from pathlib import Path

import pytest

from tests.guards import leaks, tree


@pytest.fixture(scope="module")
def texts():
    return list(leaks.texts())


def faults(find, texts):
    found = {tree.name(path): find(path, text) for path, text in texts}
    return {name: parts for name, parts in found.items() if parts}


def test_no_file_names_a_package_index(texts):
    assert faults(leaks.index_addresses, texts) == {}


def test_no_file_names_a_place_on_a_machine(texts):
    assert faults(leaks.machine_paths, texts) == {}


def test_no_file_holds_a_key(texts):
    assert faults(leaks.keys, texts) == {}


def test_nothing_is_left_for_later(texts):
    assert faults(leaks.left_for_later, texts) == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "from https://pypi" + ".org/simple"),
        ("requirements.txt", "--index" + "-url https://mirror.example/simple"),
        ("requirements.txt", "brotli @ https://mirror.example/brotli.whl"),
        ("package-lock.json", '"resolved"' + ': "https://mirror.example/a.tgz"'),
        (".npmrc", "registry" + "=https://mirror.example/"),
    ],
)
def test_an_index_is_found(name, text):
    assert leaks.index_addresses(Path(name), text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "See https://www.udir.no/ and http://127.0.0.1:8000"),
        ("package-lock.json", '"funding": {\n        "url": "https://sponsor.example"\n'),
    ],
)
def test_other_addresses_pass(name, text):
    assert leaks.index_addresses(Path(name), text) == []


@pytest.mark.parametrize(
    "text", ["cd /ho" + "me/kari/app", "'/ro" + "ot/.cache'", "C:\\" + "Users\\"]
)
def test_a_place_on_a_machine_is_found(text):
    assert leaks.machine_paths(Path("README.md"), text)


@pytest.mark.parametrize("text", ["~/home/", "path('today/home/')", "https://a.example/work/x"])
def test_a_path_of_an_address_passes(text):
    assert leaks.machine_paths(Path("urls.py"), text) == []


@pytest.mark.parametrize("kind", ["", "EC ", "RSA ", "OPENSSH "])
def test_a_key_is_found(kind):
    text = f"-----BEGIN {kind}" + "PRIVATE KEY-----"
    assert leaks.keys(Path("server.pem"), text) == [text]


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME"])
def test_what_is_left_for_later_is_found(word):
    assert leaks.left_for_later(Path("views.py"), f"# {word}: ask") == [word]
