"""Pages for people who come without an appointment here: find, or add, and let in."""

from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hssk.accounts.access import staff
from hssk.forms import beside
from hssk.refusals import NotYours, Refused
from registration.people.models import Person
from vaccination.sessions.models import Session
from vaccination.visits.at_work import session_here
from vaccination.visits.door import clinic_page
from vaccination.visits.find import persons_by_document, persons_by_name, understood
from vaccination.visits.forms import NewcomerForm, from_card, home_of
from vaccination.visits.walk_in import Newcomer, add_newcomer
from vaccination.visits.walk_in import let_in as let_person_in

SALT = "walk-in"
SHOWN_FOR = 3600


@clinic_page
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Look somebody up by document, card or name; below, a form for whoever is new."""
    session = session_here(id=session_id, by=staff(request))
    text = request.POST.get("q", "").strip()[:300]
    sought = understood(text)
    known = sought.numbers and persons_by_document(text, by=staff(request))
    found = known or (persons_by_name(sought, by=staff(request)) if sought.words else [])
    told = from_card(sought.card) if sought.card else numbers_told(sought.numbers, sought.phone, text)
    form = NewcomerForm(initial=home_of(session) | told)
    people = [(person, token_for(session, person), uuid4()) for person in found]
    context = {"session": session, "q": text, "people": people, "form": form}
    return render(request, "clinic/visits/walk_in.html", context)


def numbers_told(numbers: tuple[str, ...], phone: str, text: str) -> dict[str, Any]:
    """What was typed into the search is not typed again."""
    if phone:
        return {"phone": text}
    return {"document_number": numbers[0]} if numbers else {"full_name": text}


def token_for(session: Session, person: Person) -> str:
    """Proof that this person was shown to somebody working in this session."""
    return signing.dumps([str(session.pk), str(person.pk)], salt=SALT)


def person_behind(token: str, session: Session) -> Person:
    """The person whom a token names; raises NotYours for one of another session, changed or old."""
    try:
        for_session, person_id = signing.loads(token, salt=SALT, max_age=SHOWN_FOR)
    except signing.BadSignature as bad:
        raise NotYours("") from bad
    if for_session != str(session.pk):
        raise NotYours("")
    if person := Person.objects.canonical().filter(pk=person_id).first():
        return person
    raise NotYours("")


@clinic_page
@require_POST
def let_in(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Somebody known is let in."""
    session = session_here(id=session_id, by=staff(request))
    person = person_behind(request.POST.get("token", ""), session)
    try:
        id = UUID(request.POST.get("id", ""))
    except ValueError:
        id = uuid4()
    appointment = let_person_in(id=id, session=session, person=person, by=staff(request))
    return redirect("visits:check_in", appointment.pk)


@clinic_page
@require_http_methods(["GET", "HEAD", "POST"])
def newcomer(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Somebody new is added and let in."""
    session = session_here(id=session_id, by=staff(request))
    form, status = NewcomerForm(request.POST or None, initial=home_of(session)), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                person = newcomer_of(form)
                appointment = add_newcomer(
                    id=form.cleaned_data["id"], session=session, newcomer=person, by=staff(request)
                )
            except Refused as refused:
                names = {"documents": "document_number", "number": "document_number"}
                refused.fields = {names.get(name, name): words for name, words in refused.fields.items()}
                status = beside(form, refused)
            else:
                return redirect("visits:check_in", appointment.pk)
    return render(request, "clinic/visits/newcomer.html", {"session": session, "form": form}, status=status)


def newcomer_of(form: NewcomerForm) -> Newcomer:
    """The person as typed."""
    values = form.cleaned_data
    number = values["document_number"].strip()
    return Newcomer(
        full_name=values["full_name"],
        birth_date=values["birth_date"],
        birth_year_only=values["birth_year_only"],
        sex=values["sex"],
        area=values["area"],
        phone=values["phone"],
        documents=((values["document_kind"], number),) if number else (),
    )
