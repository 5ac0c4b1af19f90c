"""The mail server, as one letter after the other is handed to it."""

from django.core import mail

from notifications.delivery.letters import letter
from notifications.models import Message


class ServerAway(Exception):
    """The mail server cannot be reached, or does not let us in."""


class Server:
    """One connection to the mail server, opened again where it broke."""

    def __init__(self) -> None:
        self.backend = mail.get_connection()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self.backend.close()
        except OSError:
            self.drop()

    def open(self) -> None:
        try:
            self.backend.open()
        except OSError as error:
            self.drop()
            raise ServerAway(type(error).__name__) from error

    def send(self, message: Message, tasks: int) -> None:
        try:
            self.backend.send_messages([letter(message, self.backend, tasks=tasks)])
        except OSError:
            self.drop()
            raise

    def drop(self) -> None:
        """Hang up without a good-bye, for which a silent server would keep us waiting."""
        for name in ("connection", "_partial_connection"):
            if link := getattr(self.backend, name, None):
                setattr(self.backend, name, None)
                link.close()
