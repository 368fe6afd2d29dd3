"""Persons whom a citizen looks after, and who read their records."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.api.idempotency import client_id
from hssk.api.paging import ByCursor
from hssk.look.words import masked_id
from hssk.refusals import Invalid
from registration.people.access_log import accesses_to, reason_words, verb_words, who_words
from registration.people.communes import commune_by_code
from registration.people.create import NewPerson
from registration.people.looked_after import looked_after, one_looked_after
from registration.people.models import DocumentKind, EthnicGroup, Guardianship, Relationship, Sex
from registration.people.take_on import take_on
from registration.sign_in.access import CitizenOnly, citizen_of

FOR_CITIZENS: list[type[BasePermission]] = [CitizenOnly]


class DocumentBody(serializers.Serializer[dict[str, Any]]):
    """An identity document."""

    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    number = serializers.CharField(max_length=60)


class NewPersonBody(serializers.Serializer[dict[str, Any]]):
    """A person to be added."""

    full_name = serializers.CharField(max_length=300)
    birth_date = serializers.DateField(help_text="1 January when only the year is known")
    birth_year_only = serializers.BooleanField(default=False)
    sex = serializers.ChoiceField(choices=Sex.choices)
    documents = DocumentBody(many=True, default=list)
    phone = serializers.CharField(max_length=30, allow_blank=True, default="", help_text="the citizen's own if empty")
    commune = serializers.CharField(max_length=10, help_text="code of the commune of today (see areas/)")
    hamlet = serializers.CharField(max_length=80, allow_blank=True, default="")
    address = serializers.CharField(max_length=255, allow_blank=True, default="")
    nationality = serializers.CharField(max_length=2, default="VN")
    ethnic_group = serializers.CharField(max_length=2, allow_null=True, default=None)
    occupation = serializers.CharField(max_length=200, allow_blank=True, default="")
    workplace = serializers.CharField(max_length=255, allow_blank=True, default="")
    relationship = serializers.ChoiceField(choices=Relationship.choices, help_text="what the person is to the citizen")


class PersonBody(NewPersonBody):
    """A person to be added, with the client's own id."""

    id = serializers.UUIDField(required=False, help_text="the client's own; sending it again returns the first result")


class Commune(serializers.Serializer[dict[str, Any]]):
    """A commune."""

    code = serializers.CharField()
    name = serializers.CharField()


class LookedAfter(serializers.Serializer[dict[str, Any]]):
    """A person as the one who looks after them sees them."""

    id = serializers.UUIDField()
    full_name = serializers.CharField()
    birth_date = serializers.DateField()
    birth_year_only = serializers.BooleanField()
    sex = serializers.CharField()
    relationship = serializers.CharField()
    commune = Commune()
    hamlet = serializers.CharField()
    documents = DocumentBody(many=True, help_text="numbers are masked")
    doubts = serializers.ListField(child=serializers.CharField())


class Access(serializers.Serializer[dict[str, Any]]):
    """One reading or change of a record."""

    at = serializers.DateTimeField()
    who = serializers.CharField(help_text="role and organisation as they were then")
    verb = serializers.CharField()
    words = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)


# Made once: building a serializer costs more than running it, and running changes nothing in it.
NEW_PERSON = NewPersonBody()


def new_person(values: dict[str, Any]) -> NewPerson:
    """A NewPerson from the checked body; raises Invalid for an unknown commune or ethnic group."""
    given = {name: value for name, value in values.items() if name not in {"id", "relationship", "commune"}}
    given["area"] = commune_by_code(values["commune"])
    given["documents"] = [(document["kind"], document["number"]) for document in values["documents"]]
    if code := values["ethnic_group"]:
        given["ethnic_group"] = _ethnic_group(code)
    return NewPerson(**given)


def _ethnic_group(code: str) -> EthnicGroup:
    if (group := EthnicGroup.objects.filter(pk=code).first()) is None:
        words = _("Không có dân tộc mang mã này.")
        raise Invalid(words, fields={"ethnic_group": words})
    return group


def shown(held: Guardianship) -> dict[str, Any]:
    """A guardianship, loaded with person, area and documents, as the API gives it."""
    person = held.person
    return {
        "id": person.pk,
        "full_name": person.full_name,
        "birth_date": person.birth_date,
        "birth_year_only": person.birth_year_only,
        "sex": person.sex,
        "relationship": held.relationship,
        "commune": {"code": person.area.code, "name": person.area.name},
        "hamlet": person.hamlet,
        "documents": [{"kind": each.kind, "number": masked_id(each.number)} for each in person.documents.all()],
        "doubts": person.doubts_to_tell,
    }


class MyPeople(APIView):
    """Persons whom the citizen looks after."""

    permission_classes = FOR_CITIZENS
    pagination_class = ByCursor

    @extend_schema(summary="Persons whom I look after", responses={200: LookedAfter(many=True)})
    def get(self, request: Request) -> Response:
        rows = [shown(held) for held in looked_after(citizen_of(request))]
        return Response({"next": None, "previous": None, "results": rows})

    @extend_schema(
        summary="Look after one more person", request=PersonBody, responses={201: LookedAfter, 200: LookedAfter}
    )
    def post(self, request: Request) -> Response:
        body = PersonBody(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        person, is_new = take_on(
            id=client_id(request, values.get("id")),
            account=citizen_of(request),
            person=new_person(values),
            relationship=values["relationship"],
            by=citizen_of(request),
        )
        return Response(shown(one_looked_after(citizen_of(request), person.pk)), status=201 if is_new else 200)


class NewestFirst(ByCursor):
    """The newest entry first."""

    ordering: Any = ("-at", "-pk")


class AccessLog(APIView):
    """Who read or changed a record."""

    permission_classes = FOR_CITIZENS
    pagination_class = ByCursor
    may_answer = {400, 401, 403, 404, 405}

    @extend_schema(
        summary="Who read or changed the record of a person I look after", responses={200: Access(many=True)}
    )
    def get(self, request: Request, person_id: uuid.UUID) -> Response:
        paginator = NewestFirst()
        page = paginator.paginate_queryset(accesses_to(person_id, by=citizen_of(request)), request, self) or []
        rows = [
            {
                "at": entry.at,
                "who": str(who_words(entry)),
                "verb": entry.verb,
                "words": str(verb_words(entry)),
                "reason": str(reason_words(entry)),
            }
            for entry in page
        ]
        return paginator.get_paginated_response(rows)
