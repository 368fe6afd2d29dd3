"""Reading the persons whom an account looks after."""

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hssk.refusals import NotYours
from registration.people.models import Guardianship
from registration.sign_in.models import CitizenAccount


def looked_after(account: CitizenAccount) -> QuerySet[Guardianship]:
    """Live guardianships, oldest first, with person, commune and documents."""
    live = Guardianship.objects.filter(account=account, ended_at__isnull=True)
    return live.select_related("person__area").prefetch_related("person__documents").order_by("since", "pk")


def one_looked_after(account: CitizenAccount, person_id: uuid.UUID) -> Guardianship:
    """The guardianship of one person; raises NotYours when the account does not look after them."""
    if (held := looked_after(account).filter(person=person_id).first()) is None:
        words = _("Không tìm thấy người này trong danh sách của Ông/Bà.")
        raise NotYours(words, fields={"person": words})
    return held
