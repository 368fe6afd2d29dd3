"""Pages of this room."""

from django.urls import path

from vaccination.visits import pages, step_pages, walk_in_pages

app_name = "visits"
urlpatterns = [
    path("", pages.home, name="home"),
    path("sessions/<uuid:session_id>/", pages.board, name="board"),
    path("sessions/<uuid:session_id>/observation/", pages.observation, name="observation"),
    path("sessions/<uuid:session_id>/walk-in/", walk_in_pages.walk_in, name="walk_in"),
    path("sessions/<uuid:session_id>/walk-in/let-in/", walk_in_pages.let_in, name="let_in"),
    path("sessions/<uuid:session_id>/walk-in/new/", walk_in_pages.newcomer, name="newcomer"),
    path("appointments/<uuid:appointment_id>/check-in/", step_pages.check_in, name="check_in"),
    path("appointments/<uuid:appointment_id>/screening/", step_pages.screening, name="screening"),
    path("appointments/<uuid:appointment_id>/dose/", step_pages.dose, name="dose"),
    path("appointments/<uuid:appointment_id>/saved/", pages.saved, name="saved"),
    path("appointments/<uuid:appointment_id>/release/", step_pages.release, name="release"),
]
