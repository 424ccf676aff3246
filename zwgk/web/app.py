"""The application: every page and every call, behind the doorkeeper."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from fastapi import FastAPI, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.security import APIKeyCookie
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

import zwgk.web.api
import zwgk.web.pages
from reports.naming import ReportError
from rules.model import RuleParseError
from zwgk.accounts import ROLES, Role
from zwgk.database import StoreError
from zwgk.errors import UserError
from zwgk.web.answers import API, asset, refusal
from zwgk.web.desk import Desk
from zwgk.web.doorkeeper import COOKIE, Doorkeeper
from zwgk.web.errors import RefusedError, missing
from zwgk.web.wire import Problem

_PROBLEMS: dict[int | str, str] = {
    400: "内容不对",
    401: "请先登录",
    403: "无权这样做",
    404: "没有，或无权查看",
    409: "现在不能这样做",
    413: "内容太大",
    429: "试的次数太多",
    503: "数据库暂时无法使用",
}
_WORDS = {404: "没有这个页面，或无权查看", 405: "这个地址不支持这样的请求", 413: "内容太大"}


def create_app(desk: Desk) -> FastAPI:
    """The application of one service; nothing is started."""
    app = FastAPI(
        title="政务公开检查",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its pages would come from elsewhere
        redoc_url=None,
    )
    app.state.desk = desk
    for found in pkgutil.iter_modules(zwgk.web.pages.__path__):
        module = importlib.import_module(f"{zwgk.web.pages.__name__}.{found.name}")
        app.include_router(module.router, include_in_schema=False)
    told = {status: {"model": Problem, "description": words} for status, words in _PROBLEMS.items()}
    cookie = Security(APIKeyCookie(name=COOKIE, auto_error=False))
    for found in pkgutil.iter_modules(zwgk.web.api.__path__):
        module = importlib.import_module(f"{zwgk.web.api.__name__}.{found.name}")
        app.include_router(module.router, prefix="/api/v1", responses=told, dependencies=[cookie])

    @app.get("/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        """Style and script."""
        found = asset(name)
        if found is None:
            raise missing()
        content, kind = found
        return Response(content, media_type=kind, headers={"cache-control": "private, max-age=300"})

    _handle_errors(app)
    app.add_middleware(Doorkeeper, desk=desk)
    return app


def _handle_errors(app: FastAPI) -> None:
    def answer(request: Request, refused: RefusedError) -> Response:
        who = getattr(request.state, "who", None)
        words = {
            "who": who,
            "role": ROLES[who.role] if who is not None else "",
            "supervisor": who is not None and who.sees_all,
            "admin": who is not None and who.role is Role.ADMIN,
        }
        return refusal(request.url.path, refused, template_words=words)

    def handler(make: Callable[[Exception], RefusedError]) -> Callable[[Request, Exception], Response]:
        return lambda request, error: answer(request, make(error))

    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        if not request.url.path.startswith(API):
            return answer(request, missing() if _in_path(error) else RefusedError(400, "填写的内容不对，请返回检查"))
        said = [{"loc": one["loc"], "msg": one["msg"], "type": one["type"]} for one in error.errors()]
        return JSONResponse({"detail": said}, status_code=422)

    app.add_exception_handler(RefusedError, handler(lambda one: one if isinstance(one, RefusedError) else missing()))
    app.add_exception_handler(StoreError, handler(lambda error: RefusedError(503, str(error))))
    for kind in (UserError, RuleParseError, ReportError):
        app.add_exception_handler(kind, handler(lambda error: RefusedError(400, str(error))))
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, handler(_refused))


def _refused(error: Exception) -> RefusedError:
    if isinstance(error.__cause__, RefusedError):  # a body that turned out too large while it was read
        return error.__cause__
    if not isinstance(error, HTTPException):
        return missing()
    return RefusedError(error.status_code, _WORDS.get(error.status_code, "请求不对"), headers=error.headers)


def _in_path(error: RequestValidationError) -> bool:
    return any(one["loc"][:1] == ("path",) for one in error.errors())
