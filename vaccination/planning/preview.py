"""What publishing a draft would send, before it is sent."""

from dataclasses import dataclass

from django.db.models import Count, Q

from notifications.texts.length import measure
from notifications.texts.render import render
from vaccination.planning.messages import invitations
from vaccination.planning.models import Plan, PlannedSeat
from vaccination.planning.publish import appointments_of, planned_seats

# So many people's messages are put into words; the parts of a larger plan are reckoned from theirs.
MEASURED = 2000


@dataclass(frozen=True)
class Preview:
    """People invited, messages and their parts on the air, people without a phone, and one message to read."""

    people: int
    messages: int
    parts: int
    without_phone: int
    sample: str
    about: bool  # whether the parts are reckoned


def preview_of(plan: Plan) -> Preview:
    """People and messages are counted; the words are those that sending would use."""
    seats = PlannedSeat.objects.filter(plan=plan)
    without = Q(registration__person__phone="")
    counted = seats.aggregate(people=Count("pk"), without_phone=Count("pk", filter=without))
    messages = seats.exclude(without).values("registration__person__phone", "slot").distinct().count()
    appointments = appointments_of(plan, list(planned_seats(plan)[:MEASURED]))
    texts = [render(draft.kind, draft.language, draft.values)[0] for draft in invitations(appointments)]
    parts = sum(measure(text).parts for text in texts)
    return Preview(
        **counted,
        messages=messages,
        parts=round(parts * messages / len(texts)) if texts else 0,
        sample=texts[0] if texts else "",
        about=counted["people"] > MEASURED,
    )
