"""The web's address: held by the supervisor, so that no other program can take it meanwhile."""

import contextlib
import http.client
import os
import socket

FIRST, LAST, HIGHEST = 8000, 8099, 65535


def listener() -> socket.socket:
    """On the first free port from PORT (8000) on."""
    asked = os.environ.get("PORT") or str(FIRST)
    if not (asked.isdecimal() and 1 <= int(asked) <= HIGHEST):
        raise SystemExit(f"PORT is to be a number from 1 to {HIGHEST}, for example PORT=8123.")
    first = int(asked)
    for port in [*range(first, max(first, LAST) + 1), 0]:
        with contextlib.suppress(OSError):
            return socket.create_server(("127.0.0.1", port), backlog=256)
    raise SystemExit("No free port on 127.0.0.1.")


def command(held: socket.socket) -> list[str]:
    return [
        "gunicorn", "config.wsgi", "--bind", f"fd://{held.fileno()}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "4",
        "--graceful-timeout", "3",
        # Else every gunicorn of this user shares one file in the home folder.
        "--no-control-socket",
    ]  # fmt: skip


def answers(held: socket.socket) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", held.getsockname()[1], timeout=20)
    try:
        link.request("GET", "/")
        return link.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
