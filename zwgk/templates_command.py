"""`zwgk templates`: the Word templates that are shipped, as a start for an office's own."""

from __future__ import annotations

from pathlib import Path

import click

from rules.refused import why
from zwgk.chinese_click import ChineseCommand
from zwgk.options import FilePath


@click.command(cls=ChineseCommand, short_help="把自带的通报、整改通知书模板放进一个文件夹，供修改。")
@click.argument("folder", metavar="文件夹", type=FilePath())
def templates(folder: Path) -> int:
    """把自带的 Word 模板（通报.docx、整改通知书.docx）放进文件夹，供本单位修改；已有的文件不覆盖。"""
    return run_templates(folder)


def run_templates(folder: Path) -> int:
    """Copy what is not there yet and tell what to write into config.yaml; UserError when it cannot be written."""
    from reports.formats.docx import BULLETIN, NOTICE, SHIPPED
    from zwgk.errors import UserError
    from zwgk.outcome import shown_path
    from zwgk.publish import write_whole
    from zwgk.terminal import say

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{folder}：无法建立文件夹（{why(error)}）") from error
    for name in (BULLETIN, NOTICE):
        path = folder / name
        if path.exists():
            say(f"已有 {shown_path(path)}，没有改动")
        else:
            write_whole(path, (SHIPPED / name).read_bytes())
            say(f"模板：{shown_path(path)}")
    say(f"修改后在 config.yaml 中写 reports: {{templates: {folder.resolve()}}}，写法见 docs/reports.md")
    return 0
