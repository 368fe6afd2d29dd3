"""API of the vaccination day: who comes, check-in, screening, injection, observation."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.access import needs, staff
from hssk.accounts.roles import May
from hssk.api.idempotency import client_id
from hssk.api.paging import ByCursor
from hssk.audit.record import record_reading
from vaccination.doses.api import DoseShown
from vaccination.doses.place import staff_of
from vaccination.planning.models import Appointment
from vaccination.schedules.screening import NORMAL, declared
from vaccination.stock.lots import lot_by_id
from vaccination.visits.at_work import appointment_here, appointments_of, session_here
from vaccination.visits.check_in import check_in
from vaccination.visits.find import matching, understood
from vaccination.visits.release import observation_of, release
from vaccination.visits.screen import form_of, screen
from vaccination.visits.shapes import (
    CheckInGiven,
    FormShown,
    InjectionGiven,
    ObservationShown,
    ReleaseGiven,
    ScreeningGiven,
    ScreeningShown,
    Sought,
    VisitShown,
)
from vaccination.visits.vaccinate import vaccinate

READING, WRITING = (400, 401, 403, 404), (400, 401, 403, 404, 409)


class ByArrival(ByCursor):
    """In the order of their ids; the board sorts for people."""

    ordering = "pk"


class SessionAppointments(generics.ListAPIView[Appointment]):
    """People of a session."""

    permission_classes = (needs(May.WORK_SESSION),)
    serializer_class = VisitShown
    pagination_class = ByArrival
    may_answer = READING

    def get_queryset(self) -> QuerySet[Appointment]:
        return appointments_of(session_here(id=self.kwargs["id"], by=staff(self.request)))

    @extend_schema(summary="People of a session", operation_id="session_appointments")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.page_of(self.get_queryset())

    def page_of(self, found: QuerySet[Appointment]) -> Response:
        """A page of these, noted as read."""
        rows: Any = self.paginate_queryset(found) or []
        record_reading([each.person_id for each in rows], reason="session_board", by=staff(self.request))
        return self.get_paginated_response(VisitShown(rows, many=True).data)


class SessionSearch(SessionAppointments):
    """Finding somebody in a session. A POST, so that no name or number stands in an address."""

    http_method_names = ("post", "options")

    @extend_schema(
        summary="Find a person in a session",
        operation_id="session_search",
        request=Sought,
        responses={200: VisitShown(many=True)},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        form = Sought(data=request.data)
        form.is_valid(raise_exception=True)
        return self.page_of(matching(self.get_queryset(), understood(form.validated_data["q"])))


class Visit(APIView):
    """One appointment at the table."""

    may_answer: tuple[int, ...] = WRITING
    what: ClassVar[May]

    def here(self, id: UUID) -> Appointment:
        """The appointment, where the asker works."""
        return appointment_here(id=id, what=self.what, by=staff(self.request))

    def given(self, body: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """The checked body."""
        form = body(data=self.request.data)
        form.is_valid(raise_exception=True)
        return form.validated_data


class CheckInVisit(Visit):
    """The person came."""

    permission_classes = (needs(May.WORK_SESSION),)
    what = May.WORK_SESSION
    may_answer = (*WRITING, 429)

    @extend_schema(
        summary="Check in",
        operation_id="appointment_check_in",
        request=CheckInGiven,
        responses={201: VisitShown, 200: VisitShown},
    )
    def post(self, request: Request, id: UUID) -> Response:
        appointment = self.here(id)
        _row, new = check_in(appointment=appointment, **self.given(CheckInGiven), by=staff(request))
        return Response(VisitShown(appointment).data, status=201 if new else 200)


class ScreenVisit(Visit):
    """The person is screened."""

    permission_classes = (needs(May.WORK_SESSION),)
    what = May.SCREEN

    @extend_schema(summary="Form to fill", operation_id="appointment_screening_form", responses=FormShown)
    def get(self, request: Request, id: UUID) -> Response:
        appointment = self.here(id)
        record_reading([appointment.person_id], reason="screening", by=staff(request))
        form = form_of(appointment, timezone.localdate())
        items = list(form.items.all())
        shown = {
            "code": form.code,
            "title": form.title,
            "source": form.source,
            "items": items,
            "declared": declared(items, appointment.registration.declaration),
            "normal": NORMAL,
        }
        return Response(FormShown(shown).data)

    @extend_schema(
        summary="Record a screening",
        operation_id="appointment_screening",
        request=ScreeningGiven,
        responses={201: ScreeningShown, 200: ScreeningShown},
    )
    def post(self, request: Request, id: UUID) -> Response:
        appointment, values = self.here(id), self.given(ScreeningGiven)
        values["id"] = client_id(request, values.get("id"))
        row, new = screen(appointment=appointment, **values, by=staff(request))
        row.appointment = appointment
        return Response(ScreeningShown(row).data, status=201 if new else 200)


class InjectVisit(Visit):
    """The person is vaccinated."""

    permission_classes = (needs(May.WORK_SESSION),)
    what = May.VACCINATE

    @extend_schema(
        summary="Record the injection",
        operation_id="appointment_dose",
        request=InjectionGiven,
        responses={201: DoseShown, 200: DoseShown},
    )
    def post(self, request: Request, id: UUID) -> Response:
        appointment, values = self.here(id), self.given(InjectionGiven)
        session = appointment.session
        values["id"] = client_id(request, values.get("id"))
        values["lot"] = session.lot if values["lot"] in (None, session.lot_id) else lot_by_id(values["lot"])
        values["vaccinator"] = staff_of(session.facility, values["vaccinator"], by=staff(request))
        dose, new = vaccinate(appointment=appointment, **values, by=staff(request))
        return Response(DoseShown(dose).data, status=201 if new else 200)


class ObserveVisit(Visit):
    """The half hour after the injection."""

    permission_classes = (needs(May.WORK_SESSION),)
    what = May.WORK_SESSION

    @extend_schema(summary="Observation", operation_id="appointment_observation", responses=ObservationShown)
    def get(self, request: Request, id: UUID) -> Response:
        appointment = self.here(id)
        record_reading([appointment.person_id], reason="visit", by=staff(request))
        return Response(ObservationShown(observation_of(appointment)).data)

    @extend_schema(
        summary="Let the person go home",
        operation_id="appointment_release",
        request=ReleaseGiven,
        responses={201: ObservationShown, 200: ObservationShown},
    )
    def post(self, request: Request, id: UUID) -> Response:
        row, new = release(appointment=self.here(id), **self.given(ReleaseGiven), by=staff(request))
        return Response(ObservationShown(row).data, status=201 if new else 200)
