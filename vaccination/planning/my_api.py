"""API of appointments, for the person concerned and whoever acts for them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.access import can
from hssk.accounts.models import User
from hssk.accounts.roles import May
from hssk.api.paging import ByCursor
from hssk.audit.record import record_reading
from registration.sign_in.access import CitizenOnly
from registration.sign_in.models import CitizenAccount
from vaccination.planning.answer import CannotCome, appointment_of, cancel, confirm, decline, other_slots, reschedule
from vaccination.planning.models import Appointment
from vaccination.planning.states import State
from vaccination.sessions.models import ArrivalSlot, SessionShift


class CitizenOrCaller(BasePermission):
    """The person concerned, or staff who may see people and write down what they said on the phone."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return isinstance(request.user, CitizenAccount) or can(request.user, May.SEE_PEOPLE)


class AppointmentShown(serializers.Serializer[Appointment]):
    """One person, one dose, one place and time."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="person_id")
    full_name = serializers.CharField(source="person.full_name")
    registration = serializers.UUIDField(source="registration_id")
    campaign = serializers.UUIDField(source="campaign_id")
    state = serializers.ChoiceField(choices=State.choices)
    dose_number = serializers.IntegerField()
    on = serializers.DateField(source="session.on")
    shift = serializers.ChoiceField(choices=SessionShift.choices, source="session.shift")
    slot = serializers.IntegerField(source="slot_id", allow_null=True)
    starts_at = serializers.DateTimeField(source="slot.starts_at", default=None)
    session = serializers.UUIDField(source="session_id")
    vaccine = serializers.CharField(source="session.vaccine_id")
    facility = serializers.UUIDField(source="session.facility_id")
    facility_name = serializers.CharField(source="session.facility.name")
    facility_address = serializers.CharField(source="session.facility.address")
    facility_phone = serializers.CharField(source="session.facility.phone")
    presence_code = serializers.CharField(help_text="for the person concerned; empty for staff")
    deferred_until = serializers.DateField(allow_null=True)


class FreeSlot(serializers.Serializer[ArrivalSlot]):
    """A time that can be chosen instead."""

    slot = serializers.IntegerField(source="pk")
    starts_at = serializers.DateTimeField()
    facility = serializers.UUIDField(source="session.facility_id")
    facility_name = serializers.CharField(source="session.facility.name")


class NotComing(serializers.Serializer[None]):
    """Why not."""

    reason = serializers.ChoiceField(choices=CannotCome.choices, default=CannotCome.OTHER)


class OtherTime(serializers.Serializer[None]):
    """The slot wanted instead."""

    slot = serializers.IntegerField()


class Latest(ByCursor):
    """The newest first."""

    ordering = ("-created_at", "pk")


@extend_schema_view(get=extend_schema(summary="My household's appointments", operation_id="me_appointments"))
class MyAppointments(generics.ListAPIView[Appointment]):
    """Appointments of everybody whom the citizen looks after, newest first."""

    permission_classes = (CitizenOnly,)
    serializer_class = AppointmentShown
    pagination_class = Latest
    may_answer = (401, 403)

    def get_queryset(self) -> QuerySet[Appointment]:
        rows = Appointment.objects.visible_to(self.request.user)
        return rows.select_related("person", "session__facility", "slot")


class OneAppointment(APIView):
    """An appointment."""

    permission_classes = (CitizenOrCaller,)

    @extend_schema(summary="An appointment", operation_id="appointment", responses=AppointmentShown)
    def get(self, request: Request, appointment_id: UUID) -> Response:
        appointment = appointment_of(appointment_id, whoever(request))
        if isinstance(request.user, User):
            record_reading([appointment.person_id], reason="appointment", by=request.user)
        return Response(shown(appointment, request.user))


class Soonest(ByCursor):
    """The soonest first."""

    ordering = ("starts_at", "pk")


@extend_schema_view(get=extend_schema(summary="Free times for this appointment", operation_id="appointment_slots"))
class OtherSlots(generics.ListAPIView[ArrivalSlot]):
    """Times to choose from."""

    permission_classes = (CitizenOrCaller,)
    serializer_class = FreeSlot
    pagination_class = Soonest
    may_answer = (401, 403, 404)

    def get_queryset(self) -> QuerySet[ArrivalSlot]:
        return other_slots(appointment_of(self.kwargs["appointment_id"], whoever(self.request)), now=timezone.now())


def whoever(request: Any) -> Any:
    """The citizen or the member of staff who asks."""
    return request.user


def answered(request: Request, what: Callable[..., Appointment], **values: Any) -> Response:
    """Call the verb and show the appointment as it is now."""
    return Response(shown(what(**values, by=whoever(request)), request.user))


def shown(appointment: Appointment, asker: Any) -> dict[str, Any]:
    """The appointment; its code proves that the person came, so staff do not learn it here."""
    hidden = {"presence_code": ""} if isinstance(asker, User) else {}
    return {**AppointmentShown(appointment).data, **hidden}


class Confirm(APIView):
    """They will come."""

    permission_classes = (CitizenOrCaller,)

    @extend_schema(
        summary="Confirm", operation_id="appointment_confirm", request=None, responses={200: AppointmentShown}
    )
    def post(self, request: Request, appointment_id: UUID) -> Response:
        return answered(request, confirm, appointment_id=appointment_id)


class Decline(APIView):
    """They cannot come."""

    permission_classes = (CitizenOrCaller,)

    @extend_schema(
        summary="Cannot come", operation_id="appointment_decline", request=NotComing, responses={200: AppointmentShown}
    )
    def post(self, request: Request, appointment_id: UUID) -> Response:
        given = NotComing(data=request.data)
        given.is_valid(raise_exception=True)
        return answered(request, decline, appointment_id=appointment_id, **given.validated_data)


class Cancel(APIView):
    """Called off."""

    permission_classes = (CitizenOrCaller,)

    @extend_schema(
        summary="Cancel", operation_id="appointment_cancel", request=NotComing, responses={200: AppointmentShown}
    )
    def post(self, request: Request, appointment_id: UUID) -> Response:
        given = NotComing(data=request.data)
        given.is_valid(raise_exception=True)
        return answered(request, cancel, appointment_id=appointment_id, **given.validated_data)


class Reschedule(APIView):
    """Another time."""

    permission_classes = (CitizenOrCaller,)

    @extend_schema(
        summary="Another time", operation_id="appointment_reschedule", request=OtherTime,
        responses={200: AppointmentShown},
    )  # fmt: skip
    def post(self, request: Request, appointment_id: UUID) -> Response:
        given = OtherTime(data=request.data)
        given.is_valid(raise_exception=True)
        return answered(request, reschedule, appointment_id=appointment_id, slot_id=given.validated_data["slot"])
