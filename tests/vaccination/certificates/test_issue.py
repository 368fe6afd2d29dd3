"""Certificates are issued for confirmed doses, once each, and always say what is true now."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from hssk.audit.models import AuditEntry
from tests import factories as make
from tests.vaccination.certificates.dcc_schema import validate
from tests.vaccination.certificates.decoder import claims_by_hand, claims_by_pycose
from tests.vaccination.certificates.story import Story
from vaccination.certificates.check import check
from vaccination.certificates.issue import CannotCertify, months_later
from vaccination.certificates.models import Certificate, SigningKey
from vaccination.doses.models import Dose
from vaccination.stock.models import Vaccine

pytestmark = pytest.mark.django_db
EVERY_PRODUCT = ["AZ", "PFZ", "MOD", "SINO", "SPV", "ABD", "HYV", "JAN"]


@pytest.mark.parametrize("vaccine", EVERY_PRODUCT)
def test_what_is_issued_is_read_by_others_and_fits_the_schema(story: Story, vaccine: str) -> None:
    one = story.certified(vaccine=vaccine)
    certificate = SigningKey.objects.get().x509
    for claims in (claims_by_hand(one.text, certificate), claims_by_pycose(one.text, certificate)):
        assert claims[1] == "VN"
        assert claims[6] == one.certificate.issued_at.timestamp()
        assert claims[4] == one.certificate.expires_at.timestamp()
        validate(claims[-260][1])


def test_it_says_who_was_given_what_and_when(story: Story) -> None:
    dose = story.dose(1)
    story.dose(2)
    second, first = story.book().certified
    payload = claims_by_hand(first.text, SigningKey.objects.get().x509)[-260][1]
    assert payload == {
        "ver": "1.3.0",
        "nam": {"fn": "Bùi", "fnt": "BUI", "gn": "Thị Hòa", "gnt": "THI<HOA"},
        "dob": "1985-03-08",
        "v": [
            {
                "tg": "840539006",
                "vp": "1119349007",
                "mp": "EU/1/20/1528",
                "ma": "ORG-100030215",
                "dn": 1,
                "sd": 2,
                "dt": timezone.localdate(dose.given_at).isoformat(),
                "co": "VN",
                "is": "Ministry of Health of Viet Nam",
                "ci": first.certificate.uvci,
            }
        ],
    }
    assert (second.facts.dose, second.facts.series) == (2, 2)


def test_it_lasts_twelve_months(story: Story) -> None:
    one = story.certified().certificate
    assert one.expires_at == months_later(one.issued_at, 12)


def test_the_last_day_of_february_has_a_last_day_of_february() -> None:
    leap = timezone.now().replace(year=2028, month=2, day=29)
    assert (months_later(leap, 12).month, months_later(leap, 12).day) == (2, 28)
    assert months_later(leap.replace(month=12, day=31), 2).isoformat().startswith("2029-02-28")


def test_asking_again_gives_the_same_certificate(story: Story) -> None:
    first, again = story.certified(), story.book().certified[0]
    assert first.certificate == again.certificate
    signer = SigningKey.objects.get().x509
    assert claims_by_hand(first.text, signer) == claims_by_hand(again.text, signer)


def test_a_dose_waits_for_the_grace_time(story: Story) -> None:
    dose = story.dose(1)
    Dose.objects.filter(pk=dose.pk).update(recorded_at=timezone.now() - timedelta(minutes=119))
    book = story.book()
    assert (book.certified, [waiting.dose for waiting in book.waiting]) == ([], [dose])
    assert len(story.book(now=timezone.now() + timedelta(minutes=2)).certified) == 1
    with override_settings(CERTIFICATE_GRACE_HOURS=0):
        assert len(story.book().certified) == 1


def test_a_voided_dose_is_not_certified(story: Story) -> None:
    story.dose(1, voided_at=timezone.now(), void_reason="nhầm người")
    assert story.book().certified == []
    assert not Certificate.objects.exists()


def test_issuing_is_on_record(story: Story) -> None:
    one = story.certified()
    entry = AuditEntry.objects.get(verb="certificate.issued")
    assert (entry.subject_id, entry.person_id) == (one.certificate.pk, story.mother.pk)
    story.book()
    assert AuditEntry.objects.filter(verb="certificate.issued").count() == 1


def test_a_corrected_name_takes_the_old_certificate_back_and_makes_another(story: Story) -> None:
    old = story.certified()
    story.mother.full_name = "Bùi Thị Hoà Bình"
    story.mother.save(update_fields=["full_name"])
    new = story.book().certified[0]
    assert new.certificate.uvci != old.certificate.uvci
    assert check(old.text, at=timezone.now()).outcome == "revoked"
    assert check(new.text, at=timezone.now()).outcome == "valid"
    assert Certificate.objects.get(pk=old.certificate.pk).revocation_reason == "facts_changed"


def test_voiding_a_dose_is_seen_by_verifiers_at_once_and_written_down_when_asked(story: Story) -> None:
    one = story.certified()
    Dose.objects.update(voided_at=timezone.now())
    assert check(one.text, at=timezone.now()).outcome == "revoked"
    assert story.book().certified == []
    assert Certificate.objects.get().revocation_reason == "dose_voided"


def test_an_expired_certificate_is_renewed(story: Story) -> None:
    old = story.certified()
    later = old.certificate.expires_at + timedelta(days=1)
    new = story.book(now=later).certified[0]
    assert check(old.text, at=later).outcome == "expired"
    assert check(new.text, at=later).outcome == "valid"
    assert Certificate.objects.get(pk=old.certificate.pk).revocation_reason == "renewed"


def test_doses_of_a_merged_record_are_certified_in_the_name_that_counts(story: Story) -> None:
    twin = make.make_person("Bui Thi Hoa", merged_into=story.mother)
    story.dose(1, person=twin)
    for asked in (story.mother, twin):
        one = story.book(asked).certified[0]
        assert (one.facts.full_name, one.certificate.person) == ("Bùi Thị Hòa", story.mother)


def test_another_vaccine_is_certified_in_our_own_words(story: Story) -> None:
    make.make_vaccine("MR", name="MRVAC", short_name="Sởi-Rubella", maker="POLYVAC", disease="Sởi, rubella")
    one = story.certified(vaccine="MR")
    claims = claims_by_hand(one.text, SigningKey.objects.get().x509)
    assert -260 not in claims
    entry = claims[-65537]["v"][0]
    assert (entry["tg"], entry["mp"], entry["ma"]) == ("Sởi, rubella", "MRVAC", "POLYVAC")
    assert check(one.text, at=timezone.now()).outcome == "valid"


def test_who_knows_only_the_year_has_only_the_year(story: Story) -> None:
    story.mother.birth_year_only = True
    story.mother.save(update_fields=["birth_year_only"])
    payload = claims_by_hand(story.certified().text, SigningKey.objects.get().x509)[-260][1]
    assert payload["dob"] == "1985"


def test_the_first_product_sets_the_series(story: Story) -> None:
    story.dose(1, "JAN")
    story.dose(2, "PFZ")
    booster, single = story.book().certified
    assert [(one.facts.dose, one.facts.series) for one in (single, booster)] == [(1, 1), (2, 1)]


@override_settings(CERTIFICATE_KEY="", CERTIFICATE_KEY_FILE="")
def test_without_a_key_people_are_told_and_the_operator_too(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    story.dose(1)
    with pytest.raises(CannotCertify):
        story.book()
    assert "Set CERTIFICATE_KEY_FILE" in caplog.text


@override_settings(CERTIFICATE_KEY="", CERTIFICATE_KEY_FILE="")
def test_without_doses_no_key_is_needed(story: Story) -> None:
    assert story.book().certified == []


def test_reading_four_certificates_takes_no_more_statements_than_one(
    story: Story, django_assert_num_queries: Any
) -> None:
    for number, code in enumerate(["AZ", "PFZ", "MOD", "MOD"], start=1):
        story.dose(number, code, days_ago=200 - number * 40)
    story.book()
    assert Vaccine.objects.exists()
    with django_assert_num_queries(4):
        assert len(story.book().certified) == 4
