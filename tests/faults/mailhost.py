"""A mail server that does what its script says, at each step of each conversation.

    host.at("RCPT", "550 no such person", to="kari@example.com")
    host.at("DATA", HANG)

The steps: BANNER, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA (before the text) and END (after it). A
reply of a script is said as it stands. What was taken is known with its conversation, so that each
copy of a letter can be explained: the one before it was the last word of a conversation that broke
off, and whoever sent it never heard that it was taken.
"""

import asyncio
import contextlib
import email.policy
import random
import ssl
import threading
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage

from tests.faults import certificate

# What is done instead of an answer: say nothing ever; hang up. At END the letter is taken first
# with the last two.
HANG, DROP = "hang", "drop"
TAKE_AND_DROP, TAKE_AND_HANG = "take and drop", "take and hang"
USUAL = {
    "BANNER": "220 here", "MAIL": "250 yes", "RCPT": "250 yes", "DATA": "354 go on",
    "END": "250 taken", "AUTH": "235 welcome", "STARTTLS": "220 go on",
}  # fmt: skip


@dataclass
class Taken:
    """A letter that was taken, in which conversation."""

    id: str
    to: str
    message: EmailMessage
    talk: "Talk"
    # Was it known to whoever sent it? Not when the conversation broke off right after it.
    is_open_end: bool = False


@dataclass
class Rule:
    step: str
    do: str
    times: float
    to: str
    chance: float


class _HungUp(Exception):
    pass


class MailHost:
    def __init__(self, seed=0):
        self.taken: list[Taken] = []
        self.faults: Counter[str] = Counter()
        self.talks = 0
        self.encrypts = False
        self.asks_for_password = False
        # Whoever sends may lose the database after it heard that a letter was taken, and hang up.
        self.is_heard_in_vain = False
        self.port = 0
        self._random = random.Random(seed)
        self._rules: list[Rule] = []
        self._lock = threading.Lock()
        self._loop = self._thread = None

    # ------------------------------------------------------------ its script
    def at(self, step, do, *, times=1, to="", chance=1.0):
        """At this step, so many times, perhaps for one receiver only, perhaps by chance."""
        with self._lock:
            self._rules.append(Rule(step, do, times, to, chance))

    def forget_script(self):
        with self._lock:
            self._rules.clear()

    def asked(self, step, to):
        with self._lock:
            for rule in self._rules:
                fits = rule.step == step and rule.times > 0 and rule.to in ("", to)
                if fits and self._random.random() < rule.chance:
                    rule.times -= 1
                    self.faults[f"{step} {rule.do.split()[0]}"] += 1
                    return rule.do
        return USUAL[step]

    def met(self, step):
        """How often the script was followed at this step."""
        return sum(count for what, count in self.faults.items() if what.startswith(step))

    # ------------------------------------------------------------ its life
    def start(self):
        """On the same port each time."""
        started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(started,), name="mailhost")
        self._thread.start()
        started.wait()

    def stop(self):
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop = self._thread = None

    def _run(self, started):
        loop = self._loop
        asyncio.set_event_loop(loop)
        start = asyncio.start_server(self._talk, "127.0.0.1", self.port)
        server = loop.run_until_complete(start)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.close()

    async def _talk(self, reader, writer):
        self.talks += 1
        talk = Talk(self, reader, writer)
        try:
            with contextlib.suppress(_HungUp, OSError, asyncio.IncompleteReadError, ssl.SSLError):
                await talk.hold()
        finally:  # also when the host is stopped in the middle
            talk.end()

    # ------------------------------------------------------------ what it knows
    def ids(self):
        return Counter(taken.id for taken in self.taken)

    def to(self):
        return sorted(taken.to for taken in self.taken)

    def copies(self):
        return sum(count - 1 for count in self.ids().values())

    def unexplained(self):
        """Copies beyond those whose sender never heard that the one before was taken."""
        open_ends = Counter(taken.id for taken in self.taken if taken.is_open_end)
        return {name: count for name, count in self.ids().items() if count - 1 > open_ends[name]}


class Talk:
    """One conversation."""

    def __init__(self, host, reader, writer):
        self.host = host
        self.reader = reader
        self.writer = writer
        self.to = ""
        self.last = None

    async def hold(self):
        await self.say("BANNER")
        while line := (await self.reader.readline()).decode().strip():
            verb = line.split()[0].upper()
            if verb != "QUIT" or not self.host.is_heard_in_vain:
                self.last = None  # whoever goes on has heard the answer
            if verb == "QUIT":
                await self.write("221 bye")
                return
            if verb in ("RSET", "NOOP"):
                await self.write("250 yes")
            elif verb in ("EHLO", "HELO"):
                await self.greet()
            else:
                await getattr(self, f"on_{verb.lower()}", self.on_other)(line)

    async def greet(self):
        more = [
            word
            for word, has in (
                ("STARTTLS", self.host.encrypts),
                ("AUTH PLAIN LOGIN", self.host.asks_for_password),
            )
            if has
        ]
        lines = ["here", *more]
        for line in lines[:-1]:
            self.writer.write(f"250-{line}\r\n".encode())
        await self.write(f"250 {lines[-1]}")

    async def on_starttls(self, line):
        await self.say("STARTTLS")
        self.host.faults["STARTTLS wrong"] += 1
        await self.writer.start_tls(certificate.nobodys())

    async def on_auth(self, line):
        await self.say("AUTH")

    async def on_mail(self, line):
        await self.say("MAIL")

    async def on_rcpt(self, line):
        self.to = line.partition("<")[2].partition(">")[0]
        await self.say("RCPT")

    async def on_data(self, line):
        if (await self.say("DATA")).startswith("3"):
            text = await self.reader.readuntil(b"\r\n.\r\n")
            await self.end_of_letter(text[:-3])

    async def on_other(self, line):
        await self.write("500 what?")

    async def end_of_letter(self, text):
        reply = self.host.asked("END", self.to)
        if reply[0] == "2" or reply in (TAKE_AND_DROP, TAKE_AND_HANG):
            message = message_from_bytes(text, policy=email.policy.default)
            self.last = Taken(message["Message-ID"], self.to, message, self)
            self.host.taken.append(self.last)
        await self.do(reply)

    async def say(self, step):
        reply = self.host.asked(step, self.to)
        await self.do(reply)
        return reply

    async def do(self, reply):
        if reply in (HANG, TAKE_AND_HANG):
            # Until the other one gives up.
            while await self.reader.read(1024):
                pass
            raise _HungUp
        if reply in (DROP, TAKE_AND_DROP):
            self.writer.transport.abort()
            raise _HungUp
        await self.write(reply)
        if reply.startswith("421"):
            raise _HungUp

    async def write(self, line):
        self.writer.write(f"{line}\r\n".encode())
        await self.writer.drain()

    def end(self):
        if self.last is not None:
            self.last.is_open_end = True
        self.writer.close()
