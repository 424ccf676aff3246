"""What people read when the operating system refuses."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import pytest

from rules.refused import why


def test_what_people_meet_is_said_in_chinese(tmp_path: Path) -> None:
    file = tmp_path / "文件"
    file.touch()
    for act, words in (
        (lambda: file.mkdir(), "已有同名的文件"),
        (lambda: (file / "里面").mkdir(), "其中一段是文件，不是文件夹"),
        (lambda: (tmp_path / "没有").read_bytes(), "没有这个文件或文件夹"),
        (lambda: tmp_path.read_bytes(), "这是文件夹，不是文件"),
        (lambda: (tmp_path / ("长" * 200)).touch(), "名称太长"),
    ):
        with pytest.raises(OSError) as caught:
            act()
        assert why(caught.value) == words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        pytest.param(PermissionError(errno.EACCES, "Permission denied"), "没有权限", id="permission"),
        pytest.param(OSError(errno.ENOSPC, "No space left on device"), "磁盘空间不足", id="disk full"),
        pytest.param(socket.gaierror(-2, "Name or service not known"), "没有这个主机名", id="host"),
        pytest.param(OSError(errno.EPIPE, "Broken pipe"), "Broken pipe", id="a rare one says itself"),
        pytest.param(OSError("stream closed"), "stream closed", id="without a number"),
        pytest.param(OSError(), "OSError", id="without a word"),
        pytest.param(ValueError("embedded null byte"), "embedded null byte", id="no error of the system"),
    ],
)
def test_every_error_has_a_reason(error: Exception, words: str) -> None:
    assert why(error) == words
