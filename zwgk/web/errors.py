"""What is refused to a request, as an answer that pages and programs understand."""

from __future__ import annotations

from collections.abc import Mapping


class RefusedError(Exception):
    """A request that is not done: the HTTP status, and a Chinese sentence that says why."""

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


class SignInFirstError(RefusedError):
    """Nobody is signed in; pages lead to the sign-in."""

    def __init__(self) -> None:
        super().__init__(401, "请先登录")


def missing(what: str = "页面") -> RefusedError:
    """Not there, or not for this account: which of both it is, is not told."""
    return RefusedError(404, f"没有这个{what}，或无权查看")
