"""Taking certificates back, and two asking at once."""

import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from hssk.audit.models import AuditEntry
from hssk.refusals import NotYours
from tests.vaccination.certificates.story import Story
from vaccination.certificates.check import check
from vaccination.certificates.issue import Book
from vaccination.certificates.load import load_product_codes
from vaccination.certificates.models import Certificate
from vaccination.certificates.revoke import revoke
from vaccination.schedules.load import load_policy

pytestmark = pytest.mark.django_db


def test_a_revoked_certificate_is_refused_and_another_one_issued(story: Story) -> None:
    old = story.certified()
    revoke(certificate_id=old.certificate.pk, reason="by_staff", by=story.nurse)
    assert check(old.text, at=timezone.now()).outcome == "revoked"
    new = story.book().certified[0]
    assert new.certificate.uvci != old.certificate.uvci
    assert check(new.text, at=timezone.now()).outcome == "valid"


def test_revoking_twice_changes_nothing(story: Story) -> None:
    certificate = story.certified().certificate
    first = revoke(certificate_id=certificate.pk, reason="by_staff", by=story.nurse)
    again = revoke(certificate_id=certificate.pk, reason="renewed", by=story.nurse)
    assert (again.revoked_at, again.revocation_reason) == (first.revoked_at, "by_staff")
    entry = AuditEntry.objects.get(verb="certificate.revoked")
    assert (entry.detail, entry.person_id, entry.actor_id) == (
        {"reason": "by_staff"},
        story.mother.pk,
        story.nurse.actor_id,
    )


def test_what_there_is_not_cannot_be_revoked(story: Story) -> None:
    with pytest.raises(NotYours):
        revoke(certificate_id=uuid.uuid4(), by=story.nurse)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_certificate() -> None:
    load_policy()
    load_product_codes()
    story, books, start = Story(), list[Book](), threading.Barrier(2)
    story.dose(1)

    def ask() -> None:
        start.wait(timeout=20)
        books.append(story.book())
        connection.close()

    threads = [threading.Thread(target=ask) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    uvcis = {book.certified[0].certificate.uvci for book in books}
    assert uvcis == {Certificate.objects.get().uvci}
    assert len(books) == 2
    assert AuditEntry.objects.filter(verb="certificate.issued").count() == 1
