"""Pages of this room."""

from django.urls import path

from hssk.accounts import pages

app_name = "accounts"
urlpatterns = [
    path("", pages.home, name="home"),
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("sign-out/", pages.sign_out, name="sign_out"),
]
