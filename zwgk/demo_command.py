"""`zwgk demo`: the whole way on the demo portal, from its document to its units' reports, one night or several."""

from __future__ import annotations

import shlex
import signal
import threading
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from crawler.carrier import Outside
from crawler.run import crawl
from crawler.surveyed import Probe
from demo.configuration import TITLE
from demo.nights import NIGHTS
from demo.portal import Portal
from rules.refused import why
from zwgk.check_command import CheckRequest, run_check
from zwgk.config import Config, load_config
from zwgk.document_commands import derive_pack
from zwgk.errors import UserError
from zwgk.outcome import shown_path
from zwgk.store import Store
from zwgk.terminal import say

if TYPE_CHECKING:
    from zwgk.options import Session

_TRIED_UNIT = "区财政局"


def run_demo(session: Session, out: Path, *, nights: int, serve: bool) -> int:
    """Serve, derive, audit, report; 0 although defects are found, for the portal is full of them on purpose.

    The last of the nights is today's; several begin without what earlier demos in `out` have left.
    """
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    try:
        out.mkdir(parents=True, exist_ok=True)
        _refuse_others_configuration(out / "config.yaml")
        with Portal(today - timedelta(days=nights - 1)) as portal:
            document, config_file = portal.write_document(out), portal.write_config(out)
            config = load_config(config_file)
            session.data = config.data
            if nights > 1:
                _forget(config)
            say(f"示范网站已在本机运行：{portal.urls[next(iter(portal.urls))]}")
            say(f"任务分工文件：{shown_path(document)}")
            derive_pack(document, out / "pack.yaml", config)
            for night in range(1, nights + 1):
                as_of = portal.turn() if night > 1 else portal.as_of
                say()
                if nights > 1:
                    say(f"—— 第{night}夜，{as_of} ——")
                audit_night(session, portal, config, CheckRequest(as_of=as_of))
            say()
            _explain(out, nights)
            if serve:
                _serve(config_file)
    except OSError as error:
        raise UserError(f"演示不能在 {out} 进行（{why(error)}），请用 --out 换一个可写的文件夹") from error
    return 0


def audit_night(session: Session, portal: Portal, config: Config, request: CheckRequest) -> int:
    """One night's audit as `zwgk check` makes it, after the attempts to open sites since the night before; its code.

    Names of the demo lead to this machine, and who vouches for its certificates is trusted: nothing is asked outside.
    """
    now = datetime.now(config.timezone)
    with closing(Store.open(config.database, config.data)) as store:
        for site, attempts in portal.take_attempts().items():
            for before, ok in attempts:
                probe = Probe(at=now - before, seconds=0.4 if ok else None, ok=ok)
                store.watching.record_probe(site, probe)
    outside = Outside(addresses=portal.addresses, ipv6=portal.ipv6, trust=portal.trust())
    return run_check(session, config, request, search=partial(crawl, outside=outside))


def _refuse_others_configuration(file: Path) -> None:
    """The demo writes over its own files only."""
    if file.is_file() and TITLE not in file.read_text(encoding="utf-8", errors="replace")[:200]:
        raise UserError(f"{file} 不是演示生成的，不覆盖；请用 --out 换一个文件夹")


def _forget(config: Config) -> None:
    for file in config.data.glob("zwgk.db*"):
        file.unlink()


def _explain(out: Path, nights: int) -> None:
    say("以上问题是示范网站故意设置的。请用浏览器打开总览，从中可进入各单位的报告。")
    ledger = f"cd {shlex.quote(str(out))} && zwgk ledger"
    say(f"每个问题都记入台账，查看台账：{ledger}（加 --all 连同已整改的）")
    if nights == 1:
        say(
            f"看整改跟踪：zwgk demo --nights {NIGHTS} 连查{NIGHTS}夜：第2夜有的已整改、有的新出现，税务局网站打不开；"
            "第3夜有的反弹"
        )
    else:
        say("比较最近两夜：在同一文件夹运行 zwgk diff")


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
