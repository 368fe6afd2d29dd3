"""Certificates issued, the keys that sign them, and the codes that the EU has for products."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from cryptography import x509
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registration.people.models import Person
from vaccination.doses.models import Dose
from vaccination.stock.models import Vaccine


class ProductCode(models.Model):
    """What a product is called in the EU's value sets; without a row it is certified in our own format."""

    vaccine = models.OneToOneField(Vaccine, on_delete=models.PROTECT, primary_key=True, related_name="+")
    disease = models.CharField(max_length=20)
    prophylaxis = models.CharField(max_length=20)
    product = models.CharField(max_length=40)
    maker = models.CharField(max_length=40)
    # The USA's list of vaccines, for SMART Health Cards; empty when it does not know the product.
    cvx = models.CharField(max_length=4, blank=True)
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.product


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Reading keys."""

    def trusted(self) -> Self:
        """Keys whose signatures count; the certificate says from when until when."""
        return self.filter(withdrawn_at__isnull=True)


class SigningKey(models.Model):
    """The public half of a key that signed. The private half is in no table (see keys.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # First 8 bytes of the SHA-256 of the certificate, in base64: by it a certificate names its signer.
    kid = models.CharField(max_length=12)
    # SHA-256 of the public key: one certificate is made for a key, whichever process is first.
    key_digest = models.CharField(max_length=64)
    certificate = models.TextField(help_text="PEM")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    # In the wrong hands: nothing that it signed is accepted any more.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kid"], name="one_signing_key_per_kid"),
            models.UniqueConstraint(fields=["key_digest"], name="one_certificate_per_signing_key"),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="a_signing_key_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.kid

    @property
    def x509(self) -> x509.Certificate:
        """The signer's certificate."""
        return x509.load_pem_x509_certificate(self.certificate.encode())


class RevocationReason(models.TextChoices):
    """Why a certificate no longer counts."""

    DOSE_VOIDED = "dose_voided", _("mũi tiêm đã hủy")
    FACTS_CHANGED = "facts_changed", _("thông tin đã thay đổi")
    RENEWED = "renewed", _("đã cấp lại")
    BY_STAFF = "by_staff", _("cơ quan cấp thu hồi")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Reading certificates."""

    def standing(self) -> Self:
        """Those that were not revoked."""
        return self.filter(revoked_at__isnull=True)

    def void(self) -> Self:
        """Those that count no more: revoked, or of a dose that was voided before anybody looked at them."""
        return self.filter(Q(revoked_at__isnull=False) | Q(dose__voided_at__isnull=False))


class Certificate(models.Model):
    """That a dose of a person was certified. What it says is made from the rows each time it is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    dose = models.ForeignKey(Dose, on_delete=models.PROTECT, related_name="certificates")
    uvci = models.CharField(max_length=80)
    # The key that signs it now: after a rotation it is signed anew.
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="certificates")
    # SHA-256 of what it says. When the rows say something else, it is revoked and another one issued.
    facts_digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=15, choices=RevocationReason.choices, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uvci"], name="one_certificate_per_uvci"),
            models.UniqueConstraint(
                fields=["dose"], condition=Q(revoked_at__isnull=True), name="one_standing_certificate_per_dose"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="a_certificate_expires_after_it_is_issued"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revocation_reason="")
                | Q(revoked_at__isnull=False, revocation_reason__in=RevocationReason.values),
                name="a_revocation_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def is_live(self, at: datetime) -> bool:
        """Whether it counts at that moment, as far as this row knows."""
        return self.revoked_at is None and self.issued_at <= at < self.expires_at
