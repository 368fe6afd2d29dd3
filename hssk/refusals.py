"""The one kind of error that pages and API show in the field's words."""

import contextlib
from collections.abc import Iterator, Mapping

from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Refused(Exception):
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


@contextlib.contextmanager
def refusing(*of: type[models.Model]) -> Iterator[None]:
    """A savepoint in which a broken constraint of these tables becomes Refused, in the constraint's own words.

    The refusal's code is the constraint's name; that of an id of the client's which another row has is `id_taken`.
    Other broken constraints stay what they are: faults.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = broken_constraint(error)
        for constraint in (each for model in of for each in model._meta.constraints):
            if constraint.name == name:
                raise Refused(constraint.violation_error_message or name, code=name) from error
        if name in {f"{model._meta.db_table}_pkey" for model in of}:
            raise Refused(_("Mã này đã được dùng."), code="id_taken") from error
        raise


def broken_constraint(error: IntegrityError) -> str:
    """Name of the constraint that a write broke; empty when the database did not say."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
