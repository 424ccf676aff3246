"""What the project promises of itself: names, commands, layers, purity, size, and a README that is true."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from importlib import import_module
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRESCRIBED = ("rules", "crawler", "checker", "reports")
PACKAGES = (*PRESCRIBED, "zwgk", "demo")
LONGEST_MODULE = 400
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("time", "time")}


def modules(*packages: str) -> list[Path]:
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def called_clocks(source: str) -> list[str]:
    """Calls that read the clock, as module.function."""
    return [
        f"{node.func.value.id if isinstance(node.func.value, ast.Name) else node.func.value.attr}.{node.func.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and (node.func.value.id if isinstance(node.func.value, ast.Name) else node.func.value.attr, node.func.attr)
        in CLOCKS
    ]


@pytest.mark.parametrize("name", PRESCRIBED)
def test_prescribed_packages_are_ours_alone(name: str) -> None:
    module = import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == ROOT / name
    owners = {owner.lower().replace("_", "-") for owner in packages_distributions().get(name, [])}
    assert owners <= {"zwgk-checker"}


@pytest.mark.parametrize("command", ["zwgk", "check"])
def test_console_scripts_exist_and_speak_chinese(command: str) -> None:
    points = {point.name: point.value for point in distribution("zwgk-checker").entry_points}
    module, _, function = points[command].partition(":")
    assert callable(getattr(import_module(module), function))
    script = Path(sys.executable).parent / command
    run = subprocess.run([script, "--help"], capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr
    assert "选项" in run.stdout


def test_python_m_zwgk_works() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "zwgk", "--help"], capture_output=True, text=True, check=False, cwd=ROOT, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert all(command in run.stdout for command in ("demo", "tasks", "derive", "check", "schedule"))


def test_layers_hold() -> None:
    script = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert script, "import-linter is not installed beside this Python"
    run = subprocess.run([script, "--no-cache"], capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", modules(*PRESCRIBED), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_below_zwgk_reads_the_clock(path: Path) -> None:
    assert called_clocks(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("date.today()", ["date.today"], id="imported class"),
        pytest.param("datetime.datetime.now(UTC)", ["datetime.now"], id="through the module"),
        pytest.param("now = datetime.now", [], id="handed on, not called"),
        pytest.param("'date.today()'", [], id="in a string"),
    ],
)
def test_the_clock_finder_finds(source: str, found: list[str]) -> None:
    assert called_clocks(source) == found


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_are_small_and_named_for_what_they_are(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    assert path.stem not in BANNED_NAMES


def test_test_modules_have_names_of_their_own() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_every_check_has_its_table() -> None:
    checks = {path.stem for path in (ROOT / "checker/checks").glob("*.py")} - {"__init__"}
    tables = {path.stem.removeprefix("test_") for path in (ROOT / "tests/checker/checks").glob("test_*.py")}
    assert checks <= tables


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


DOCUMENTS = ["README.md", "README.zh-CN.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_commands_in_documents_exist(name: str) -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)\b", "\n".join(code_in(name))))
    assert named <= makefile_targets()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_zwgk_commands_in_documents_exist(name: str) -> None:
    from zwgk.cli import zwgk

    known = set(zwgk.commands)
    options = {
        command: {
            word
            for part in (one, *getattr(one, "commands", {}).values())  # of a group also what its commands take
            for option in part.params
            for word in option.opts
        }
        for command, one in zwgk.commands.items()
    }
    for line in code_in(name):
        for command, rest in re.findall(r"(?:^|\s|/)zwgk ([a-z]+)([^\n|#]*)", line):
            assert command in known, line
            assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= options[command] | {"--help"}, line


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_in_documents_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    folder = (ROOT / name).parent
    for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)(?:#[^)]*)?\)", text):
        assert (folder / target).exists(), target
    for path in re.findall(r"`((?:rules|crawler|checker|reports|zwgk|demo|tests|docs|benchmarks)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path


def code_in(name: str) -> list[str]:
    """Lines of fenced and indented code, and inline code."""
    text = (ROOT / name).read_text(encoding="utf-8")
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^ {4}\S.*$", text, re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return [*"\n".join(fenced).splitlines(), *indented, *inline]


def test_the_distribution_finds_every_package() -> None:
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    included = settings["options.packages.find"]["include"].split()
    assert set(included) == {f"{name}*" for name in PACKAGES}


def test_the_lock_file_names_every_dependency() -> None:
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    wanted = f"{settings['options']['install_requires']}\n{settings['options.extras_require']['dev']}".split("\n")
    names = {re.split(r"[<>=~!\[; ]", line.strip())[0].lower() for line in wanted if line.strip()}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {line.split("==")[0].lower() for line in lock.splitlines() if "==" in line}
    assert {name.replace(".", "-").replace("_", "-") for name in names} <= locked, "run `make lock`"


def test_the_readmes_show_the_way() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert 0 < text.index("make demo") < text.index("make test")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_configurations_in_the_readmes_load(name: str, tmp_path: Path) -> None:
    from zwgk.config import load_config

    blocks = re.findall(r"^```yaml\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        file = tmp_path / "config.yaml"
        file.write_text(block, encoding="utf-8")
        assert "政府网站" in load_config(file).sites


def test_the_example_configuration_loads() -> None:
    from zwgk.config import load_config

    assert load_config(ROOT / "config.yaml").sites
