"""Front door: page addresses of the rooms."""

from django.urls import include, path

urlpatterns = [
    path("sign-in/", include("registration.sign_in.urls")),
    path("me/people/", include("registration.people.urls")),
    path("register/", include("registration.registrations.urls")),
    path("office/lists/", include("registration.imports.urls")),
]
