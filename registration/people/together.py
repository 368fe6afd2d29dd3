"""Several checks of one input, so that every wrong field is named at once."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from hssk.refusals import Invalid, Words


def together(*checks: Callable[[], object]) -> None:
    """Run all checks; raise one Invalid with the fields of all that refused. Other refusals pass through at once."""
    wrong: dict[str, Words] = {}
    found: list[Invalid] = []
    for check in checks:
        try:
            check()
        except Invalid as refused:
            found.append(refused)
            wrong |= refused.fields
    if len(found) == 1:
        raise found[0]
    if found:
        raise Invalid(_("Có thông tin chưa đúng."), fields=wrong)
