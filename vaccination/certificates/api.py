"""API of certificates: a person's own, the check of any QR, and the keys to check them without us."""

import base64
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.access import staff
from hssk.accounts.models import User
from hssk.audit.record import record_reading
from registration.sign_in.access import CitizenOrStaff
from vaccination.certificates.check import EXPIRED, NOT_OURS, REVOKED, UNREADABLE, VALID, check
from vaccination.certificates.envelope import LONGEST_TEXT
from vaccination.certificates.issue import Certified, Waiting, certify
from vaccination.certificates.models import SigningKey
from vaccination.certificates.signers import der_of, spki_of
from vaccination.doses.place import visible_person


class CertificateShown(serializers.Serializer[Certified]):
    """A certified dose. `hc1` is the text of the QR."""

    id = serializers.UUIDField(source="certificate.pk")
    dose = serializers.UUIDField(source="certificate.dose_id")
    uvci = serializers.CharField(source="certificate.uvci")
    hc1 = serializers.CharField(source="text")
    shc = serializers.CharField(allow_null=True, help_text="the same as SMART Health Card (JWS), where it has a code")
    issued_at = serializers.DateTimeField(source="certificate.issued_at")
    expires_at = serializers.DateTimeField(source="certificate.expires_at")
    full_name = serializers.CharField(source="facts.full_name")
    birth_date = serializers.CharField(source="facts.born", help_text="the year alone when no more is known")
    nationality = serializers.CharField(source="facts.nationality")
    disease = serializers.CharField(source="facts.disease")
    dose_number = serializers.IntegerField(source="facts.dose")
    series_doses = serializers.IntegerField(source="facts.series")
    given_on = serializers.DateField(source="facts.given_on")
    prophylaxis = serializers.CharField(source="facts.prophylaxis")
    product = serializers.CharField(source="facts.product")
    maker = serializers.CharField(source="facts.maker")
    issuer = serializers.CharField(source="facts.issuer")


class WaitingShown(serializers.Serializer[Waiting]):
    """A dose that will be certified."""

    dose = serializers.UUIDField(source="dose.pk")
    certified_from = serializers.DateTimeField(source="since")


class CertificateList(serializers.Serializer[Any]):
    """All certificates of a person, the newest dose first; nobody has so many that they need pages."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = CertificateShown(many=True)
    waiting = WaitingShown(many=True)


class PersonCertificates(APIView):
    """A person's certificates, for those who look after them and for staff of the area or facility."""

    permission_classes = (CitizenOrStaff,)
    may_answer = (401, 404, 503)

    @extend_schema(summary="Certificates of a person", operation_id="person_certificates", responses=CertificateList)
    def get(self, request: Request, id: UUID) -> Response:
        person = visible_person(id, request.user)
        if isinstance(request.user, User):
            record_reading([person.pk], reason="certificate", by=staff(request))
        asker: Any = request.user
        book = certify(person=person, by=asker)
        shown = {"next": None, "previous": None, "results": book.certified, "waiting": book.waiting}
        return Response(CertificateList(shown).data)


class QrGiven(serializers.Serializer[None]):
    """The text of a QR."""

    qr = serializers.CharField(max_length=LONGEST_TEXT, trim_whitespace=False, help_text="HC1:…")


class QrChecked(serializers.Serializer[dict[str, Any]]):
    """What came of the check. `step` is the one that refused; `payload` is there for certificates of ours."""

    outcome = serializers.ChoiceField(choices=[VALID, EXPIRED, REVOKED, NOT_OURS, UNREADABLE])
    words = serializers.CharField()
    accepted = serializers.BooleanField()
    step = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    payload = serializers.DictField(allow_null=True)


class CheckQr(APIView):
    """Checking a QR; nothing of it is kept."""

    authentication_classes = ()
    permission_classes = ()
    may_answer = (400, 413)

    @extend_schema(
        summary="Check the QR of a certificate",
        operation_id="certificate_verify",
        request=QrGiven,
        responses={200: QrChecked},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        given = QrGiven(data=request.data)
        given.is_valid(raise_exception=True)
        checked = check(given.validated_data["qr"], at=timezone.now())
        verdict = checked.verdict
        said = {name: getattr(verdict, name) for name in ("accepted", "step", "reason", "payload")}
        return Response(QrChecked({"outcome": checked.outcome, "words": checked.words, **said}).data)


class KeyShown(serializers.Serializer[dict[str, Any]]):
    """A key whose signatures count; base64 of DER."""

    kid = serializers.CharField()
    algorithm = serializers.CharField()
    spki = serializers.CharField()
    certificate = serializers.CharField()
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField()


class KeyList(serializers.Serializer[Any]):
    """All keys; there is about one a year."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = KeyShown(many=True)


def key_row(key: SigningKey) -> dict[str, Any]:
    """A key as the list gives it."""
    certificate = key.x509
    der = base64.b64encode(der_of(certificate)).decode()
    spki = base64.b64encode(spki_of(certificate.public_key())).decode()
    return {"kid": key.kid, "algorithm": "ES256", "spki": spki, "certificate": der} | {
        name: getattr(key, name) for name in ("valid_from", "valid_to")
    }


class Keys(APIView):
    """Keys for verifiers that work without a line to us."""

    authentication_classes = ()
    permission_classes = ()
    may_answer = ()

    @extend_schema(summary="Keys that sign certificates", operation_id="certificate_keys", responses=KeyList, auth=[])
    def get(self, request: Request) -> Response:
        rows = [key_row(key) for key in SigningKey.objects.trusted().order_by("valid_from")]
        return Response(KeyList({"next": None, "previous": None, "results": rows}).data)
