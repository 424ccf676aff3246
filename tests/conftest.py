"""Rules for the whole suite: what may be skipped where, and the browser.

On the build server (CI=true) a skip is a failure, except for want of `../shared` (read-only material that is not in the
repository) or of LibreOffice; a test that silently never runs protects nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says what else the machine does, not whether the code is right.
# The build server tries the same examples each time, so that it tells of a change and not of chance; others go on looking.
settings.register_profile(
    "steady",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI", "").lower() in ("1", "true"),
)
settings.load_profile("steady")

#: Words of a reason that excuse a skip on the build server.
EXCUSES = ("shared", "LibreOffice")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def is_excused(reason: str) -> bool:
    return any(excuse.lower() in reason.lower() for excuse in EXCUSES)


def find_browser() -> str | None:
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


class SkipWatch:
    """Turns skips nobody may excuse into a failed session."""

    def __init__(self) -> None:
        self.unexcused: list[str] = []

    def see(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            if not is_excused(reason):
                self.unexcused.append(f"{report.nodeid}: {reason}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.see(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.see(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.unexcused and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.unexcused:
            terminalreporter.section("skipped where nothing may be skipped (CI=true)", red=True)
            for line in self.unexcused:
                terminalreporter.line(line)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("CI", "").lower() in ("1", "true"):
        config.pluginmanager.register(SkipWatch(), "skip-watch")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_browser() is not None:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt-get install chromium)"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole suite: Playwright runs once in a process. A missing one is an error and not a skip."""
    from playwright.sync_api import sync_playwright

    path = shutil.which(os.environ.get("CHROMIUM", "chromium")) or find_browser()
    if path is None:
        raise RuntimeError("Chromium is missing: install the system's package chromium, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()
