"""What publishing a draft would send, before it is sent."""

from dataclasses import dataclass

from notifications.texts.length import measure
from notifications.texts.render import render
from vaccination.planning.messages import invitations
from vaccination.planning.models import Plan
from vaccination.planning.publish import appointments_of, planned_seats


@dataclass(frozen=True)
class Preview:
    """People invited, messages and their parts on the air, people without a phone, and one message to read."""

    people: int
    messages: int
    parts: int
    without_phone: int
    sample: str


def preview_of(plan: Plan) -> Preview:
    """Puts every message of the draft into words, as sending would."""
    appointments = appointments_of(plan, list(planned_seats(plan)))
    texts = [render(draft.kind, draft.language, draft.values)[0] for draft in invitations(appointments)]
    return Preview(
        people=len(appointments),
        messages=len(texts),
        parts=sum(measure(text).parts for text in texts),
        without_phone=sum(not each.person.phone for each in appointments),
        sample=texts[0] if texts else "",
    )
