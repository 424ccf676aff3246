"""Answers: pages out of templates in the look of the reports, refusals for people and for programs, ways back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from reports.cleaning import clean, long_date
from reports.wording import STATUS
from zwgk.accounts import ROLES, Role
from zwgk.web.errors import RefusedError, SignInFirstError

API: Final = "/api/"
_STYLES: Final = Path(__file__).parents[2] / "reports" / "templates"
_STATIC: Final = Path(__file__).parent / "static"
_DONE: Final[Mapping[str, str]] = {
    "released": "已发布，各单位现在可以看到这一轮的报告",
    "started": "已开始检查",
    "queued": "已排队，轮到时自动开始",
    "cancelled": "已取消；正在检查的会停下来，已查完的保留",
    "ruled": "已登记，下一轮检查起生效",
    "revoked": "已撤销",
    "replied": "已登记整改反馈；是否整改以复查为准",
    "accepted": "已采纳，下一轮检查起判定",
    "rejected": "不再采纳，下一轮检查起不判定",
    "nothing": "没有选择任何一项，未作改动",
    "adopted": "规则集已启用，下一轮检查起生效",
    "discarded": "草稿已删除",
    "password": "密码已更改，请用新密码登录",
    "signed-out": "已退出",
    "account": "账号已更新",
}
"""What a page says that one comes back to; addresses carry only the word for it."""


def page(request: Request, template: str, *, status: int = 200, **words: object) -> HTMLResponse:
    """A page of the service."""
    who = request.state.who
    common = {
        "who": who,
        "role": ROLES[who.role] if who is not None else "",
        "supervisor": who is not None and who.sees_all,
        "admin": who is not None and who.role is Role.ADMIN,
        "done": _DONE.get(request.query_params.get("done", ""), ""),
        "here": request.url.path,
    }
    return HTMLResponse(_environment().get_template(template).render(**common, **words), status_code=status)


def refusal(path: str, refused: RefusedError, *, template_words: Mapping[str, Any] | None = None) -> Response:
    """Why something is not done: JSON below /api, else a page, or the way to sign in."""
    headers = refused.headers | ({"retry-after": "60"} if refused.status in (429, 503) else {})
    if path.startswith(API):
        return JSONResponse({"detail": refused.message}, status_code=refused.status, headers=headers)
    if isinstance(refused, SignInFirstError):
        return RedirectResponse("/signin", status_code=303)
    nobody = {"who": None, "role": "", "supervisor": False, "admin": False, "done": "", "here": path}
    text = (
        _environment()
        .get_template("refused.j2")
        .render(**{**nobody, **(template_words or {})}, status=refused.status, message=clean(refused.message, 500))
    )
    return HTMLResponse(text, status_code=refused.status, headers=headers)


def back(address: str, done: str = "") -> RedirectResponse:
    """To a page after something was done; `done` is a key of what that page then says."""
    mark = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{mark}done={done}" if done else address, status_code=303)


@cache
def asset(name: str) -> tuple[bytes, str] | None:
    """A file of the service's own look and its type; the reports' style is theirs, not a copy."""
    known = {
        "report.css": (_STYLES, "text/css; charset=utf-8"),
        "web.css": (_STATIC, "text/css; charset=utf-8"),
        "web.js": (_STATIC, "text/javascript; charset=utf-8"),
        "icon.svg": (_STATIC, "image/svg+xml"),
    }
    if name not in known:
        return None
    folder, kind = known[name]
    return (folder / name).read_bytes(), kind


def shown_moment(when: datetime | None) -> str:
    """A moment in the zone it is given in."""
    return "" if when is None else f"{when:%Y-%m-%d %H:%M}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("zwgk.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["clean"] = clean
    environment.filters["day"] = long_date
    environment.filters["moment"] = shown_moment
    environment.globals["STATUS"] = STATUS
    return environment
