"""Pages of this room."""

from django.urls import path

from registration.registrations import pages, wizard

app_name = "registrations"
urlpatterns = [
    path("", pages.start, name="start"),
    path("again/", pages.discard, name="discard"),
    path("check/", wizard.CheckPage.as_view(), name="check"),
    path("<uuid:pk>/", pages.detail, name="detail"),
    path("<uuid:pk>/done/", pages.done, name="done"),
    path("<uuid:pk>/withdraw/", pages.withdraw, name="withdraw"),
    path("<slug:name>/", wizard.StepPage.as_view(), name="step"),
]
