"""API of sessions: what is open where, and opening one."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from hssk.accounts.access import can, staff
from hssk.accounts.roles import May
from hssk.api.idempotency import client_id
from hssk.api.paging import ByCursor
from registration.campaigns.policy import campaign_by
from vaccination.facilities.find import facility_by
from vaccination.sessions.arrival import SLOT_MINUTES
from vaccination.sessions.models import ArrivalSlot, Session, SessionShift, SessionState
from vaccination.sessions.open import MOST_SEATS, open_session
from vaccination.stock.models import Lot, Vaccine


class SlotShown(serializers.Serializer[ArrivalSlot]):
    """Seats for people who come at the same time."""

    id = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    seats = serializers.IntegerField()
    taken = serializers.IntegerField()


class SessionShown(serializers.Serializer[Session]):
    """A place, a day, a shift, a vaccine, and seats."""

    id = serializers.UUIDField()
    campaign = serializers.UUIDField(source="campaign_id")
    facility = serializers.UUIDField(source="facility_id")
    facility_name = serializers.CharField(source="facility.name")
    on = serializers.DateField()
    shift = serializers.ChoiceField(choices=SessionShift.choices)
    vaccine = serializers.CharField(source="vaccine_id")
    lot = serializers.UUIDField(source="lot_id", allow_null=True)
    lot_number = serializers.CharField(source="lot.number", default=None)
    state = serializers.ChoiceField(choices=SessionState.choices)
    seats = serializers.IntegerField()
    taken = serializers.IntegerField()
    slots = SlotShown(many=True)


class NewSession(serializers.Serializer[None]):
    """A session to open."""

    id = serializers.UUIDField(required=False)
    campaign = serializers.CharField(max_length=40, help_text="code or id")
    facility = serializers.CharField(max_length=40, help_text="code or id")
    on = serializers.DateField()
    shift = serializers.ChoiceField(choices=SessionShift.choices)
    vaccine = serializers.PrimaryKeyRelatedField(queryset=Vaccine.objects.all())
    lot = serializers.PrimaryKeyRelatedField(queryset=Lot.objects.all(), required=False, allow_null=True, default=None)
    seats = serializers.IntegerField(min_value=1, max_value=MOST_SEATS)
    slot_minutes = serializers.ChoiceField(choices=SLOT_MINUTES, default=30)


class SessionQuestion(serializers.Serializer[None]):
    """Filters of the list."""

    campaign = serializers.CharField(required=False, max_length=40, help_text="code or id")
    facility = serializers.CharField(required=False, max_length=40, help_text="code or id")
    on = serializers.DateField(required=False)
    state = serializers.ChoiceField(choices=SessionState.choices, required=False)


class ByDay(ByCursor):
    """Earliest day first."""

    ordering = ("on", "pk")


class WorksOrManages(BasePermission):
    """Reading for those who work in sessions or manage them; opening for those who manage them."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method == "POST":
            return can(request.user, May.MANAGE_SESSIONS)
        return can(request.user, May.WORK_SESSION) or can(request.user, May.MANAGE_SESSIONS)


class Sessions(generics.ListAPIView[Session]):
    """Sessions of the facilities that the asker works in or manages."""

    permission_classes = (WorksOrManages,)
    serializer_class = SessionShown
    pagination_class = ByDay
    may_answer = (400, 401, 403, 404, 409)

    def get_queryset(self) -> QuerySet[Session]:
        asked = SessionQuestion(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        if reference := wanted.get("campaign"):
            wanted["campaign"] = campaign_by(reference)
        if reference := wanted.get("facility"):
            wanted["facility"] = facility_by(reference)
        return shown(Session.objects.reachable_by(self.request.user).filter(**wanted))

    @extend_schema(summary="Sessions", operation_id="sessions", parameters=[SessionQuestion])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="Open a session",
        operation_id="session_open",
        request=NewSession,
        responses={201: SessionShown, 200: SessionShown},
    )
    def post(self, request: Request) -> Response:
        given = NewSession(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        values |= {
            "id": client_id(request, values.get("id")),
            "campaign": campaign_by(values["campaign"]),
            "facility": facility_by(values["facility"]),
        }
        session, new = open_session(**values, by=staff(request))
        row = shown(Session.objects.filter(pk=session.pk)).get()
        return Response(SessionShown(row).data, status=201 if new else 200)


def shown(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with all that is shown of them."""
    return rows.with_seats().select_related("facility", "lot").prefetch_related("slots")  # type: ignore[attr-defined]
