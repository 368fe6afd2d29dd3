"""Nobody changes anything in a certificate of ours: every changed letter, byte and bit is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vaccination.certificates.decoder import LETTERS, from_base45, message_in, packed, to_base45
from tests.vaccination.certificates.story import facts
from vaccination.certificates.cose import sign1
from vaccination.certificates.envelope import pack
from vaccination.certificates.keys import new_pair
from vaccination.certificates.payload import claims_of
from vaccination.certificates.verify import Verdict, kid_of, verify

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


class Ours:
    """A certificate as we issue it."""

    def __init__(self) -> None:
        pair = new_pair(NOW)
        assert pair.certificate
        kid = kid_of(pair.certificate)
        self.trust = {kid: pair.certificate}
        claims = claims_of(facts(), issued_at=NOW, expires_at=NOW + timedelta(days=365))
        self.text = pack(sign1(claims, kid=kid, key=pair.private))
        self.bytes = from_base45(self.text[4:])

    def verdict(self, text: str) -> Verdict:
        return verify(text, trust=self.trust, at=NOW)


@pytest.fixture(scope="module")
def ours() -> Ours:
    return Ours()


def test_it_is_accepted_as_it_is(ours: Ours) -> None:
    assert ours.verdict(ours.text).accepted


def test_every_changed_letter_is_refused(ours: Ours) -> None:
    for place, letter in enumerate(ours.text):
        for other in LETTERS + "a\n":
            if other != letter:
                assert not ours.verdict(ours.text[:place] + other + ours.text[place + 1 :]).accepted


def test_every_changed_byte_is_refused(ours: Ours) -> None:
    for place, byte in enumerate(ours.bytes):
        for other in {byte ^ bit for bit in (1, 2, 4, 8, 16, 32, 64, 128)} | {0, 255, byte ^ 255} - {byte}:
            wrong = ours.bytes[:place] + bytes([other]) + ours.bytes[place + 1 :]
            assert not ours.verdict("HC1:" + to_base45(wrong)).accepted


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4])
def test_no_byte_of_the_outermost_shell_is_free(ours: Ours, place: int) -> None:
    for other in set(range(256)) - {ours.bytes[place]}:
        wrong = ours.bytes[:place] + bytes([other]) + ours.bytes[place + 1 :]
        assert not ours.verdict("HC1:" + to_base45(wrong)).accepted


@settings(max_examples=300)
@given(st.data())
def test_whatever_is_changed_inserted_or_cut_is_refused(ours: Ours, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(ours.bytes) - 1))
    end = data.draw(st.integers(start, min(start + 8, len(ours.bytes))))
    instead = data.draw(st.binary(max_size=8))
    changed = ours.bytes[:start] + instead + ours.bytes[end:]
    assert ours.verdict("HC1:" + to_base45(changed)).accepted == (changed == ours.bytes)


def test_the_same_message_squeezed_by_somebody_else_is_not_our_text(ours: Ours) -> None:
    assert ours.verdict(packed(message_in(ours.text))).step == "zlib"


@settings(max_examples=300)
@given(st.one_of(st.text(), st.text(LETTERS).map("HC1:".__add__), st.binary().map(to_base45).map("HC1:".__add__)))
def test_garbage_is_refused_and_never_a_fault(ours: Ours, garbage: str) -> None:
    assert not ours.verdict(garbage).accepted


@settings(max_examples=500)
@given(st.binary(max_size=200))
def test_bytes_that_unpack_to_garbage_are_refused(ours: Ours, message: bytes) -> None:
    assert ours.verdict(packed(message)).step in {"CBOR", "COSE", "kid"}
