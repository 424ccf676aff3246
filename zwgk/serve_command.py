"""`zwgk serve`: the web service until somebody stops it."""

from __future__ import annotations

import signal
import socket
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import FrameType

import click

from rules.refused import why
from zwgk.chinese_click import ChineseCommand
from zwgk.config import Config
from zwgk.errors import UserError
from zwgk.options import Session, config_option
from zwgk.terminal import say


@click.command(cls=ChineseCommand, short_help="网页服务：看报告和台账、登记裁定、审阅规则。")
@click.option("--host", metavar="地址", help="在哪个地址提供服务，默认按配置（127.0.0.1，只有本机能访问）")
@click.option("--port", type=click.IntRange(0, 65535), metavar="端口", help="端口，默认按配置（8000）；0 为任选一个")
@config_option
@click.pass_obj
def serve(session: Session, host: str | None, port: int | None, config: Path | None) -> int:
    """提供网页服务，直到被停止；账号先用 zwgk account add 建立。"""
    return run_serve(session.config(config), host=host, port=port)


def run_serve(config: Config, *, host: str | None = None, port: int | None = None) -> int:
    """Serve until SIGTERM or Ctrl-C; 0. UserError when it cannot begin."""
    try:
        import uvicorn

        from zwgk.web.app import create_app
        from zwgk.web.desk import Desk
        from zwgk.web.runner import Runner
    except ModuleNotFoundError as error:
        raise UserError(f"缺少网页服务需要的 {error.name}，请安装：pip install 'zwgk-checker[web]'") from error
    from zwgk.store import Store

    address = host or config.serve.host
    wanted = config.serve.port if port is None else port
    with closing(Store.open(config.database, config.data)) as store, closing(_listen(address, wanted)) as listening:

        def now() -> datetime:
            return datetime.now(config.timezone)

        desk = Desk(config=config, store=store, now=now, runner=Runner(config.file, config.data, now))
        settings = uvicorn.Config(
            create_app(desk),
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,  # the doorkeeper believes only the configured ones
            server_header=False,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=5,
            limit_concurrency=200,
        )

        class Server(uvicorn.Server):
            def handle_exit(self, sig: int, frame: FrameType | None) -> None:
                desk.runner.hold()
                super().handle_exit(sig, frame)

        shown = f"[{address}]" if ":" in address else address
        say(f"网页服务：http://{shown}:{listening.getsockname()[1]}/（Ctrl-C 停止）")
        if not desk.accounts.all():
            say("还没有账号，请先建立：zwgk account add 账号名 --role admin")
        # The server ends in order on these signals and then raises them anew: what is still to be closed must not die.
        stops = (signal.SIGTERM, signal.SIGINT)
        before = [(number, signal.signal(number, lambda *_: None)) for number in stops]
        try:
            desk.runner.resume()
            Server(settings).run(sockets=[listening])
        finally:
            desk.close()
            for number, handler in before:
                signal.signal(number, handler)
    return 0


def _listen(address: str, port: int) -> socket.socket:
    """A socket that listens there, so that a taken port is told in one line."""
    try:
        family = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((address, port))
        except BaseException:
            listening.close()
            raise
    except OSError as error:
        raise UserError(f"不能在 {address} 的端口 {port} 上提供服务（{why(error)}），请换一个端口") from error
    listening.set_inheritable(False)
    return listening
