"""Pages of this room."""

from django.urls import path

from registration.sign_in import pages

app_name = "sign_in"
urlpatterns = [
    path("", pages.phone, name="phone"),
    path("code/", pages.code, name="code"),
    path("out/", pages.out, name="out"),
]
