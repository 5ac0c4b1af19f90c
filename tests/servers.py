"""Real servers for one test process: PostgreSQL, Valkey, SMTP, a Celery worker, gunicorn.

Each pytest-xdist worker has its own, in a folder of its own that goes when the process does.
"""

import asyncio
import email.policy
import http.client
import os
import signal
import socket
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

from dev.family import Child, Family, ProgramEnded
from dev.mail import MailServer
from dev.postgres import Postgres
from dev.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 180.0


def wait_until(holds, what="it", *, timeout=PATIENCE):
    """Ask until the answer is true, and return that answer."""
    end = time.monotonic() + timeout
    while not (answer := holds()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout:.0f} s for {what}, in vain")
        time.sleep(0.03)
    return answer


class Servers:
    """The environment is known at once, for the settings; the servers start when first needed."""

    def __init__(self):
        self.family = Family()
        self.folder = self.family.new_folder("tryggspor-test-")
        self.postgres = Postgres(
            self.family,
            data=self.folder / "data",
            run=self.folder,
            log=self.folder / "postgres.log",
            durable=False,
        )
        self.valkey = Valkey(
            self.family,
            data=self.folder / "valkey-data",
            sockets=self.folder,
            log=self.folder / "valkey.log",
            durable=False,
        )
        self.started = False

    def start(self):
        if not self.started:
            self.postgres.start()
            # The tests' connections are the owner's, and put on the other roles.
            with closing(self.postgres.connect()) as link, link.cursor() as cursor:
                cursor.execute("grant app, worker to owner with inherit false, set true")
            self.valkey.start()
            self.started = True

    def close(self):
        self.family.close()

    def urls(self, database="tryggspor"):
        return {
            "DATABASE_URL": self.postgres.url("app", database),
            "DATABASE_WORKER_URL": self.postgres.url("worker", database),
            "DATABASE_OWNER_URL": self.postgres.url("owner", database),
            "REDIS_URL": self.valkey.url,
        }

    def environment(self):
        return {
            **self.urls(),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_ROLE": "owner",
            "SECRET_KEY": "only-for-tests-and-longer-than-fifty-characters-0123456789",
            "DEMO": "1",
            "SITE_URL": "http://127.0.0.1:8000",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        }


class Program:
    """A process of the product itself, as a real deployment runs it."""

    def __init__(self, servers, name, command, environment, *, is_ready, pass_fds=()):
        self.servers = servers
        self.name = name
        self.command = [sys.executable, "-m", *command]
        self.environment = {**os.environ, **environment}
        self.is_ready = is_ready
        self.pass_fds = pass_fds
        self.child: Child | None = None
        self.log = servers.folder / f"{name}.log"

    def start(self):
        self.log.unlink(missing_ok=True)
        self.child = self.servers.family.spawn(
            self.name,
            self.command,
            environment=self.environment,
            folder=ROOT,
            log=self.log,
            pass_fds=self.pass_fds,
        )
        wait_until(self._ready, f"{self.name} to be ready")

    def _ready(self):
        if self.child.ended:
            raise ProgramEnded(f"{self.name} ended:\n{self.child.tail(60)}")
        return self.is_ready(self)

    def text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def stop(self):
        if self.child is not None:
            self.servers.family.stop(self.child, patience=8)
            self.child = None

    def kill(self):
        """As kill -9: nothing is put in order."""
        if self.child is not None:
            self.servers.family.kill(self.child)
            self.child = None

    def pause(self):
        """Freeze it, so that a test can look between two of its steps."""
        os.killpg(self.child.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.killpg(self.child.process.pid, signal.SIGCONT)


def celery_worker(servers, environment):
    command = [
        "celery", "-A", "config", "worker", "--pool", "threads", "--concurrency", "2",
        "--loglevel", "INFO", "--without-gossip", "--without-mingle", "--hostname", "test@%h",
    ]  # fmt: skip
    return Program(
        servers,
        "celery",
        command,
        {**environment, "DATABASE_ROLE": "worker"},
        is_ready=lambda program: " ready." in program.text(),
    )


class Gunicorn(Program):
    """Listens on a socket that the test holds, so its port is known and stays."""

    def __init__(self, servers, environment):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        number = self.listener.fileno()
        command = [
            "gunicorn", "config.wsgi", "--bind", f"fd://{number}", "--worker-class", "gthread",
            "--threads", "4", "--no-control-socket", "--graceful-timeout", "2",
            "--timeout", "120",
        ]  # fmt: skip
        more = {**environment, "DATABASE_ROLE": "app", "SITE_URL": self.url}
        super().__init__(
            servers, "gunicorn", command, more, is_ready=Gunicorn.answers, pass_fds=[number]
        )

    def answers(self):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            link.request("GET", "/")
            return link.getresponse().status > 0
        except OSError:
            return False
        finally:
            link.close()

    def stop(self):
        super().stop()
        self.listener.close()


@dataclass
class Mail:
    sender: str
    recipients: list[str]
    message: EmailMessage
    arrived: float  # time.time()

    @property
    def text(self):
        """Everything a reader or a mail server on the way can see."""
        body = self.message.get_body(("plain", "html"))
        content = body.get_content() if body else ""
        return f"{self.message['Subject']}\n{content}".replace("\r\n", "\n")


class SmtpServer:
    """A mail server that does what the test says: takes, refuses, keeps waiting, or is away."""

    def __init__(self):
        self.messages: list[Mail] = []
        self.attempts = 0
        self._lock = threading.Lock()
        self._script: list[tuple[str, str]] = []
        self._server = MailServer(self)

    @property
    def url(self):
        return self._server.url

    @property
    def port(self):
        return self._server.port

    def start(self):
        """On the same port each time."""
        self._server.start()

    def stop(self):
        self._server.stop()

    def refuse(self, reply="451 later, please", *, times=1, at="DATA"):
        """Answer the next mails' RCPT or DATA so; a reply that begins with 5 is for good."""
        with self._lock:
            self._script += [(at, reply)] * times

    def hang(self, *, times=1, at="DATA"):
        """Take the connection and never answer."""
        self.refuse("", times=times, at=at)

    def wait_for(self, count, *, timeout=PATIENCE):
        wait_until(lambda: len(self.messages) >= count, f"mail number {count}", timeout=timeout)
        return self.messages

    async def _scripted(self, at):
        with self._lock:
            if not self._script or self._script[0][0] != at:
                return None
            reply = self._script.pop(0)[1]
        if not reply:
            await asyncio.sleep(3600)
        return reply

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = await self._scripted("RCPT")
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.attempts += 1
        reply = await self._scripted("DATA")
        if reply is not None:
            return reply
        message = message_from_bytes(envelope.content, policy=email.policy.default)
        mail = Mail(envelope.mail_from, list(envelope.rcpt_tos), message, time.time())
        self.messages.append(mail)
        return "250 taken"
