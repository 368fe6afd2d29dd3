"""Each step of the check refuses what it is there for, and accepts what honest issuers write."""

import zlib
from datetime import timedelta
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.vaccination.certificates.decoder import message_in, packed, to_base45
from tests.vaccination.certificates.foreign import NOW, RECOVERY, TEST, VACCINATION, Issuer, claims_with
from vaccination.certificates.verify import Verdict, verify

USAGE = "1.3.6.1.4.1.1847.2021.1."
OLD_USAGE = "1.3.6.1.4.1.0.1847.2021.1."


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


def verdict(text: str, issuer: Issuer, **options: Any) -> Verdict:
    return verify(text, **{"trust": issuer.trust, "at": NOW} | options)


def refused(text: str, issuer: Issuer, **options: Any) -> str | None:
    found = verdict(text, issuer, **options)
    assert not found.accepted
    assert found.reason
    return found.step


@pytest.mark.parametrize("payload", [VACCINATION, TEST, RECOVERY])
@pytest.mark.parametrize("level", [0, 1, 6, 9])
def test_certificates_of_others_are_accepted(issuer: Issuer, payload: Any, level: int) -> None:
    found = verdict(issuer.text(payload, level=level), issuer)
    assert found == Verdict(accepted=True, payload=payload)


def test_a_trust_list_of_bare_keys_will_do(issuer: Issuer) -> None:
    assert verdict(issuer.text(), issuer, trust={issuer.kid: issuer.private.public_key()}).accepted


def test_ps256_is_read() -> None:
    issuer = Issuer(rsa.generate_private_key(65537, 2048))
    assert verdict(issuer.text(), issuer).accepted


def test_a_short_rsa_key_is_not_trusted() -> None:
    issuer = Issuer(rsa.generate_private_key(65537, 1024))  # noqa: S505  that is the point
    assert refused(issuer.text(), issuer) == "signature"


def test_another_curve_is_not_es256() -> None:
    issuer = Issuer(ec.generate_private_key(ec.SECP384R1()))
    assert refused(issuer.text(), issuer) == "signature"


@pytest.mark.parametrize("text", ["", "HC1", "HL0:NCF", "hc1:NCF", "6BF+70790T9WJWG", "\ufeffHC1:NCF"])
def test_prefix(issuer: Issuer, text: str) -> None:
    assert refused(text, issuer) == "prefix"


@pytest.mark.parametrize("body", ["ABCD", ":::", "abc", "A%C\n", "Ạ", "NCF" * 1500])
def test_base45(issuer: Issuer, body: str) -> None:
    assert refused(f"HC1:{body}", issuer) == "base45"


def test_zlib(issuer: Issuer) -> None:
    whole = zlib.compress(message_in(issuer.text()))
    assert refused(f"HC1:{to_base45(message_in(issuer.text()))}", issuer) == "zlib"
    for cut in range(len(whole)):
        assert refused(f"HC1:{to_base45(whole[:cut])}", issuer) == "zlib"
    assert refused(f"HC1:{to_base45(whole + b'x')}", issuer) == "zlib"


def test_a_bomb_is_not_unpacked(issuer: Issuer) -> None:
    assert refused(packed(b"\0" * 2_000_000), issuer) == "zlib"


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xff",
        b"\x81" * 400,
        cbor2.dumps([1]) + b"\0",
        b"\xa2\x01\x01\x01\x02",  # a key twice
        b"\xc2\x58\x20" + b"\xff" * 32,  # a big number
        b"\xc5\x82\x1b\x7f\xff\xff\xff\xff\xff\xff\xff\x01",  # a number of 2^63 bits
        b"\xd8\x23\x63(a)",  # a pattern to compile
        b"\xd8\x1c\x81\xd8\x1d\x00",  # a list that contains itself
        b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x62\xff\xff",  # no UTF-8
    ],
)
def test_cbor(issuer: Issuer, message: bytes) -> None:
    assert refused(packed(message), issuer) == "CBOR"


@pytest.mark.parametrize(
    "value",
    [
        {},
        [b"", {}, b""],
        [b"", {}, b"", ""],
        ["", {}, b"", b""],
        cbor2.CBORTag(17, [b"", {}, b"", b""]),
        [cbor2.dumps([1]), {}, b"", b""],
    ],
)
def test_cose(issuer: Issuer, value: Any) -> None:
    assert refused(packed(cbor2.dumps(value)), issuer) == "COSE"


def test_kid(issuer: Issuer) -> None:
    claims = cbor2.dumps(claims_with(VACCINATION))
    assert refused(issuer.text(), issuer, trust={}) == "kid"
    assert refused(issuer.text(), Issuer()) == "kid"
    assert refused(packed(issuer.message(claims, protected={1: -7})), issuer) == "kid"
    wrong_inside = issuer.message(claims, protected={1: -7, 4: b"foo"}, unprotected={4: issuer.kid})
    assert refused(packed(wrong_inside), issuer) == "kid"


