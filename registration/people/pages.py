"""Pages about the persons whom a citizen looks after."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hssk.refusals import NotYours
from registration.people.access_log import accesses_to, reason_words, verb_words, who_words
from registration.people.looked_after import looked_after, one_looked_after
from registration.people.verification import words_for
from registration.sign_in.browser import citizen_of, citizen_page

ENTRIES_A_PAGE = 30


@never_cache
@require_safe
@citizen_page
def mine(request: HttpRequest) -> HttpResponse:
    """The persons whom I look after."""
    people = [
        {"held": held, "doubts": [words_for(code) for code in held.person.doubts_to_tell]}
        for held in looked_after(citizen_of(request))
    ]
    return render(request, "citizen/people/mine.html", {"people": people})


@never_cache
@require_safe
@citizen_page
def access_log(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Who read or changed the record of a person."""
    citizen = citizen_of(request)
    try:
        held = one_looked_after(citizen, person_id)
    except NotYours as refused:
        return render(request, "404.html", status=refused.status)
    page = Paginator(accesses_to(person_id, by=citizen), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    events = [
        {"at": entry.at, "title": verb_words(entry), "text": reason_words(entry), "by": who_words(entry)}
        for entry in page
    ]
    return render(request, "citizen/people/access_log.html", {"person": held.person, "page": page, "events": events})
