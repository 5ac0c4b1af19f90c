"""Where the web listens: the first free port from the one that is asked for."""

import socket

import pytest

from dev import web


def test_a_busy_port_is_passed_by(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with web.listener() as held:
            assert held.getsockname()[1] != port


@pytest.mark.parametrize("asked", ["abc", "0", "70000", "-1", "80 80"])
def test_what_is_no_port_is_refused_with_what_to_write(monkeypatch, asked):
    monkeypatch.setenv("PORT", asked)
    with pytest.raises(SystemExit, match="PORT=8123"):
        web.listener()
