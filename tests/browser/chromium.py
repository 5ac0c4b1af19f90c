"""Finds a Chromium: the one named in CHROMIUM, else the system's, else the npm package's."""

import fcntl
import io
import os
import shutil
import tarfile
from pathlib import Path
from xml.sax.saxutils import escape  # noqa: S406  (it writes, and reads nothing)

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACKED = ROOT / ".cache" / "chromium"
FONTS = UNPACKED / "own-fonts.conf"
# A machine may have no font at all, and the package's own settings name folders of another machine.
FONT_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>
"""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing but the test's own pages may be asked for over the network.
QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch_options():
    """What Playwright's launch() takes."""
    program, environment = _find()
    # Chromium's own sandbox cannot be used by root.
    arguments = [*QUIET, *(["--no-sandbox"] if os.getuid() == 0 else [])]
    return {"executable_path": program, "args": arguments, "env": {**os.environ, **environment}}


def _find():
    if chosen := os.environ.get("CHROMIUM"):
        return chosen, {}
    for name in NAMES:
        if found := shutil.which(name):
            return found, {}
    return _from_npm()


def _from_npm():
    if not PACKAGE.is_dir():
        raise FileNotFoundError("No Chromium: run `make test`, or name one in CHROMIUM.")
    _unpack()
    libraries = str(UNPACKED / "al2023" / "lib")
    more = {
        "LD_LIBRARY_PATH": f"{libraries}:{os.environ.get('LD_LIBRARY_PATH', '')}".rstrip(":"),
        "FONTCONFIG_FILE": str(FONTS),
    }
    return str(UNPACKED / "chromium"), more


def _unpack():
    """Once per version, whichever test process comes first."""
    UNPACKED.mkdir(parents=True, exist_ok=True)
    version = (PACKAGE.parent / "package.json").read_text()
    mark = UNPACKED / "package.json"
    with (UNPACKED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if mark.exists() and mark.read_text() == version:
            return
        mark.unlink(missing_ok=True)
        for packed in sorted(PACKAGE.glob("*.br")):
            _unpack_one(packed)
        folders = {"fonts": UNPACKED / "fonts", "cache": UNPACKED / "fonts-cache"}
        escaped = {name: escape(str(folder)) for name, folder in folders.items()}
        FONTS.write_text(FONT_SETTINGS.format(**escaped))
        mark.write_text(version)


def _unpack_one(packed):
    import brotli

    content = brotli.decompress(packed.read_bytes())
    if packed.name.endswith(".tar.br"):
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            # Debian 12's Python 3.11.2 has no extraction filter.
            safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            archive.extractall(_folder_for(packed), **safe)
        return
    target = UNPACKED / packed.name.removesuffix(".br")
    target.write_bytes(content)
    target.chmod(0o755)


def _folder_for(packed):
    # Each archive has its own top folder but the libraries', which is named after the file.
    return UNPACKED / "al2023" if packed.name.startswith("al2023") else UNPACKED
