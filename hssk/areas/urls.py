"""Pages of this room."""

from django.urls import path

from hssk.areas import pages

app_name = "areas"
urlpatterns = [path("communes/", pages.communes, name="communes")]
