"""API of doses: recording one that has no appointment, and reading a person's."""

from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.access import needs, staff
from hssk.accounts.models import User
from hssk.accounts.roles import May
from hssk.api.fields import MomentField
from hssk.api.idempotency import client_id
from hssk.audit.record import record_reading
from registration.people.models import DocumentKind, Sex
from registration.sign_in.access import CitizenOrStaff
from vaccination.doses.history import history_of
from vaccination.doses.models import BodySite, Dose
from vaccination.doses.place import lot_at, place_of, staff_of, visible_person
from vaccination.doses.recipient import recipient, wish_of
from vaccination.doses.record import record_dose


class DocumentGiven(serializers.Serializer[None]):
    """An identity document."""

    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    number = serializers.CharField(max_length=60)


class RecipientGiven(serializers.Serializer[None]):
    """Who was vaccinated: an id, or what is needed to find or add the person."""

    id = serializers.UUIDField(required=False)
    full_name = serializers.CharField(required=False, max_length=300)
    birth_date = serializers.DateField(required=False)
    birth_year_only = serializers.BooleanField(default=False)
    sex = serializers.ChoiceField(choices=Sex.choices, required=False)
    commune = serializers.CharField(required=False, max_length=10)
    documents = DocumentGiven(many=True, default=list)
    phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=30)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "id" in attrs:
            return attrs
        missing = [name for name in ("full_name", "birth_date", "sex", "commune") if name not in attrs]
        if missing:
            words = self.fields["full_name"].error_messages["required"]
            raise serializers.ValidationError(dict.fromkeys(missing, words))
        return attrs


class DoseGiven(serializers.Serializer[None]):
    """An injection at a session or, without one, at a facility. The dose number comes from the history."""

    id = serializers.UUIDField(required=False)
    session = serializers.UUIDField(required=False, allow_null=True, default=None)
    facility = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    campaign = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    lot = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="the session's when left out")
    person = RecipientGiven()
    given_at = MomentField(required=False, allow_null=True, default=None)
    body_site = serializers.ChoiceField(choices=BodySite.choices, default=BodySite.LEFT_ARM)
    vaccinator = serializers.UUIDField(required=False, allow_null=True, default=None)
    override_reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class DoseShown(serializers.Serializer[Dose]):
    """A dose of a person's record."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="person_id")
    disease = serializers.CharField()
    number = serializers.IntegerField()
    kind = serializers.CharField()
    vaccine = serializers.CharField(source="vaccine_id")
    vaccine_name = serializers.CharField(source="vaccine.name")
    lot = serializers.UUIDField(source="lot_id")
    lot_number = serializers.CharField(source="lot.number")
    facility = serializers.UUIDField(source="facility_id")
    facility_name = serializers.CharField(source="facility.name")
    session = serializers.UUIDField(source="session_id", allow_null=True)
    given_at = serializers.DateTimeField()
    body_site = serializers.ChoiceField(choices=BodySite.choices)
    recorded_at = serializers.DateTimeField()
    override_reason = serializers.CharField()


class DoseList(serializers.Serializer[Any]):
    """All doses of a person; nobody has so many that they need pages."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = DoseShown(many=True)


class Doses(APIView):
    """Recording injections of people without an appointment: walk-ins, offline queues, paper."""

    permission_classes = (needs(May.WORK_SESSION),)
    may_answer = (400, 401, 403, 404, 409)

    @extend_schema(
        summary="Record a dose",
        operation_id="dose_record",
        request=DoseGiven,
        responses={201: DoseShown, 200: DoseShown},
    )
    def post(self, request: Request) -> Response:
        body = DoseGiven(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        given_at = values["given_at"] or timezone.now()
        place = place_of(
            session_id=values["session"],
            facility=values["facility"],
            campaign=values["campaign"],
            on=timezone.localdate(given_at),
            by=staff(request),
        )
        id = client_id(request, values.get("id"))
        person = recipient(values["person"], new_id=uuid5(id, "person"), by=staff(request))
        dose, new = record_dose(
            id=id,
            person=person,
            campaign=place.campaign,
            group=wish_of(person, place.campaign),
            lot=lot_at(place.session, values["lot"]),
            facility=place.facility,
            session=place.session,
            given_at=given_at,
            body_site=values["body_site"],
            vaccinator=staff_of(place.facility, values["vaccinator"], by=staff(request)),
            override_reason=values["override_reason"],
            by=staff(request),
        )
        return Response(DoseShown(dose).data, status=201 if new else 200)


class PersonDoses(APIView):
    """A person's doses, for those who look after them and for staff of the area or facility."""

    permission_classes = (CitizenOrStaff,)
    may_answer = (401, 404)

    @extend_schema(summary="Doses of a person", operation_id="person_doses", responses=DoseList)
    def get(self, request: Request, id: UUID) -> Response:
        person = visible_person(id, request.user)
        if isinstance(request.user, User):
            record_reading([person.pk], reason="dose_history", by=staff(request))
        shown = {"next": None, "previous": None, "results": history_of(person)}
        return Response(DoseList(shown).data)
