"""`zwgk demo`: the whole way on the demo portal, from its document to the reports of its units."""

from __future__ import annotations

import shlex
import signal
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from demo.portal import Portal
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import load_config
from zwgk.document_commands import derive_pack
from zwgk.errors import UserError
from zwgk.outcome import shown_path
from zwgk.terminal import say

if TYPE_CHECKING:
    from zwgk.options import Session

_TRIED_UNIT = "区财政局"


def run_demo(session: Session, out: Path, *, serve: bool) -> int:
    """Serve, derive, audit, report; 0 although defects are found, for the portal is full of them on purpose."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    try:
        out.mkdir(parents=True, exist_ok=True)
        portal = Portal(today)
        with portal:
            document, config_file = portal.write_document(out), portal.write_config(out)
            config = load_config(config_file)
            session.data = config.data
            say(f"示范网站已在本机运行：{portal.urls[next(iter(portal.urls))]}")
            say(f"任务分工文件：{shown_path(document)}")
            derive_pack(document, out / "pack.yaml", config)
            say()
            run_check(session, config, CheckRequest(as_of=today))
            say()
            say("以上问题是示范网站故意设置的。请用浏览器打开总览，从中可进入各单位的报告。")
            if serve:
                _serve(config_file)
    except OSError as error:
        raise UserError(f"演示不能在 {out} 进行（{error.strerror}），请用 --out 换一个可写的文件夹") from error
    return 0


def _serve(config: Path) -> None:
    say(f"示范网站继续运行，可在另一个窗口试试：zwgk check --unit {_TRIED_UNIT} --config {shlex.quote(str(config))}")
    say("按 Ctrl-C 结束")
    stop = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    try:
        while not stop.wait(0.5):
            pass
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
