"""Which commune of today a typed name means."""

from hssk.areas.models import AdministrativeUnit
from hssk.areas.names import search_key
from hssk.areas.search import Found, search_communes


def meant_by(
    typed: str, province: AdministrativeUnit | None, *, limit: int = 12
) -> tuple[AdministrativeUnit | None, list[Found]]:
    """The commune that the name certainly means, else None and what it may mean.

    Certain is the whole name of one commune of today, with its kind or without, whatever the accents. A former
    name is always shown with what became of it, so that the citizen sees where they live now.
    """
    found = search_communes(typed, province=province, limit=limit)
    key = search_key(typed.split(",")[0])
    named = [each.commune for each in found if key in {search_key(each.commune.name), each.commune.name_key}]
    if len(named) == 1 and not any(each.former and each.former.name_key == named[0].name_key for each in found):
        return named[0], []
    return None, found
