"""What an action says when it refuses."""


class ActionError(Exception):
    """An action refused by its guard. The text is a sentence for the user that says what to do."""
