"""Stands between a process and a server, and cuts, swallows, or loses one answer.

Both PostgreSQL and Valkey listen on sockets of the file system here; so does this.
"""

import contextlib
import os
import socket
import threading

PIECE = 64 * 1024


class Proxy:
    """`.lose_answer_to(b"COMMIT", after=b"INSERT INTO …")`, `.swallow()`, `.cut()`"""

    def __init__(self, at, to):
        self.at, self.to = os.fspath(at), os.fspath(to)
        self.swallows = threading.Event()
        self.lost = threading.Event()
        self.links: list[socket.socket] = []
        self._waits_for = None

    def start(self):
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(self.at)
        self.server.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self):
        self.server.close()
        self.cut()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.at)

    def lose_answer_to(self, word, *, after):
        """The next time that this is asked, after that was said on the same link, it is done; but
        the link breaks before anybody hears of it."""
        self._waits_for = (word, after)

    def swallow(self):
        """From now on nothing comes through, and nobody is told."""
        self.swallows.set()

    def let_through(self):
        """What was swallowed is lost, and so are the links that waited for it."""
        self.swallows.clear()
        self.cut()

    def cut(self):
        for link in list(self.links):
            _close(link)
        self.links.clear()

    def _accept(self):
        while True:
            try:
                near, _address = self.server.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(self.to)
            except OSError:
                near.close()
                far.close()
                continue
            self.links += [near, far]
            talk = _Talk(self, near, far)
            threading.Thread(target=talk.out, daemon=True).start()
            threading.Thread(target=talk.back, daemon=True).start()


class _Talk:
    def __init__(self, proxy, near, far):
        self.proxy, self.near, self.far = proxy, near, far
        self.said = b""
        self.loses_answer = False

    def out(self):
        for piece in self._pieces(self.near):
            self.said += piece
            word, after = self.proxy._waits_for or (None, None)
            if word and word in piece and after in self.said:
                self.proxy._waits_for, self.loses_answer = None, True
            if b"COMMIT" in piece or b"ROLLBACK" in piece:
                self.said = b""
            self._pass_on(self.far, piece)

    def back(self):
        for piece in self._pieces(self.far):
            if self.loses_answer:
                # The answer has come: it is done. Nobody hears of it.
                self.proxy.lost.set()
                _close(self.near)
                _close(self.far)
                return
            self._pass_on(self.near, piece)

    def _pieces(self, link):
        with contextlib.suppress(OSError):
            while piece := link.recv(PIECE):
                if not self.proxy.swallows.is_set():
                    yield piece
        _close(self.near)
        _close(self.far)

    def _pass_on(self, link, piece):
        with contextlib.suppress(OSError):
            link.sendall(piece)


def _close(link):
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    link.close()
