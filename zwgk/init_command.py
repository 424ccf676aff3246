"""`zwgk init`: a first configuration from a document, checked before it is left on disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from rules.refused import why
from rules.tasks import read_tasks
from zwgk.config import load_config
from zwgk.errors import UserError
from zwgk.outcome import shown_path
from zwgk.proposal import propose, written
from zwgk.terminal import say


def run_init(document: Path, output: Path, *, force: bool) -> int:
    """Write the proposal (`-`: print it); UserError when a file stands there already and `force` is not given."""
    if str(output) == "-":
        click.echo(_checked(written(propose(read_tasks(document)), document.name)), nl=False)
        return 0
    if output.exists() and not force:
        raise UserError(f"{output}：文件已存在，没有改动；请用 -o 换一个文件名，或加 --force 覆盖")
    proposal = propose(read_tasks(document))
    _write(written(proposal, document.name), output)
    say(f"配置文件已起草：{shown_path(output)}")
    members = sum(bool(unit.groups) for unit in proposal.units)
    say(
        f"地区 {proposal.place or '（请填写）'}；网站 {len(proposal.sites)} 个；单位 {len(proposal.units)} 个"
        f"（{members} 个归入单位组）；单位组 {len(proposal.groups)} 个"
    )
    say(f"请填写网址：{'、'.join(proposal.sites)}")
    for unit in proposal.units:
        for note in unit.notes:
            say(f"  请核对 {unit.name}：{note}")
    if proposal.unclear:
        say(f"  请核对：未能认作单位名称 {'、'.join(proposal.unclear)}")
    say(f"下一步：zwgk derive {document} -o {output.parent / 'rules.yaml'}")
    return 0


def _checked(text: str) -> str:
    """The text, once it has been read as the configuration it will be."""
    with tempfile.TemporaryDirectory() as folder:
        _write(text, Path(folder) / "config.yaml")
    return text


def _write(text: str, output: Path) -> None:
    """Check the text as the configuration it will be, then put it in place as a whole."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.", suffix=".yaml")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            load_config(temporary)
            temporary.chmod(0o644)
            temporary.replace(output)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UserError(f"{output}：写不了（{why(error)}），请换一个可写的位置") from error
