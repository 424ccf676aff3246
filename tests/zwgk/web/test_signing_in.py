"""Signing in: who gets in, for how long, how often it may be tried, and what the cookie says to the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from web_cases import PASSWORD, Service, form_token, post, served, sign_in

from zwgk.config import load_config
from zwgk.web import sessions
from zwgk.web.sessions import MOST_OF_BOTH


def test_a_person_signs_in_sees_the_runs_and_signs_out(service: Service) -> None:
    browser = service.visitor()
    assert browser.get("/").headers["location"] == "/signin"
    answer = sign_in(browser, "zhuren")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "检查轮次" in browser.get("/").text
    assert post(browser, "/signout").headers["location"].startswith("/signin")
    assert browser.get("/").headers["location"] == "/signin"


def test_a_session_is_over_for_good_after_signing_out(service: Service) -> None:
    browser = service.signed_in("zhuren")
    kept = browser.cookies["zwgk-session"]
    post(browser, "/signout")
    browser.cookies.set("zwgk-session", kept)
    assert browser.get("/").headers["location"] == "/signin"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("zhuren", "不是这个密码的密码", id="wrong password"),
        pytest.param("nobody", PASSWORD, id="no such account"),
        pytest.param("", "", id="nothing"),
        pytest.param("zhuren\0", PASSWORD, id="with a NUL"),
        pytest.param("长" * 5000, PASSWORD, id="a very long name"),
        pytest.param("zhuren", "长" * 5000, id="a very long password"),
        pytest.param("' OR 1=1 --", "x", id="for a database"),
    ],
)
def test_wrong_words_are_refused_alike(service: Service, name: str, password: str) -> None:
    answer = sign_in(service.visitor(), name, password)
    assert answer.status_code == 401
    assert "账号或密码不对" in answer.text
    assert "zwgk-session" not in answer.headers.get("set-cookie", "")


def test_a_disabled_account_is_out_at_once_and_stays_out(service: Service) -> None:
    browser = service.signed_in("zhuren")
    service.desk.accounts.set_active("zhuren", active=False)
    assert browser.get("/").headers["location"] == "/signin"
    assert sign_in(service.visitor(), "zhuren").status_code == 401


def test_a_session_ends_with_its_hours(service: Service) -> None:
    browser = service.signed_in("zhuren")
    service.clock.pass_by(hours=7.9)
    assert browser.get("/").status_code == 200
    service.clock.pass_by(hours=0.2)
    assert browser.get("/").headers["location"] == "/signin"


def test_a_session_that_somebody_else_made_up_is_never_taken_over(service: Service) -> None:
    browser = service.visitor()
    browser.cookies.set("zwgk-session", "made-up-by-somebody")
    said = sign_in(browser, "zhuren").headers["set-cookie"]
    assert said.startswith("zwgk-session=")
    assert "made-up" not in said


def test_too_many_wrong_passwords_shut_the_right_one_out_for_a_while(service: Service) -> None:
    browser = service.visitor()
    for _ in range(MOST_OF_BOTH):
        assert sign_in(browser, "zhuren", "wrong-wrong").status_code == 401
    assert sign_in(browser, "zhuren").status_code == 429
    assert sign_in(service.visitor(peer="198.51.100.8"), "zhuren").status_code == 303, "from elsewhere it is let in"
    assert sign_in(browser, "guanli").status_code == 303, "another account from the same address too"
    service.clock.pass_by(minutes=16)
    browser.cookies.clear()
    assert sign_in(browser, "zhuren").status_code == 303


def test_who_tries_many_names_from_one_address_is_stopped(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_OF_ADDRESS", 8)
    browser = service.visitor()
    statuses = [sign_in(browser, f"name{number}", "wrong-wrong").status_code for number in range(10)]
    assert statuses == [401] * 8 + [429] * 2


def test_who_tries_one_name_from_many_addresses_is_stopped(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_OF_ACCOUNT", 8)
    browsers = [service.visitor(peer=f"198.51.100.{number}") for number in range(10)]
    statuses = [sign_in(browser, "zhuren", "wrong-wrong").status_code for browser in browsers]
    assert statuses == [401] * 8 + [429] * 2


def test_a_right_password_wipes_the_slate(service: Service) -> None:
    browser = service.visitor()
    for _ in range(3):
        for _ in range(MOST_OF_BOTH - 1):
            assert sign_in(browser, "zhuren", "wrong-wrong").status_code == 401
        assert sign_in(browser, "zhuren").status_code == 303
        browser.cookies.clear()


def test_the_form_needs_its_own_token(service: Service) -> None:
    browser = service.visitor()
    words = {"account": "zhuren", "password": PASSWORD}
    assert browser.post("/signin", data=words).status_code == 403
    form_token(browser.get("/signin"))
    assert browser.post("/signin", data={**words, "csrf": "another"}).status_code == 403
    assert "zwgk-session" not in browser.cookies


def test_what_the_cookie_says_to_the_browser(service: Service) -> None:
    said = sign_in(service.visitor(), "zhuren").headers["set-cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    assert "Secure" not in said, "plain http would lose it"


def test_another_password_ends_every_session(service: Service) -> None:
    here, there = service.signed_in("zhuren"), service.signed_in("zhuren")
    fresh = "千里江陵一日还不见不散"
    wrong = post(here, "/password", {"old": "not-my-password", "new": fresh, "again": fresh})
    assert wrong.status_code == 403
    short = post(here, "/password", {"old": PASSWORD, "new": "short", "again": "short"})
    assert short.status_code == 400
    done = post(here, "/password", {"old": PASSWORD, "new": fresh, "again": fresh})
    assert done.status_code == 303
    assert there.get("/").headers["location"] == "/signin"
    assert sign_in(service.visitor(), "zhuren").status_code == 401
    assert sign_in(service.visitor(), "zhuren", fresh).status_code == 303


# A reverse proxy in front


@pytest.fixture
def proxied(config_file: Path) -> Iterator[Service]:
    text = config_file.read_text(encoding="utf-8")
    config_file.write_text(f"{text}serve: {{proxies: [10.0.0.0/8], user_header: X-Remote-User}}\n", encoding="utf-8")
    with served(load_config(config_file)) as running:
        yield running


def test_a_proxy_that_is_configured_signs_in(proxied: Service) -> None:
    browser = proxied.visitor(headers={"X-Remote-User": "caizheng"}, peer="10.1.2.3")
    shown = browser.get("/")
    assert shown.status_code == 200
    assert "区财政局" in shown.text
    assert "zwgk-session" in browser.cookies
    first = browser.cookies["zwgk-session"]
    browser.get("/")
    assert browser.cookies["zwgk-session"] == first, "one session, not one for every request"
    assert browser.get("/signin").headers["location"] == "/"


@pytest.mark.parametrize(
    ("peer", "name"),
    [
        pytest.param("198.51.100.7", "guanli", id="from an address that is no proxy"),
        pytest.param("10.1.2.3", "nobody", id="a name without an account"),
        pytest.param("10.1.2.3", "", id="no name"),
    ],
)
def test_nobody_else_is_believed(proxied: Service, peer: str, name: str) -> None:
    assert proxied.visitor(headers={"X-Remote-User": name}, peer=peer).get("/").headers["location"] == "/signin"


def test_the_header_means_nothing_when_it_is_not_configured(service: Service) -> None:
    assert service.visitor(headers={"X-Remote-User": "guanli"}, peer="127.0.0.1").get("/").status_code == 303


def test_who_the_proxy_names_counts_more_than_the_cookie(proxied: Service) -> None:
    browser = proxied.visitor(headers={"X-Remote-User": "guanli"}, peer="10.1.2.3")
    assert "操作记录" in browser.get("/").text
    browser.headers["X-Remote-User"] = "caizheng"
    assert "操作记录" not in browser.get("/").text


def test_a_proxy_is_believed_on_https_and_on_addresses_and_others_are_not(proxied: Service) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9, 198.51.100.44, 10.9.9.9"}
    browser = proxied.visitor(headers=told, peer="10.1.2.3")
    browser.base_url = "https://testserver"
    assert "Secure" in sign_in(browser, "zhuren").headers["set-cookie"]
    assert proxied.desk.actions.newest(1)[0].address == "198.51.100.44", "the last one that is no proxy"
    liar = proxied.visitor(headers=told)
    assert "Secure" not in sign_in(liar, "zhuren").headers["set-cookie"]
    assert proxied.desk.actions.newest(1)[0].address == "198.51.100.7"
