"""Who was vaccinated: a known person, or somebody to be found or added by what they say."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.audit.record import record_reading
from hssk.refusals import NotYours
from registration.campaigns.models import Campaign, PriorityGroup
from registration.people.communes import commune_by_code
from registration.people.create import add_person
from registration.people.known import find_known
from registration.people.models import Person
from registration.registrations.models import Registration


def recipient(given: dict[str, Any], *, new_id: UUID, by: User) -> Person:
    """The person of a dose without appointment. Raises NotYours for an id out of sight, Invalid for wrong facts.

    A known person who is found by what was given is used; that somebody was looked up is logged. Somebody
    new gets `new_id`.
    """
    if person_id := given.get("id"):
        if found := Person.objects.visible_to(by).filter(pk=person_id).first():
            return found
        raise NotYours(_("Không tìm thấy người này."), fields={"person": _("Không tìm thấy người này.")})
    area = commune_by_code(given["commune"])
    documents = [(one["kind"], one["number"]) for one in given["documents"]]
    facts = {"full_name": given["full_name"], "birth_date": given["birth_date"]}
    if known := find_known(**facts, area=area, documents=documents):
        record_reading([known.pk], reason="dose_recipient", by=by)
        return known
    return add_person(
        id=new_id,
        **facts,
        birth_year_only=given["birth_year_only"],
        sex=given["sex"],
        area=area,
        documents=documents,
        phone=given["phone"],
        by=by,
    )


def wish_of(person: Person, campaign: Campaign) -> PriorityGroup | None:
    """The group of the person's registration in the campaign, if there is one."""
    wish = Registration.objects.live().filter(person=person, campaign=campaign).select_related("group").first()
    return wish.group if wish else None
