#!/usr/bin/env python3
"""Django's commands, each in the database role it needs.

Without DATABASE_URL the servers of this folder are used: those of `make run` if it runs, else they
are started for this one command.
"""

import os
import sys
from pathlib import Path

OWNER = {
    "createcachetable", "dbshell", "doctor", "makemigrations", "migrate", "optimizemigration",
    "showmigrations", "simulate", "sqlflush", "sqlmigrate", "sqlsequencereset", "squashmigrations",
}  # fmt: skip
WORKER = {"dead_letters", "drain", "sweep"}
NEEDS_NO_DATABASE = {
    "--help", "--version", "-h", "check", "collectstatic", "compilemessages", "diffsettings",
    "findstatic", "help", "makemessages", "startapp", "startproject", "version",
}  # fmt: skip
URLS = {
    "owner": "DATABASE_OWNER_URL",
    "worker": "DATABASE_WORKER_URL",
    "app": "DATABASE_URL",
}


def main() -> None:
    use_own_python()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    role = "owner" if command in OWNER else "worker" if command in WORKER else "app"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    role = os.environ.setdefault("DATABASE_ROLE", role)
    needed = command not in NEEDS_NO_DATABASE and not {"--help", "--version"} & set(sys.argv)
    if any(os.environ.get(name) for name in URLS.values()):
        if needed and not os.environ.get(URLS[role]):
            sys.exit(f"{command} runs in the database role {role}: give it {URLS[role]}.")
        execute()
        return
    # Only here: a real deployment has neither this package nor its servers.
    from dev import alone

    with alone.servers(command, needed=needed):
        execute()


def use_own_python() -> None:
    """Go on as the folder's own Python, when there is one and another was called."""
    own = Path(__file__).resolve().parent / ".venv"
    python = own / "bin" / "python"
    if python.exists() and Path(sys.prefix).resolve() != own.resolve():
        os.execv(python, [str(python), *sys.argv])  # noqa: S606  (no shell is meant)


def execute() -> None:
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here: `make run` or `make test` does the set-up.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
