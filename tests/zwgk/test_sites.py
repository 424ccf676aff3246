"""Which configured site a printed name means; a wrong site would accuse the wrong people."""

from __future__ import annotations

import pytest

from zwgk.settings import SiteSettings
from zwgk.sites import SiteDirectory, is_unit_page

PORTAL = SiteSettings(url="https://www.example.gov.cn/", hosts=("zfxxgk.example.gov.cn", "api.example.gov.cn:8443"))
TAX = SiteSettings(url="http://tax.example.gov.cn:8080/", aliases=("国家税务总局云山区税务局网站",))


def directory(place: str = "示范市云山区", **sites: SiteSettings) -> SiteDirectory:
    return SiteDirectory(sites=sites or {"政府网站": PORTAL, "税务局": TAX}, place=place)


@pytest.mark.parametrize(
    ("printed", "site"),
    [
        pytest.param("政府网站", "政府网站", id="exact"),
        pytest.param("“政府网站”", "政府网站", id="quoted"),
        pytest.param("区政府门户网站", "政府网站", id="with level"),
        pytest.param("区人民政府网站", "政府网站", id="in full"),
        pytest.param("我区政府门户网站", "政府网站", id="ours"),
        pytest.param("云山区人民政府门户网站", "政府网站", id="with place"),
        pytest.param("示范市云山区政府网", "政府网站", id="with the whole place"),
        pytest.param("云山政府网", "政府网站", id="with short place"),
        pytest.param("国家税务总局云山区税务局网站", "税务局", id="alias"),
        pytest.param("市政府网站", None, id="the city's is another site"),
        pytest.param("省政府门户网站", None, id="the province's is another site"),
        pytest.param("示范市政府网站", None, id="the city's by name"),
        pytest.param("青河区政府网站", None, id="another district's"),
        pytest.param("区教委网站", None, id="a department's own site"),
        pytest.param("政府公报", None, id="not a site"),
    ],
)
def test_named(printed: str, site: str | None) -> None:
    assert directory().named(printed) == site


def test_the_only_site_is_the_portal_whatever_it_is_called() -> None:
    only = directory(云山门户=PORTAL)
    assert only.named("政府网站") == "云山门户"
    assert only.named("市政府网站") is None


def test_two_portals_are_never_guessed_between() -> None:
    two = directory(区政府网站=PORTAL, 政府门户网站=TAX)
    assert two.named("政府网") is None
    assert two.named("区政府网站") == "区政府网站"


def test_in_a_city_the_citys_portal_is_meant() -> None:
    assert directory(place="示范市").named("市政府网站") == "政府网站"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        pytest.param("https://www.example.gov.cn/czj/", "政府网站", id="same host"),
        pytest.param("http://www.example.gov.cn/czj/", "政府网站", id="the other scheme on its default port"),
        pytest.param("https://zfxxgk.example.gov.cn/", "政府网站", id="further host"),
        pytest.param("https://api.example.gov.cn:8443/", "政府网站", id="further host with port"),
        pytest.param("https://api.example.gov.cn/", None, id="further host, other port"),
        pytest.param("http://tax.example.gov.cn:8080/x", "税务局", id="with port"),
        pytest.param("http://tax.example.gov.cn/x", None, id="same name, other port"),
        pytest.param("https://evil.example/www.example.gov.cn/", None, id="host in the path"),
    ],
)
def test_at(url: str, site: str | None) -> None:
    assert directory().at(url) == site


@pytest.mark.parametrize(
    ("printed", "unit_page"),
    [
        ("部门网页", True),
        ("部门（单位）网页", True),
        ("各部门网站", True),
        ("责任单位网站", True),
        ("政府网站", False),
        ("区教委网站", False),
        ("国家税务总局云山区税务局网站", False),
    ],
)
def test_is_unit_page(printed: str, unit_page: bool) -> None:
    assert is_unit_page(printed) is unit_page
