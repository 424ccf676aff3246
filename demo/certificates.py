"""Certificates of the demo's sites, made anew at every start by an authority nobody else knows: no key is kept."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

# Days that are past and to come whenever the demo runs, so that no clock is asked.
_FROM, _PAST = datetime(2001, 1, 1, tzinfo=UTC), datetime(2002, 1, 1, tzinfo=UTC)
_TO_COME = datetime(2099, 12, 31, tzinfo=UTC)
_ELSEWHERE = "www.elsewhere.example"


class Certificate(StrEnum):
    """What is to be said of a site's certificate."""

    VALID = "valid"
    EXPIRED = "expired"
    OTHER_NAME = "other-name"


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Who vouches for the demo's sites."""

    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @cached_property
    def _root(self) -> x509.Certificate:
        name = _name("示范根证书")
        usage = x509.KeyUsage(
            **dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False),
            **dict.fromkeys(("encipher_only", "decipher_only"), False),
            **dict.fromkeys(("digital_signature", "key_cert_sign", "crl_sign"), True),
        )
        key = self._key.public_key()
        return (
            _builder(name, name, key, _TO_COME)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def trust(self) -> ssl.SSLContext:
        """As a browser that knows this authority and no other verifies a site."""
        context = ssl.create_default_context(cadata=self._root.public_bytes(serialization.Encoding.PEM).decode())
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def serve(self, host: str, kind: Certificate) -> ssl.SSLContext:
        """What a server of that name shows."""
        key = ec.generate_private_key(ec.SECP256R1())
        shown = _ELSEWHERE if kind is Certificate.OTHER_NAME else host
        last = _PAST if kind is Certificate.EXPIRED else _TO_COME
        own = self._key.public_key()
        certificate = (
            _builder(_name(shown), self._root.subject, key.public_key(), last)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(shown)]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(own), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with TemporaryDirectory() as folder:  # a chain can be loaded from a file only
            file = Path(folder) / "site.pem"
            file.touch(mode=0o600)
            file.write_bytes(_pem(key) + certificate.public_bytes(serialization.Encoding.PEM))
            context.load_cert_chain(file)
        return context


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, last: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    return builder.serial_number(x509.random_serial_number()).not_valid_before(_FROM).not_valid_after(last)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
