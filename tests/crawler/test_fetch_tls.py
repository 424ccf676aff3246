"""TLS: certificates nobody vouches for, and servers that know only old versions."""

from __future__ import annotations

import datetime
import ssl
import warnings
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from fetch_server import Servers, answer, fetch_all, fetch_one, plan_for

from crawler.evidence import FailureKind

pytestmark = pytest.mark.usefixtures("quick_retry")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "somewhere-else.example")])
    start = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
    cert = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
        + cert.public_bytes(serialization.Encoding.PEM)
    )
    return file


def context(certificate: Path, ciphers: str, newest: ssl.TLSVersion, oldest: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(ciphers + ":@SECLEVEL=0")
    context.load_cert_chain(certificate)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old versions are what is tested
        context.minimum_version, context.maximum_version = oldest, newest
    return context


@pytest.mark.parametrize(
    ("ciphers", "oldest", "newest", "connections"),
    [
        pytest.param("DEFAULT", ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3, 1, id="modern"),
        pytest.param("ALL", ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, 2, id="TLS 1.1 at most"),
    ],
)
def test_expired_weak_foreign_certificate(
    servers: Servers,
    certificate: Path,
    ciphers: str,
    oldest: ssl.TLSVersion,
    newest: ssl.TLSVersion,
    connections: int,
) -> None:
    server = servers.open({"*": answer("over TLS")}, tls=context(certificate, ciphers, newest, oldest))
    pages, site = fetch_all(plan_for(server), ["/1", "/2"])
    assert [page.body for page in pages] == [b"over TLS"] * 2
    # the older TLS is remembered: only the first page costs a second try
    assert site.requests == 1 + connections


def test_no_tls_at_all(servers: Servers) -> None:
    server = servers.open({})
    server.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    page = fetch_one(plan_for(server.url.replace("http:", "https:")))
    assert page.failure is not None
    assert page.failure.kind is FailureKind.UNREACHABLE
    assert page.failure.detail == "TLS 握手失败"
