"""The API of certificates."""

import base64
import hashlib
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from django.test import Client
from django.utils import timezone

from hssk.audit.models import AuditEntry
from tests import factories as make
from tests.vaccination.certificates.decoder import claims_by_hand
from tests.vaccination.certificates.foreign import Issuer
from tests.vaccination.certificates.story import Story
from tests.vaccination.clinic import Api
from vaccination.certificates.models import SigningKey
from vaccination.certificates.verify import verify
from vaccination.doses.models import Dose

pytestmark = pytest.mark.django_db


def path(story: Story) -> str:
    return f"people/{story.mother.pk}/certificate/"


def test_a_guardian_gets_each_dose_with_its_certificate(story: Story) -> None:
    first, second = story.dose(1), story.dose(2)
    answer = Api(story.account).get(path(story))
    assert answer.status_code == 200
    newest, older = answer.json()["results"]
    assert [newest["dose"], older["dose"]] == [str(second.pk), str(first.pk)]
    assert (newest["dose_number"], newest["series_doses"], newest["disease"]) == (2, 2, "COVID-19")
    claims = claims_by_hand(newest["hc1"], SigningKey.objects.get().x509)
    assert claims[-260][1]["v"][0]["ci"] == newest["uvci"]
    assert not AuditEntry.objects.filter(verb="record.read").exists()


def test_a_dose_within_the_grace_time_is_announced(story: Story) -> None:
    dose = story.dose(1)
    now = timezone.now()
    Dose.objects.update(recorded_at=now)
    body = Api(story.account).get(path(story)).json()
    assert (body["results"], [each["dose"] for each in body["waiting"]]) == ([], [str(dose.pk)])
    assert body["waiting"][0]["certified_from"].startswith(
        f"{timezone.localtime(now + timedelta(hours=2)):%Y-%m-%dT%H}"
    )


def test_staff_of_the_place_read_it_and_are_logged(story: Story) -> None:
    story.dose(1)
    assert Api(story.nurse).get(path(story)).status_code == 200
    entry = AuditEntry.objects.get(verb="record.read")
    assert (entry.person_id, entry.detail) == (story.mother.pk, {"reason": "certificate"})


def test_others_do_not_find_it(story: Story) -> None:
    story.dose(1)
    elsewhere = make.make_commune("Xã Sa Pa", "03006", make.make_province("15", "Tỉnh Lào Cai"))
    assert Api(make.make_account()).get(path(story)).status_code == 404
    assert Api(make.make_staff(area=elsewhere)).get(path(story)).status_code == 404
    assert Client().get(f"/api/v1/{path(story)}").status_code == 401


def checked(**body: object) -> dict[str, object]:
    answer = Client().post("/api/v1/certificates/verify/", body, content_type="application/json")
    assert answer.status_code == 200
    return answer.json()


def test_anybody_may_check(story: Story) -> None:
    one = story.certified()
    found = checked(qr=one.text)
    assert (found["outcome"], found["accepted"], found["step"], found["reason"]) == ("valid", True, None, None)
    assert found["payload"]["nam"]["fn"] == "Bùi"  # type: ignore[index]


def test_what_refused_is_named(story: Story) -> None:
    one = story.certified()
    foreign = checked(qr=Issuer().text())
    assert (foreign["outcome"], foreign["step"], foreign["payload"]) == ("not_ours", "kid", None)
    assert checked(qr=one.text[:-3])["outcome"] == "unreadable"
    SigningKey.objects.update(withdrawn_at=timezone.now())
    assert checked(qr=one.text)["outcome"] == "not_ours"


def test_a_qr_is_needed(db: None) -> None:
    for body in ({}, {"qr": ""}, {"qr": "x" * 4297}, {"qr": ["HC1:"]}):
        answer = Client().post("/api/v1/certificates/verify/", body, content_type="application/json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["qr"])


def test_the_key_list_is_enough_to_check_without_us(story: Story) -> None:
    one = story.certified()
    (row,) = Client().get("/api/v1/certificates/keys/").json()["results"]
    der, spki = base64.b64decode(row["certificate"]), base64.b64decode(row["spki"])
    kid = base64.b64decode(row["kid"])
    assert kid == hashlib.sha256(der).digest()[:8]
    certificate = x509.load_der_x509_certificate(der)
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert (public, row["algorithm"]) == (spki, "ES256")
    for trusted in (certificate, load_der_public_key(spki)):
        assert verify(one.text, trust={kid: trusted}, at=timezone.now()).accepted


def test_a_withdrawn_key_is_not_in_the_list(story: Story) -> None:
    story.certified()
    SigningKey.objects.update(withdrawn_at=timezone.now())
    assert Client().get("/api/v1/certificates/keys/").json()["results"] == []