def test_headers_outside_of_what_is_signed_count_when_there_are_none_inside(issuer: Issuer) -> None:
    claims = cbor2.dumps(claims_with(VACCINATION))
    outside = issuer.message(claims, protected={}, unprotected={1: -7, 4: issuer.kid})
    assert verdict(packed(outside), issuer).accepted
    ignored = issuer.message(claims, unprotected={4: b"foo"})
    assert verdict(packed(ignored), issuer).accepted


@pytest.mark.parametrize("bare", [True, False])
def test_tags_may_be_missing_or_doubled(issuer: Issuer, *, bare: bool) -> None:
    message = cbor2.loads(message_in(issuer.text()))
    other = cbor2.dumps(list(message.value)) if bare else cbor2.dumps(cbor2.CBORTag(61, message))
    assert verdict(packed(other), issuer).accepted


def test_signature(issuer: Issuer) -> None:
    stranger = Issuer()
    assert refused(issuer.text(), issuer, trust={issuer.kid: stranger.certificate}) == "signature"
    claims = cbor2.dumps(claims_with(VACCINATION))
    for algorithm in (-37, -257, None, "ES256"):
        protected = {1: algorithm, 4: issuer.kid}
        assert refused(packed(issuer.message(claims, protected=protected)), issuer) == "signature"


def test_another_persons_name_under_a_signature_is_noticed(issuer: Issuer) -> None:
    message = message_in(issuer.text()).replace(b"Erika", b"Maria")
    assert refused(packed(message), issuer) == "signature"


@pytest.mark.parametrize("arc", [USAGE, OLD_USAGE])
def test_key_usage(arc: str) -> None:
    for_tests = Issuer(usages=(f"{arc}1",))
    assert refused(for_tests.text(VACCINATION), for_tests) == "key_usage"
    assert verdict(for_tests.text(TEST), for_tests).accepted
    for_more = Issuer(usages=(f"{arc}2", f"{arc}3"))
    assert verdict(for_more.text(VACCINATION), for_more).accepted
    assert verdict(for_more.text(RECOVERY), for_more).accepted
    assert refused(for_more.text(TEST), for_more) == "key_usage"


def test_time(issuer: Issuer) -> None:
    text = issuer.text()
    end = NOW + timedelta(days=364)
    assert verdict(text, issuer, at=end - timedelta(seconds=1)).accepted
    assert refused(text, issuer, at=end) == "time"
    assert verdict(text, issuer, at=NOW - timedelta(days=1)).accepted
    assert refused(text, issuer, at=NOW - timedelta(days=1, seconds=1)) == "time"
    assert verdict(text, issuer, at=end).payload == VACCINATION


@pytest.mark.parametrize("expires", [None, "tomorrow", True, float("nan"), float("inf")])
def test_a_certificate_says_until_when(issuer: Issuer, expires: Any) -> None:
    assert refused(issuer.text(expires=expires), issuer) == "time"


def test_the_signer_must_be_valid_too() -> None:
    later = Issuer(since=NOW + timedelta(days=1))
    assert refused(later.text(), later) == "time"
    gone = Issuer(until=NOW - timedelta(days=1))
    assert refused(gone.text(), gone) == "time"


def changed(**entry: Any) -> dict[str, Any]:
    return {**VACCINATION, "v": [{**VACCINATION["v"][0], **entry}]}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {**VACCINATION, "ver": "1"},
        {**VACCINATION, "ver": 1},
        {**VACCINATION, "dob": "8 March"},
        {**VACCINATION, "nam": {"fn": "Musterfrau"}},
        {**VACCINATION, "nam": {"fnt": "Musterfrau"}},
        {**VACCINATION, "nam": {"fnt": "MUSTERFRAU", "fn": "x" * 81}},
        {**VACCINATION, "v": []},
        {**VACCINATION, "v": VACCINATION["v"] * 2},  # type: ignore[operator]
        {**VACCINATION, "t": TEST["t"]},
        changed(dn="2"),
        changed(dn=0),
        changed(sd=True),
        changed(dt="29/05/2026"),
        changed(dt="2026-02-30"),
        changed(co="de"),
        changed(ci=None),
        changed(tg=840539006),
    ],
)
def test_schema(issuer: Issuer, payload: Any) -> None:
    assert refused(issuer.text(payload), issuer) == "schema"


def test_claims_without_a_certificate_are_none(issuer: Issuer) -> None:
    for claims in ([1, 2], {4: 2**40}, {4: 2**40, -260: {2: VACCINATION}}, {4: 2**40, -260: [VACCINATION]}):
        assert refused(packed(issuer.message(cbor2.dumps(claims))), issuer) == "schema"


def test_revoked(issuer: Issuer) -> None:
    asked: list[str] = []

    def revoked(uvci: str) -> bool:
        asked.append(uvci)
        return True

    assert refused(issuer.text(), issuer, revoked=revoked) == "revoked"
    assert asked == ["URN:UVCI:01DE/IZ12345A/5CWL#W"]


def test_a_tests_time_as_a_number_is_read(issuer: Issuer) -> None:
    numbered = {**TEST, "t": [{**TEST["t"][0], "sc": 1613824496000}]}  # type: ignore[dict-item]
    assert verdict(issuer.text(numbered), issuer).accepted
