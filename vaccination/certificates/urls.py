"""Pages of this room."""

from django.urls import path

from vaccination.certificates import pages

app_name = "certificates"
ONE = "me/people/<uuid:person_id>/certificate/<uuid:certificate_id>/"
urlpatterns = [
    path("me/people/<uuid:person_id>/certificate/", pages.mine, name="mine"),
    path(ONE, pages.mine, name="one"),
    path(f"{ONE}qr.png", pages.picture, name="picture"),
    path(f"{ONE}print.pdf", pages.print_out, name="print"),
    path(f"{ONE}card.smart-health-card", pages.health_card, name="health_card"),
    path(".well-known/jwks.json", pages.jwks, name="jwks"),
    path("verify/", pages.verify_page, name="verify"),
]
