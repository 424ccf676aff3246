"""`zwgk serve` as a process: it says where it is, ends in order, and tells in one line why it cannot begin."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from zwgk.cli import main


def test_it_serves_until_it_is_told_to_end(config_file: Path) -> None:
    command = [sys.executable, "-m", "zwgk", "serve", "--port", "0", "--config", str(config_file)]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            address = said.split("：")[1].split("（")[0]
            assert address.startswith("http://127.0.0.1:")
            assert "还没有账号" in process.stdout.readline()
            with httpx.Client(trust_env=False, timeout=60) as browser:
                answer = browser.get(f"{address}signin")
                assert answer.status_code == 200
                assert "server" not in answer.headers, "who serves is nobody's business"
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()


def test_a_port_that_is_taken(config_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), "--config", str(config_file)]) == 2
    error = capsys.readouterr().err
    assert f"端口 {port}" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("serve: {port: 99999}", "serve.port"),
        ("serve: {hosts: x}", "hosts"),
        ("serve: {user_header: X-Remote-User}", "proxies"),
        ("serve: {proxies: [example]}", "不是 IP 地址"),
        ("serve: {metrics_from: everybody}", "serve.metrics_from"),
        ("serve: {proxies: [10.0.0.1], user_header: 'X Remote'}", "不是请求头"),
        ("release: {required: perhaps}", "release.required"),
    ],
)
def test_mistakes_in_the_configuration(
    config_file: Path, capsys: pytest.CaptureFixture[str], section: str, said: str
) -> None:
    lines = config_file.read_text(encoding="utf-8").count("\n")
    with config_file.open("a", encoding="utf-8") as file:
        file.write(f"{section}\n")
    assert main(["serve", "--config", str(config_file)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert f"第 {lines + 1} 行" in error
