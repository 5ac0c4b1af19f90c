"""The real web, and somebody who uses it without a browser."""

import http.client
import re
import secrets
import socket
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from tests.servers import wait_until

TIMEOUT = 120
NUMBER = re.compile(r'data-fault="([0-9a-f]{8})"')


@dataclass
class Answer:
    """Of the web; of the address, when nobody answered."""

    status_code: int
    headers: dict[str, str]
    text: str

    def __getitem__(self, name):
        return self.headers[name]

    @property
    def fault_number(self):
        found = NUMBER.search(self.text)
        return found and found[1]


class Web:
    """gunicorn in the role app, forked by the nursery."""

    def __init__(self, nursery, *, threads=4, database=None):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        self.process = nursery(
            "web",
            threads=threads,
            descriptors=[self.listener.fileno()],
            database={"USER": "app", **(database or {})},
            settings={"DATABASE_ROLE": "app"},
        )
        self.process.wait_for("Booting worker")

    def stop(self):
        self.process.kill()
        self.listener.close()

    def hand_of(self, person):
        return Hand(self.port, person)


class Hand:
    """Signed in as somebody. Each asks by a connection of its own, so that threads may share it."""

    def __init__(self, port, person):
        self.port = port
        client = Client()
        client.force_login(person)
        token = secrets.token_hex(16)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
            "X-CSRFToken": token,
        }

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, fields):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields, doseq=True), kind)

    def post_file(self, path, fields, name, data):
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="a"\r\n\r\n'
        body = ("".join(parts) + head).encode() + data + f"\r\n--{edge}--\r\n".encode()
        return self._ask(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
        )

    def _ask(self, method, path, body=None, headers=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            link.request(method, path, body, self.headers | (headers or {}))
            answer = link.getresponse()
            text = unescape(answer.read().decode(errors="replace"))
            return Answer(answer.status, dict(answer.getheaders()), text)
        finally:
            link.close()

    def wait_until_well(self, path="/today/"):
        wait_until(lambda: self.get(path).status_code == 200, f"{path} to be shown")
