"""The one kind of error that pages and API show in the field's words."""
from collections.abc import Mapping

from django.utils.functional import Promise

Words = str | Promise


class Refused(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """A rule said no.

    `message` is for people; `fields` says which input each part belongs to; `code` is stable for
    programs; `status` is the HTTP answer: 400 wrong input, 403 not allowed, 404 not known to you,
    409 the state forbids it, 429 too often.
    """

    code = "refused"
    status = 409

    def __init__(
        self,
        message: Words,
        *,
        code: str | None = None,
        status: int | None = None,
        fields: Mapping[str, Words] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.status = status or self.status
        self.fields = dict(fields or {})


class Invalid(Refused):
    """The input itself is wrong; `fields` names each wrong field."""

    code = "invalid"
    status = 400


class NotYours(Refused):
    """The row is outside the asker's scope: answered as if it did not exist."""

    code = "not_found"
    status = 404
