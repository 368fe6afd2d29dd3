"""SMART Health Cards: read as the specification says, and refused when anything is changed."""

import base64
import hashlib
import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client, override_settings
from django.utils import timezone

from tests.vaccination.certificates.story import Story
from tests.vaccination.clinic import Api
from vaccination.certificates.check import check
from vaccination.certificates.qr import card_symbol
from vaccination.certificates.revoke import revoke
from vaccination.certificates.shc import digits_of
from vaccination.doses.models import Dose

pytestmark = pytest.mark.django_db


def bits(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def card_of(story: Story, **fields: Any) -> str:
    card = story.certified(**fields).shc
    assert card
    return card


def text_of(jws: str) -> str:
    return "shc:/" + digits_of(jws)


def published_key(kid: str) -> tuple[dict[str, str], ec.EllipticCurvePublicKey]:
    """The key as any verifier finds it."""
    answer = Client().get("/.well-known/jwks.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    (row,) = [row for row in answer.json()["keys"] if row["kid"] == kid]
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(bits(row["x"])), int.from_bytes(bits(row["y"])), ec.SECP256R1()
    )
    return row, numbers.public_key()


@override_settings(SITE_URL="https://hssk.vn/")
def test_a_card_is_read_as_the_specification_says(story: Story) -> None:
    jws = card_of(story)
    head, body, signature = (bits(part) for part in jws.split("."))
    header = json.loads(head)
    assert (header["alg"], header["zip"]) == ("ES256", "DEF")
    row, key = published_key(header["kid"])
    named = json.dumps({name: row[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    assert bits(header["kid"]) == hashlib.sha256(named.encode()).digest()
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    key.verify(encode_dss_signature(r, s), jws.rpartition(".")[0].encode(), ec.ECDSA(SHA256()))
    payload = json.loads(zlib.decompress(body, -15))
    assert payload["iss"] == "https://hssk.vn"
    assert payload["vc"]["type"][0] == "https://smarthealth.cards#health-card"
    assert len(payload["vc"]["rid"]) <= 24
    person, dose = (entry["resource"] for entry in payload["vc"]["credentialSubject"]["fhirBundle"]["entry"])
    assert person["name"] == [{"family": "Bùi", "given": ["Thị", "Hòa"]}]
    assert person["birthDate"] == "1985-03-08"
    assert dose["vaccineCode"]["coding"] == [{"system": "http://hl7.org/fhir/sid/cvx", "code": "208"}]
    assert dose["lotNumber"] == story.lot("PFZ").number


def test_a_long_name_still_fits_one_code(story: Story) -> None:
    story.mother.full_name = "Nguyễn Phước Hoàng Tường Vi Khánh Ngân Công Tằng Tôn Nữ"
    story.mother.save(update_fields=["full_name"])
    jws = card_of(story)
    assert len(jws) <= 1195
    assert int(card_symbol(jws).version) <= 22


@pytest.mark.parametrize("vaccine", ["ABD", "HYV"])
def test_a_product_without_a_code_has_no_card(story: Story, vaccine: str) -> None:
    one = story.certified(vaccine=vaccine)
    assert one.shc is None
    address = f"/me/people/{story.mother.pk}/certificate/{one.certificate.pk}/card.smart-health-card"
    assert story.phone().get(address).status_code == 404


def test_the_public_check_knows_cards_too(story: Story) -> None:
    one, now = story.certified(), timezone.now()
    text = text_of(one.shc or "")
    assert check(f" {text}\n", at=now).outcome == "valid"
    assert check(text, at=one.certificate.expires_at).outcome == "expired"
    revoke(certificate_id=one.certificate.pk, by=story.nurse)
    assert check(text, at=now).outcome == "revoked"


def test_a_card_of_a_voided_dose_is_revoked(story: Story) -> None:
    text = text_of(card_of(story))
    Dose.objects.update(voided_at=timezone.now())
    assert check(text, at=timezone.now()).outcome == "revoked"


def test_every_changed_letter_is_refused(story: Story) -> None:
    jws, now = card_of(story), timezone.now()
    for place, letter in enumerate(jws):
        for other in {"A", "_", "-", ".", "=", chr(ord(letter) ^ 1)} - {letter}:
            if other >= "-":
                assert not check(text_of(jws[:place] + other + jws[place + 1 :]), at=now).verdict.accepted


@pytest.mark.parametrize("text", ["shc:/", "shc:/1", "shc:/xx", "shc:/0000", "shc:/²²", "shc:/" + "56" * 2000])
def test_garbage_is_not_readable(db: None, text: str) -> None:
    assert check(text, at=timezone.now()).outcome == "unreadable"


def test_a_card_of_somebody_else_is_not_ours(story: Story) -> None:
    jws = card_of(story)
    head, rest = jws.split(".", 1)
    foreign = base64.urlsafe_b64encode(json.dumps({"kid": "abc"}).encode()).decode().rstrip("=")
    assert head
    assert check(text_of(f"{foreign}.{rest}"), at=timezone.now()).outcome == "not_ours"


def test_the_file_holds_the_card(story: Story) -> None:
    one = story.certified()
    address = f"/me/people/{story.mother.pk}/certificate/{one.certificate.pk}/card.smart-health-card"
    answer = story.phone().get(address)
    assert answer["Content-Type"] == "application/smart-health-card"
    (jws,) = json.loads(answer.content)["verifiableCredential"]
    assert check(text_of(jws), at=timezone.now() + timedelta(days=30)).outcome == "valid"
    (row,) = Api(story.account).get(f"people/{story.mother.pk}/certificate/").json()["results"]
    assert check(text_of(row["shc"]), at=timezone.now()).outcome == "valid"
