"""A Word template filled with a report's words: the office's own file, in which everything else stays as it is.

Templates are filled by docxtpl, whose marks are Jinja's. Words go in as words: braces in a title are no marks, and what
XML forbids has been taken out before (`reports.cleaning`). The same words in the same template give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import Any

from docx.document import Document as Word
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2 import Template as JinjaTemplate
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import XMLSyntaxError
from markupsafe import Markup, escape

from reports.naming import ReportError
from rules.refused import why

MAX_BYTES = 20 * 1024 * 1024
"""Largest template; one with a seal and a letterhead is well below 1 MB."""
_COMPILED = 64
"""Texts with marks that are kept compiled: a letter has about ten."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Properties:
    """What the file says of itself."""

    title: str
    author: str
    made: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A template's bytes, with the name that errors call it by."""

    name: str
    content: bytes


def read_template(path: Path) -> Template:
    """The template at `path`; ReportError when it cannot be read or is too large."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReportError(f"模板 {path} 超过 {MAX_BYTES // 1024 // 1024} MB，请压缩其中的图片。")
        return Template(name=str(path), content=path.read_bytes())
    except OSError as error:
        raise ReportError(f"读不了模板 {path}（{why(error)}）。") from error


def fill(template: Template, words: Mapping[str, Any], properties: Properties) -> bytes:
    """The filled document; `words` are strings, and lists and mappings of them, by the names that templates use.

    Raises ReportError, one Chinese line, for a file that is no Word document and for a mark that cannot be filled.
    """
    try:
        word = DocxTemplate(io.BytesIO(template.content))
        word.render(dict(words), jinja_env=_environment())
    except UndefinedError as error:
        raise ReportError(
            f"模板 {template.name} 用了没有的项“{_missing(error)}”，可用的项见 docs/reports.md。"
        ) from error
    except TemplateSyntaxError as error:
        near = _near(error)
        raise ReportError(f"模板 {template.name} 的标记写错了{near}：请检查花括号、百分号是否成对。") from error
    except TemplateError as error:
        raise _unfit(template, error) from error
    except (zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError, AttributeError) as error:
        raise ReportError(
            f"模板 {template.name} 不是完好的 .docx 文件，请用 Word 或 WPS 另存为 .docx 再试。"
        ) from error
    except (TypeError, ArithmeticError, LookupError, RecursionError) as error:
        raise _unfit(template, error) from error
    filled = word.docx
    core = filled.core_properties
    core.title, core.author, core.last_modified_by = properties.title[:255], properties.author[:255], ""
    core.created = core.modified = properties.made
    core.revision = 1
    return steady(filled)


def steady(word: Word) -> bytes:
    """The document as bytes that do not tell when they were written."""
    draft = io.BytesIO()
    word.save(draft)
    final = io.BytesIO()
    with zipfile.ZipFile(draft) as given, zipfile.ZipFile(final, "w") as made:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            made.writestr(entry, given.read(name))
    return final.getvalue()


class _Marks(ImmutableSandboxedEnvironment):
    """Jinja for office templates: no reaching into the program, no name without a word.

    Nor any reckoning: a text times a large number would fill the memory. Compiling a template's marks costs more than
    filling them, and a run fills the same ones for each unit.
    """

    filling: str
    """The part of a document that is being filled, with its marks."""
    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refused."""
        raise SecurityError(operator)

    def from_string(self, source: Any, *args: Any, **more: Any) -> JinjaTemplate:
        """The compiled template, kept for the next letter."""
        if args or more or not isinstance(source, str):
            return super().from_string(source, *args, **more)
        self.filling = source
        known = self._compiled.get(source)
        if known is None:
            if len(self._compiled) >= _COMPILED:
                self._compiled.clear()
            known = self._compiled[source] = super().from_string(source)
        return known

    def __init__(self) -> None:
        self._compiled: dict[str, JinjaTemplate] = {}
        self.filling = ""
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_word)


@cache
def _environment() -> _Marks:
    return _Marks()


def _word(value: object) -> Markup:
    """Braces are written as XML's own numbers: docxtpl reads "{_{" in the filled text as an escape of its own."""
    return Markup(str(escape(str(value))).replace("{", "&#123;").replace("}", "&#125;"))


_NAME = re.compile(r"'([^']{1,60})'(?: is undefined)?\Z|attribute '([^']{1,60})'")


def _missing(error: UndefinedError) -> str:
    found = _NAME.search(error.message or "")
    return next(filter(None, found.groups()), "？") if found else "？"


def _unfit(template: Template, error: Exception) -> ReportError:
    return ReportError(f"模板 {template.name} 填不进去{_near(error) or _at(error)}，请与自带模板对照修改。")


def _at(error: Exception) -> str:
    """The words of the line on which filling broke off, by the line that Jinja has put into the traceback."""
    lines = _environment().filling.splitlines()
    places = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == "<template>"]
    words = " ".join(_TAG.sub("", lines[places[-1] - 1]).split()) if places and places[-1] <= len(lines) else ""
    return f"（“{words[:40]}”附近）" if words else ""


_TAG = re.compile(r"<[^<>]*>")


def _near(error: Exception) -> str:
    """The template's own words around the mark: docxtpl hands on seven paragraphs, from three before it."""
    lines = [" ".join(line.split()) for line in getattr(error, "docx_context", ())]
    number = getattr(error, "lineno", None) or 1
    place = number - 1 - max(number - 4, 0)
    words = lines[place] if place < len(lines) else ""
    return f"（“{words[:40]}”附近）" if words else ""
