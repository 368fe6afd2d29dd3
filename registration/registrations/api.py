"""Registrations, for applications of citizens and for the health service."""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.api.idempotency import client_id
from hssk.api.paging import ByCursor
from hssk.refusals import Invalid, Refused
from registration.campaigns.policy import campaign_by, consent_on, group_of
from registration.people.api import NewPersonBody, new_person
from registration.people.create import NewPerson
from registration.registrations.mine import narrowed, one_registration, read_by_staff, registrations_for
from registration.registrations.models import Registration, Shift, Source
from registration.registrations.register import register
from registration.registrations.submit import Wish
from registration.registrations.withdraw import withdraw_registration
from registration.sign_in.access import CitizenOnly, CitizenOrStaff, citizen_of


class KnownPersonBody(serializers.Serializer[dict[str, Any]]):
    """A person whom the citizen looks after."""

    id = serializers.UUIDField()


EITHER = PolymorphicProxySerializer(
    component_name="WhomToRegister", serializers=[KnownPersonBody, NewPersonBody], resource_type_field_name=None
)


@extend_schema_field(EITHER)
class WhomToRegister(serializers.DictField):
    """Either the `id` of somebody the citizen looks after, or a new person."""


class ConsentBody(serializers.Serializer[dict[str, Any]]):
    """Consent to a version of the text."""

    version = serializers.CharField(max_length=30)
    agreed = serializers.BooleanField()


class RegistrationBody(serializers.Serializer[dict[str, Any]]):
    """A wish to be vaccinated."""

    id = serializers.UUIDField(required=False, help_text="the client's own; sending it again returns the first result")
    campaign = serializers.CharField(max_length=40, help_text="code or id")
    person: Any = WhomToRegister()
    group = serializers.CharField(max_length=10, help_text="code of a priority group of the campaign")
    wished_on = serializers.DateField(required=False, allow_null=True)
    wished_shift = serializers.ChoiceField(choices=Shift.choices, default="any")
    declaration = serializers.DictField(
        child=serializers.ChoiceField(choices=["yes", "no", "unknown"]),
        required=False,
        help_text='one answer for each question of the campaign: {"1": "no", …}',
    )
    consent = ConsentBody(required=False)


class KnownPersonRegistrationBody(RegistrationBody):
    """A wish for somebody who is recorded already."""

    person = KnownPersonBody()


class NewPersonRegistrationBody(RegistrationBody):
    """A wish for somebody new."""

    person = NewPersonBody()


class RegisteredPerson(serializers.Serializer[dict[str, Any]]):
    """Whom it is for."""

    id = serializers.UUIDField()
    full_name = serializers.CharField()


