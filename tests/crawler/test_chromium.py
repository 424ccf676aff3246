"""What crawler.chromium takes for granted of scrapy-playwright, and that each of two walls holds without the other."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest
from drawn_site import DAYS, DRAW_ROWS, FETCHING, ROWS, audit, data, frame, portal_server, records
from fetch_server import Servers, answer
from scrapy import Request
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler

from crawler import browser
from crawler.browser import Rendering
from crawler.chromium import AnsweringHandler
from crawler.evidence import Outcome

OVERRIDDEN = {
    "_create_browser_context": ("self", "name", "context_kwargs", "spider"),
    "_make_request_handler": (
        *("self", "context_name", "method", "url", "headers", "body", "encoding", "spider", "initial_request_done"),
    ),
    "_download_request_with_page": ("self", "request", "page", "spider"),
    "_browser_disconnected_callback": ("self",),
}
CALLED = {"_launch": ("self",), "_maybe_launch_browser": ("self",)}
CALLERS = {
    "_create_browser_context": "_create_page",
    "_make_request_handler": "_download_request_with_retry",
    "_download_request_with_page": "_download_request_with_retry",
    "_browser_disconnected_callback": "_maybe_launch_browser",
}


@pytest.mark.parametrize(("name", "parameters"), [*OVERRIDDEN.items(), *CALLED.items()])
def test_the_library_still_has_the_method(name: str, parameters: tuple[str, ...]) -> None:
    theirs = getattr(ScrapyPlaywrightDownloadHandler, name)
    assert tuple(inspect.signature(theirs).parameters) == parameters


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_the_override_stands_in_for_the_method_and_the_library_calls_it(name: str) -> None:
    ours, theirs = (getattr(cls, name) for cls in (AnsweringHandler, ScrapyPlaywrightDownloadHandler))
    assert ours is not theirs
    assert tuple(inspect.signature(ours).parameters) == OVERRIDDEN[name]
    assert inspect.iscoroutinefunction(ours) == inspect.iscoroutinefunction(theirs)
    assert name in getattr(ScrapyPlaywrightDownloadHandler, CALLERS[name]).__code__.co_names


def test_the_library_still_has_the_settings() -> None:
    used = {"launch_options", "max_pages_per_context", "restart_disconnected_browser", "target_closed_max_retries"}
    assert used | {"use_threaded_loop"} <= {field.name for field in dataclasses.fields(Config)}


class Route:
    """Of a request nobody is there to answer."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def called(*_: object, **__: object) -> None:
            self.calls.append(name)

        return called


def unused_handler() -> AnsweringHandler:
    """A handler without Chromium and without the event loop of a crawl."""
    handler = AnsweringHandler.__new__(AnsweringHandler)
    handler._sittings = {}
    return handler


def test_a_request_that_nobody_answers_is_aborted() -> None:
    given: Any = dict.fromkeys(OVERRIDDEN["_make_request_handler"][1:])
    route: Any = Route()
    asyncio.run(unused_handler()._make_request_handler(**given)(route))  # type: ignore[arg-type]
    assert route.calls == ["abort"]


@pytest.mark.parametrize("meta", [{}, {"playwright": True}, {"playwright": True, "playwright_context": "7"}])
def test_the_handler_fetches_nothing_but_what_is_being_drawn(meta: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not to be drawn"):
        asyncio.run(unused_handler().download_request(Request("http://a.example/", meta=meta)))


@pytest.mark.browser
def test_requests_are_answered_by_us_though_chromium_could_reach_the_network(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    walls = ("--proxy-bypass-list", "--host-resolver-rules")
    monkeypatch.setattr(
        browser, "_arguments", lambda port: [one for one in browser._ARGUMENTS if not one.startswith(walls)]
    )
    foreign = servers.open({"*": answer("secret", access_control_allow_origin="*")})
    script = f"""
      {DRAW_ROWS} draw({json.dumps(records())});
      const far = '{foreign.url}';
      fetch(far + '/fetch').catch(() => 0); navigator.sendBeacon(far + '/beacon', 'x');
      new Image().src = far + '/image.png';
      document.body.append(Object.assign(document.createElement('iframe'), {{src: far + '/frame'}}));
      try {{ new Worker(URL.createObjectURL(new Blob([`fetch('${{far}}/worker')`]))); }} catch (error) {{}}
      const a = Object.assign(document.createElement('a'), {{href: far + '/popup', target: '_blank'}});
      document.body.append(a); a.click();
      const form = Object.assign(document.createElement('form'), {{action: far + '/form', target: '_blank', method: 'POST'}});
      document.body.append(form); form.submit();
      setTimeout(() => {{ location.href = far + '/away'; }}, 100);
    """
    server = portal_server(servers, frame("通知公告", ROWS, script))
    _, column = audit(server, rendering=Rendering(timeout=40))
    assert foreign.paths() == []
    assert column.newest == DAYS[0]


@pytest.mark.browser
def test_requests_that_were_continued_would_reach_nobody(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(AnsweringHandler, "_make_request_handler")  # as if the library had renamed it
    server = portal_server(servers, frame("通知公告", ROWS, FETCHING), {"/data/list.json": data(records())})
    _, column = audit(server)
    assert "/data/list.json" not in server.paths()
    assert column.outcome is Outcome.NEEDS_RENDERING
