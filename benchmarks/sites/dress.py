"""Simulated pages brought to the size of real ones: what a government site wraps around every page it serves.

Columns, their names and their rows stay as they are, so that the truth of the simulated sites holds. The measure is the
mean of 228 pages saved from real sites: 31,000 characters, of which 2,400 are scripts, 1,600 styles, 2,700 comments and
6,000 white space, and 340 elements, of which 81 are links, 48 entries of drop-down lists, 17 metas and 11 scripts.
"""

from __future__ import annotations

from collections.abc import Mapping

_OFFICES = tuple(f"{place}{kind}" for place in ("云岭", "白石", "松溪", "东湖", "临江") for kind in ("市", "区", "县"))
_METAS = "\n".join(
    f'<meta name="{name}" content="云岭网群平台统一模板 第{number}号 {"页面配置" * 6}">'
    for number, name in enumerate(("author", "renderer", "copyright", "robots", "viewport", "google", "rating") * 2)
)
_STYLES = "\n".join(
    f"<style>\n{rules}\n</style>"
    for rules in (
        "\n".join(f".g{n} .c{n} {{ margin: {n}px auto; padding: 0 {n}px; color: #3{n % 10}3; }}" for n in range(20)),
        "\n".join(f".h{n} a:hover {{ border-bottom: {n}px solid #c{n % 10}c; }}" for n in range(20)),
    )
)
_SCRIPT = """<script type="text/javascript">
    // {number}
    var width{number} = 1200, step{number} = {number};
    function shift{number}(amount) {{ return amount > width{number} ? 0 : amount + step{number}; }}
    var timer{number} = setInterval("shift{number}(10)", 3000); /* slides */
</script>"""
_SCRIPTS = "\n".join(_SCRIPT.format(number=number) for number in range(9))
_COMMENTS = "\n".join(
    f"<!-- {'=' * 40} 第{number}部分：页面公共模块由平台统一生成，请勿修改 {'=' * 40} -->" for number in range(26)
)
_OPTIONS = "\n".join(
    f"<select name='sites{group}'>\n<option value=''>{title}</option>\n"
    + "\n".join(f"    <option value='http://g{group}-{n}.invalid/'>{name}</option>" for n, name in enumerate(_OFFICES))
    + "\n</select>"
    for group, title in enumerate(("国家部门网站", "省级部门网站", "其他网站"))
)
_FRIENDS = "\n".join(
    f"            <li style='width:{90 + n}px; float:left;'>\n                <span class='dot'></span>\n"
    f"                <a href='http://f{n}.invalid/portal/index.html' target='_blank'>{_OFFICES[n % 15]}政府门户{n}</a>\n"
    f"            </li>{' ' * 90}"
    for n in range(50)
)
_PICTURES = "\n".join(
    f"        <div class='tile t{n}'><img src='/images/tile{n}.png' width='90' height='60' border='0'></div>{' ' * 90}"
    for n in range(12)
)
_HEAD = f"{_METAS}\n{_STYLES}\n{_SCRIPTS}\n"
_FOOT = f"""
<div class="footer" style="clear:both;">
{_COMMENTS}
    <div class="yqlj">
        <p><span>友情链接</span></p>
{_OPTIONS}
        <ul>
{_FRIENDS}
        </ul>
    </div>
    <div class="tiles">
{_PICTURES}
    </div>
</div>
"""


def dressed(pages: Mapping[str, bytes], encoding: str) -> dict[str, bytes]:
    """The pages of a site with head and foot as large as real ones; files that are no whole pages stay."""
    return {name: _dressed(body, encoding) for name, body in pages.items()}


def _dressed(body: bytes, encoding: str) -> bytes:
    if b"</head>" not in body or body.count(b"</body>") != 1:
        return body
    head, foot = (text.encode(encoding, "xmlcharrefreplace") for text in (_HEAD, _FOOT))
    return body.replace(b"</head>", head + b"</head>", 1).replace(b"</body>", foot + b"</body>")