class RegistrationShown(serializers.Serializer[dict[str, Any]]):
    """A registration."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()
    campaign = serializers.CharField(help_text="code")
    person = RegisteredPerson()
    group = serializers.CharField(help_text="code")
    wished_on = serializers.DateField(allow_null=True)
    wished_shift = serializers.CharField()
    source: Any = serializers.CharField()
    consent_version = serializers.CharField(allow_null=True)
    submitted_at = serializers.DateTimeField()
    doubts = serializers.ListField(child=serializers.CharField(), help_text="what to verify with documents in hand")


# Made once: building a serializer costs more than running it, and running changes nothing in it.
KNOWN, NEW = KnownPersonRegistrationBody(), NewPersonRegistrationBody()


def shown(registration: Registration) -> dict[str, Any]:
    """A registration, loaded with person, group, campaign and consent text, as the API gives it."""
    person, consent = registration.person, registration.consent_text
    return {
        "id": registration.pk,
        "number": registration.number,
        "state": str(registration.state),
        "campaign": registration.campaign.code,
        "person": {"id": person.pk, "full_name": person.full_name},
        "group": registration.group.code,
        "wished_on": registration.wished_on,
        "wished_shift": str(registration.wished_shift),
        "source": str(registration.source),
        "consent_version": consent.version if consent else None,
        "submitted_at": registration.submitted_at,
        "doubts": person.doubts_to_tell,
    }


def parsed(data: Any) -> dict[str, Any]:
    """The checked body."""
    person = data.get("person") if isinstance(data, dict) else None
    is_known = isinstance(person, dict) and "id" in person
    values: dict[str, Any] = (KNOWN if is_known else NEW).run_validation(data)
    return values


def wish_of(values: dict[str, Any]) -> Wish:
    """The wish in a checked body; raises Invalid for an unknown campaign or group, and without consent."""
    campaign = campaign_by(values["campaign"])
    current = consent_on(timezone.localdate())
    consent = values.get("consent") or {}
    if consent.get("agreed") and (current is None or consent["version"] != current.version):
        version = current.version if current else "–"
        words = _("Nội dung đồng ý đã đổi; bản đang dùng là %(version)s.") % {"version": version}
        raise Invalid(words, code="consent_version", fields={"consent.version": words})
    return Wish(
        campaign=campaign,
        group=group_of(campaign, values["group"]),
        source=Source.API,
        wished_on=values.get("wished_on"),
        wished_shift=values["wished_shift"],
        declaration=values.get("declaration"),
        consent_text=current if consent.get("agreed") else None,
    )


def person_of(values: dict[str, Any]) -> uuid.UUID | NewPerson:
    """Whom the body means: an id, or somebody new."""
    person = values["person"]
    return person["id"] if "id" in person else new_person(person)


# Fields of the person come back under "person.", as they were sent.
OF_PERSON = {*NewPersonBody().fields}


def in_body(refused: Refused) -> Refused:
    """The refusal with the fields named as the body names them."""
    refused.fields = {f"person.{name}" if name in OF_PERSON else name: words for name, words in refused.fields.items()}
    return refused


class NewestFirst(ByCursor):
    """The newest registration first."""

    ordering: Any = ("-submitted_at", "pk")


class Registrations(APIView):
    """Registrations of one's own people, or of one's area."""

    pagination_class = ByCursor

    def get_permissions(self) -> list[BasePermission]:
        return [CitizenOnly() if self.request.method == "POST" else CitizenOrStaff()]

    @extend_schema(
        summary="My registrations; for staff those of their areas",
        parameters=[
            OpenApiParameter("state", str),
            OpenApiParameter("group", str, description="code"),
            OpenApiParameter("area", str, description="code of a commune or province"),
            OpenApiParameter("campaign", str, description="code"),
        ],
        responses={200: RegistrationShown(many=True)},
    )
    def get(self, request: Request) -> Response:
        rows = narrowed(registrations_for(request.user), request.query_params)
        paginator = NewestFirst()
        page: list[Registration] = paginator.paginate_queryset(rows, request, self) or []
        read_by_staff(page, reason="registration_list", by=request.user)
        return paginator.get_paginated_response([shown(registration) for registration in page])

    @extend_schema(
        summary="Register a person",
        request=RegistrationBody,
        responses={201: RegistrationShown, 200: RegistrationShown},
    )
    def post(self, request: Request) -> Response:
        values = parsed(request.data)
        try:
            registration, is_new = register(
                id=client_id(request, values.get("id")),
                person=person_of(values),
                relationship=values["person"].get("relationship", ""),
                wish=wish_of(values),
                by=citizen_of(request),
            )
        except Refused as refused:
            raise in_body(refused) from refused
        return Response(shown(registration), status=201 if is_new else 200)


class OneRegistration(APIView):
    """A registration."""

    permission_classes = [CitizenOrStaff]
    may_answer = {401, 403, 404, 405}

    @extend_schema(summary="A registration", responses={200: RegistrationShown}, operation_id="registrations_retrieve")
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        registration = one_registration(pk, by=request.user)
        read_by_staff([registration], reason="registration", by=request.user)
        return Response(shown(registration))


class Withdrawal(APIView):
    """Taking a registration back."""

    permission_classes = [CitizenOnly]

    @extend_schema(summary="Withdraw a registration", request=None, responses={200: RegistrationShown})
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        return Response(shown(withdraw_registration(registration_id=pk, by=request.user)))
