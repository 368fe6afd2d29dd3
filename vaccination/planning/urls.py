"""Pages of this room."""

from django.urls import path

from vaccination.planning import my_pages, pages

app_name = "planning"
urlpatterns = [
    path("office/", pages.office_home, name="office_home"),
    path("office/campaigns/<uuid:campaign_id>/", pages.campaign_page, name="campaign"),
    path("office/campaigns/<uuid:campaign_id>/plan/", pages.new, name="new"),
    path("office/plans/", pages.list_page, name="list"),
    path("office/plans/<uuid:plan_id>/", pages.plan_page, name="plan"),
    path("office/plans/<uuid:plan_id>/people/", pages.people_page, name="people"),
    path("office/plans/<uuid:plan_id>/publish/", pages.publish, name="publish"),
    path("office/plans/<uuid:plan_id>/discard/", pages.discard, name="discard"),
    path("me/", my_pages.my_home, name="my_home"),
    path("me/people/<uuid:person_id>/", my_pages.my_person, name="my_person"),
    path("me/appointments/<uuid:appointment_id>/confirm/", my_pages.confirm_page, name="confirm"),
    path("me/appointments/<uuid:appointment_id>/decline/", my_pages.decline_page, name="decline"),
    path("me/appointments/<uuid:appointment_id>/change/", my_pages.change_page, name="change"),
]
