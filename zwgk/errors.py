"""The one error people see: a Chinese line that says what is wrong, where, and the way out."""

from __future__ import annotations


class UserError(Exception):
    """A mistake of use, configuration or surroundings; the command line shows the message and ends with exit code 2.

    The message is one Chinese line: the place, what is wrong there, what to do. Line ends in it (from a key, a path, a
    driver) become spaces.
    """

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.splitlines()))


class ConfigError(UserError):
    """The configuration cannot be read or does not make sense; names file, line and key."""
