"""API of this room."""

from django.urls import path

from vaccination.planning import api, my_api

urlpatterns = [
    path("campaigns/<str:reference>/plans/", api.Plans.as_view(), name="api-plans"),
    path("plans/<uuid:plan_id>/", api.OnePlan.as_view(), name="api-plan"),
    path("plans/<uuid:plan_id>/seats/", api.Seats.as_view(), name="api-plan-seats"),
    path("plans/<uuid:plan_id>/unserved/", api.UnservedPeople.as_view(), name="api-plan-unserved"),
    path("plans/<uuid:plan_id>/publish/", api.Publish.as_view(), name="api-plan-publish"),
    path("me/appointments/", my_api.MyAppointments.as_view(), name="api-my-appointments"),
    path("appointments/<uuid:appointment_id>/", my_api.OneAppointment.as_view(), name="api-appointment"),
    path("appointments/<uuid:appointment_id>/slots/", my_api.OtherSlots.as_view(), name="api-appointment-slots"),
    path("appointments/<uuid:appointment_id>/confirm/", my_api.Confirm.as_view(), name="api-appointment-confirm"),
    path("appointments/<uuid:appointment_id>/decline/", my_api.Decline.as_view(), name="api-appointment-decline"),
    path("appointments/<uuid:appointment_id>/cancel/", my_api.Cancel.as_view(), name="api-appointment-cancel"),
    path(
        "appointments/<uuid:appointment_id>/reschedule/", my_api.Reschedule.as_view(), name="api-appointment-reschedule"
    ),
]
