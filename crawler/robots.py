"""robots.txt of one server, read as RFC 9309 says: 4xx means everything is allowed, 5xx that nothing is."""

from __future__ import annotations

from protego import Protego

from crawler.evidence import Failure, FailureKind, Page

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5
_MAX_CRAWL_DELAY = 10.0


class Robots:
    """What a robots.txt permits our user agent.

    `page` is the answer to the request for it; None when robots.txt is not to be obeyed.
    """

    def __init__(self, page: Page | None, user_agent: str) -> None:
        self._token = user_agent.partition("/")[0].split(maxsplit=1)[0] if user_agent.strip() else "*"
        self._rules: Protego | None = None
        self.failure: Failure | None = None
        """Why no page of the server may be asked for at all."""
        if page is None:
            return
        if page.status is not None and page.status >= 500 and page.status != 521:
            self.failure = Failure(kind=FailureKind.DISALLOWED, detail=f"robots.txt 返回 {page.status}")
        elif page.failure is not None and page.failure.kind in (FailureKind.UNREACHABLE, FailureKind.BUDGET):
            # No answer at all is a matter of the site, not of its robots.txt.
            self.failure = page.failure
        elif page.failure is None and page.status is not None and 200 <= page.status < 300:
            self._rules = Protego.parse(page.body.decode("utf-8-sig", errors="replace"))

    @property
    def crawl_delay(self) -> float:
        """Seconds between requests that robots.txt asks for, at most ten."""
        delay = self._rules.crawl_delay(self._token) if self._rules else None
        return min(max(float(delay or 0.0), 0.0), _MAX_CRAWL_DELAY)

    def refusal(self, url: str) -> Failure | None:
        """Why the address may not be asked for; None when it may."""
        if self.failure or self._rules is None or self._rules.can_fetch(url, self._token):
            return self.failure
        return Failure(kind=FailureKind.DISALLOWED, detail="robots.txt 不允许访问该网址")
