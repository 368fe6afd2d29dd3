"""API of this room."""

from django.urls import path

from vaccination.visits import api

urlpatterns = [
    path("sessions/<uuid:id>/appointments/", api.SessionAppointments.as_view(), name="session_appointments"),
    path("sessions/<uuid:id>/appointments/search/", api.SessionSearch.as_view(), name="session_search"),
    path("appointments/<uuid:id>/check-in/", api.CheckInVisit.as_view(), name="appointment_check_in"),
    path("appointments/<uuid:id>/screening/", api.ScreenVisit.as_view(), name="appointment_screening"),
    path("appointments/<uuid:id>/dose/", api.InjectVisit.as_view(), name="appointment_dose"),
    path("appointments/<uuid:id>/observation/", api.ObserveVisit.as_view(), name="appointment_observation"),
]
