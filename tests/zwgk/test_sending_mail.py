"""Mail that really goes out, to a server on this machine that takes it, refuses it, or hangs up at the wrong moment."""

from __future__ import annotations

import re
import smtplib
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from zwgk.sending import apprise_sender
from zwgk.telling import Message

SECRET = "hunter2secret"
MESSAGE = Message(title="云山区政务公开检查 11-22：新发现 3，已整改 1，未整改 7", body="【新发现】一\n.\n【已整改】二")


class Office(socketserver.StreamRequestHandler):
    """A mail server of the simplest kind; `server.moods` says what it does with each mail in turn."""

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"EHLO":
                self._say("250-here\r\n250 AUTH PLAIN")
            elif word == b"AUTH":
                self._say("235 come in")
            elif word == b"DATA":
                if not self._mail(self.server.moods.pop(0)):  # type: ignore[attr-defined]
                    return
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _mail(self, mood: str) -> bool:
        """Whether the line is kept."""
        if mood == "early":
            return False
        self._say("354 go on")
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            content += self.rfile.readline()
        if mood == "late":
            return False
        if mood == "takes":
            self.server.got.append(content[:-5].replace(b"\r\n..", b"\r\n."))  # type: ignore[attr-defined]
        self._say("250 taken" if mood == "takes" else "554 no")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def office(*moods: str) -> Iterator[tuple[str, list[bytes]]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Office) as server:
        server.daemon_threads = True
        server.moods, server.got = list(moods), []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"mailto://zwgk:{SECRET}@127.0.0.1:{server.server_address[1]}", server.got  # type: ignore[attr-defined]
        finally:
            server.shutdown()


def test_a_mail_has_the_counts_in_its_subject_and_is_plain_text() -> None:
    with office("takes") as (address, got):
        sent = apprise_sender()(f"{address}/?from=zwgk@yunshan.example&to=gkb@yunshan.example", MESSAGE)
    assert sent.ok
    mail: Any = message_from_bytes(got[0], policy=policy.default)
    assert mail["subject"] == MESSAGE.title
    assert mail["to"] == "gkb@yunshan.example"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n").strip() == MESSAGE.body
    assert not re.search(SECRET.encode(), got[0])


@pytest.mark.parametrize(
    ("moods", "unsure", "said"),
    [
        pytest.param(["refuses"], False, "没有发出", id="refused: is tried again"),
        pytest.param(["early"], False, "没有发出", id="hung up before the mail: is tried again"),
        pytest.param(["late"], True, "可能没有送达", id="hung up after the mail: may have arrived"),
        pytest.param(["takes", "refuses"], True, "有的地址已收到", id="one of two: is not sent to the first again"),
    ],
)
def test_what_may_have_arrived_is_not_sent_again(moods: list[str], unsure: bool, said: str) -> None:
    before = smtplib.SMTP.data, smtplib.SMTP.send
    people = ",".join(f"p{number}@yunshan.example" for number in range(len(moods)))
    with office(*moods) as (address, _):
        sent = apprise_sender()(f"{address}/?from=zwgk@yunshan.example&to={people}", MESSAGE)
    assert (sent.ok, sent.unsure) == (False, unsure)
    assert said in sent.detail
    assert SECRET not in sent.detail
    assert (smtplib.SMTP.data, smtplib.SMTP.send) == before


class Room(BaseHTTPRequestHandler):
    """Takes what is posted, or not: `server.statuses` in turn."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.statuses.pop(0))  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.mark.parametrize(
    ("statuses", "unsure"),
    [
        pytest.param([200, 500], True, id="one of two"),
        pytest.param([500, 500], False, id="none"),
    ],
)
def test_of_several_posts_to_one_place(statuses: list[int], unsure: bool) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Room) as server:
        server.statuses = list(statuses)  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            # Mattermost posts to each channel at the same place.
            host = f"127.0.0.1:{server.server_address[1]}"
            sent = apprise_sender()(f"mmost://{host}/{'a' * 26}?channels=eins,zwei", MESSAGE)
        finally:
            server.shutdown()
    assert (sent.ok, sent.unsure) == (False, unsure)
