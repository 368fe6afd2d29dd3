"""Answers that arrive after the sign-in has expired wait, sealed, in the browser's session until it is renewed."""

import base64
import json

from django.http import HttpRequest

from hssk.crypto import seal, unseal
from registration.registrations.draft import Answers

KEY = "interrupted_step"
# Letters; the longest page of the wizard, filled to the brim, has a tenth of them.
LONGEST = 10_000


def typed(request: HttpRequest) -> Answers:
    """The answers in a posted form, without the form's own token."""
    return {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}


def remember(request: HttpRequest, step: str) -> None:
    """Keep what was typed at `step`; more than anybody types into a page is no answer, and strangers could send it."""
    answers = json.dumps({"step": step, "answers": typed(request)}, ensure_ascii=False)
    if len(answers) > LONGEST:
        return
    sealed = seal(answers)
    request.session[KEY] = base64.b64encode(sealed).decode()


def remembered(request: HttpRequest, step: str) -> Answers | None:
    """What was typed at `step` when the sign-in was found expired; told once."""
    if not (kept := request.session.get(KEY)):
        return None
    found = json.loads(unseal(base64.b64decode(kept)))
    if found["step"] != step:
        return None
    del request.session[KEY]
    answers: Answers = found["answers"]
    return answers
