"""A real SMTP server on 127.0.0.1, in a thread of this process."""

import asyncio
import re
import threading
import weakref
from datetime import datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """What becomes of a mail is the handler's business: aiosmtpd's `handle_DATA` and others."""

    def __init__(self, handler: object, port: int = 0) -> None:
        self.handler = handler
        self.port = port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._talks: weakref.WeakSet[SMTP] = weakref.WeakSet()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """The port is chosen at the first start and kept after that."""
        ready = threading.Event()
        failed: list[BaseException] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._serve, args=(self._loop, ready, failed), name="smtp", daemon=True
        )
        self._thread.start()
        ready.wait()
        if failed:
            raise failed[0]

    def stop(self) -> None:
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop = self._thread = None

    def _serve(
        self,
        loop: asyncio.AbstractEventLoop,
        ready: threading.Event,
        failed: list[BaseException],
    ) -> None:
        asyncio.set_event_loop(loop)
        try:
            server = loop.run_until_complete(loop.create_server(self._talk, "127.0.0.1", self.port))
        except OSError as error:
            failed.append(error)
            loop.close()
            ready.set()
            return
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        for talk in list(self._talks):
            if talk.transport is not None:
                talk.transport.close()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.close()

    def _talk(self) -> SMTP:
        assert self._loop is not None
        talk = SMTP(self.handler, hostname="localhost", enable_SMTPUTF8=True, loop=self._loop)
        self._talks.add(talk)
        return talk


class IntoFolder:
    """Keeps each mail as a file that any mail program opens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.count += 1
        now = datetime.now().astimezone()
        to = re.sub(r"[^a-z0-9.@-]", "_", (envelope.rcpt_tos or ["nobody"])[0].lower())[:60]
        name = f"{now:%Y%m%d-%H%M%S}-{self.count:04}-{to}.eml"
        content: Any = envelope.content
        (self.folder / name).write_bytes(content)
        return "250 kept"
