"""The servers Tryggspor needs: those the environment names, and its own for the rest."""

import os
from collections.abc import Mapping

from dev.family import Family, clear_leftovers
from dev.folder import Folder
from dev.mail import IntoFolder, MailServer
from dev.postgres import Postgres
from dev.valkey import Valkey

DATABASES = {"DATABASE_URL": "app", "DATABASE_WORKER_URL": "worker", "DATABASE_OWNER_URL": "owner"}


def database_is_given(environ: Mapping[str, str] = os.environ) -> bool:
    """True when all three addresses are there. One or two of them is a mistake, told at once."""
    missing = [name for name in DATABASES if not environ.get(name)]
    if missing and len(missing) < len(DATABASES):
        raise SystemExit(
            "A database of your own needs all three addresses, one for each role. Missing: "
            + ", ".join(missing)
        )
    return not missing


class Stack:
    """Call it with the folder's lock in hand."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.cleared = clear_leftovers(folder.processes)
        for log in folder.path.glob("log/*.log"):
            log.unlink()
        self.family = Family(folder.processes)
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None
        self.mail: MailServer | None = None

    def start(self) -> dict[str, str]:
        """Start what is not given, and return the environment that points to it."""
        folder, run = self.folder, self.family.new_folder("tryggspor-")
        environment: dict[str, str] = {}
        if not database_is_given():
            self.postgres = Postgres(
                self.family, data=folder.path / "postgres", run=run, log=folder.log("postgres")
            )
            self.postgres.start()
            environment |= {name: self.postgres.url(role) for name, role in DATABASES.items()}
        if not os.environ.get("REDIS_URL"):
            self.valkey = Valkey(
                self.family, data=folder.path / "valkey", sockets=run, log=folder.log("valkey")
            )
            self.valkey.start()
            environment["REDIS_URL"] = self.valkey.url
        if not os.environ.get("EMAIL_URL"):
            self.mail = MailServer(IntoFolder(folder.path / "mail"))
            self.mail.start()
            environment["EMAIL_URL"] = self.mail.url
        return environment

    def stop(self) -> None:
        """The database last: what wrote to it has ended by then."""
        if self.mail is not None:
            self.mail.stop()
        if self.valkey is not None:
            self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop()
        self.family.close()


def defaults(folder: Folder, site: str = "http://127.0.0.1:8000") -> dict[str, str]:
    """What else the settings ask for; the environment goes first."""
    # Practice is for our own database. On a given one a second factor is asked for, unless DEMO=1.
    made = {"DEMO": "0" if database_is_given() else "1", "SITE_URL": site}
    if not os.environ.get("SECRET_KEY"):
        made["SECRET_KEY"] = folder.secret_key()
    return {name: os.environ.get(name) or value for name, value in made.items()}
