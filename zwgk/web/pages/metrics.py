"""监控指标 for Prometheus: to administrators, and to the addresses of the configuration."""

from __future__ import annotations

import ipaddress

from fastapi import APIRouter, Request
from starlette.responses import Response

from zwgk.accounts import Role
from zwgk.metrics import metrics_text
from zwgk.web.desk import Desk, desk_of
from zwgk.web.errors import RefusedError
from zwgk.web.sessions import Identity

router = APIRouter()


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The figures of this moment."""
    desk = desk_of(request)
    who: Identity | None = request.state.who
    if not (who is not None and who.role is Role.ADMIN) and not _expected(desk, str(request.state.address)):
        raise RefusedError(403, "这个地址不能读监控指标，见配置的 serve.metrics_from")
    content = metrics_text(desk.store, desk.config, desk.now())
    return Response(content, media_type="text/plain; version=0.0.4; charset=utf-8")


def _expected(desk: Desk, address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in ipaddress.ip_network(one) for one in desk.config.serve.metrics_from)
