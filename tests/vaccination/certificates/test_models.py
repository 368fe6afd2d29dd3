"""What the tables refuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from hssk.refusals import broken_constraint
from tests.vaccination.certificates.story import Story
from vaccination.certificates.models import Certificate, SigningKey
from vaccination.certificates.uvci import new_uvci

pytestmark = pytest.mark.django_db


def copy(certificate: Certificate, **changes: Any) -> Certificate:
    """Another one like it."""
    names = ("person_id", "dose_id", "key_id", "facts_digest", "issued_at", "expires_at")
    values = {name: getattr(certificate, name) for name in names} | {"uvci": new_uvci()}
    return Certificate(**values | changes)


def refused_by(row: Certificate | SigningKey) -> str:
    with pytest.raises(IntegrityError) as refused:
        row.save(force_insert=True)
    return broken_constraint(refused.value)


def test_one_standing_certificate_per_dose(story: Story) -> None:
    assert refused_by(copy(story.certified().certificate)) == "one_standing_certificate_per_dose"


def test_a_revoked_certificate_makes_room_for_another(story: Story) -> None:
    first = story.certified().certificate
    copy(first, revoked_at=timezone.now(), revocation_reason="renewed").save(force_insert=True)
    assert Certificate.objects.count() == 2


def test_one_certificate_per_uvci(story: Story) -> None:
    first = story.certified().certificate
    twin = copy(first, uvci=first.uvci, revoked_at=timezone.now(), revocation_reason="renewed")
    assert refused_by(twin) == "one_certificate_per_uvci"


def test_a_certificate_expires_after_it_is_issued(story: Story) -> None:
    first = story.certified().certificate
    assert refused_by(copy(first, expires_at=first.issued_at)) == "a_certificate_expires_after_it_is_issued"


@pytest.mark.parametrize("half", [{"revoked_at": timezone.now()}, {"revocation_reason": "renewed"}])
def test_a_revocation_says_why(story: Story, half: dict[str, Any]) -> None:
    first = story.certified().certificate
    assert refused_by(copy(first, **half)) == "a_revocation_says_why"


def key(**changes: Any) -> SigningKey:
    now = timezone.now()
    values = {"kid": "a", "key_digest": "a", "valid_from": now, "valid_to": now + timedelta(days=1)}
    return SigningKey(**values | changes)


def test_one_signing_key_per_kid(db: None) -> None:
    key().save()
    assert refused_by(key(key_digest="b")) == "one_signing_key_per_kid"


def test_one_certificate_per_signing_key(db: None) -> None:
    key().save()
    assert refused_by(key(kid="b")) == "one_certificate_per_signing_key"


def test_a_signing_key_ends_after_it_starts(db: None) -> None:
    assert refused_by(key(valid_to=timezone.now() - timedelta(days=1))) == "a_signing_key_ends_after_it_starts"
