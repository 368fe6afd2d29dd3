"""API of this room."""

from django.urls import path

from registration.people.api import AccessLog, MyPeople

urlpatterns = [
    path("me/people/", MyPeople.as_view(), name="api-my-people"),
    path("people/<uuid:person_id>/access-log/", AccessLog.as_view(), name="api-access-log"),
]
