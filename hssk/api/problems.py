"""Errors as RFC 9457 problem details: type, title, status, detail, errors per field."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelInvalid
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

from hssk.refusals import Refused

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"

TITLES = {
    400: "Invalid request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Refused",
    413: "Too large",
    415: "Unsupported media type",
    429: "Too many requests",
}


class Problem(serializers.Serializer[dict[str, Any]]):
    """The body of every error."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors: Any = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)


def problem(status: int, detail: Any, *, code: str = "", errors: dict[str, list[str]] | None = None) -> Response:
    """An error answer. `code` names the rule: the last part of `type`."""
    title = TITLES.get(status, "Error")
    body: dict[str, Any] = {
        "type": f"urn:hssk:problem:{code or title.lower().replace(' ', '-')}",
        "title": title,
        "status": status,
        "detail": str(detail),
    }
    if errors:
        body["errors"] = errors
    return Response(body, status=status, content_type=CONTENT_TYPE)


def flat(errors: Any, prefix: str = "") -> dict[str, list[str]]:
    """Nested serializer errors as `{"person.birth_date": ["…"]}`."""
    if not isinstance(errors, dict):
        return {prefix or "non_field_errors": [str(error) for error in errors]}
    found: dict[str, list[str]] = {}
    for name, inner in errors.items():
        found |= flat(inner, f"{prefix}.{name}" if prefix else str(name))
    return found


def refusal(refused: Refused) -> Response:
    """The answer to a rule that said no."""
    errors = {name: [str(words)] for name, words in refused.fields.items()}
    return problem(refused.status, refused.message, code=refused.code, errors=errors)


def problem_details(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: whatever went wrong, in one shape."""
    if isinstance(exc, Refused):
        return refusal(exc)
    if isinstance(exc, ModelInvalid):
        exc = exceptions.ValidationError(exc.message_dict if hasattr(exc, "error_dict") else exc.messages)
    if isinstance(exc, exceptions.ValidationError):
        return problem(400, _("Có thông tin chưa đúng."), code="invalid", errors=flat(exc.detail))
    if isinstance(exc, (Http404, PermissionDenied)):
        found = isinstance(exc, PermissionDenied)
        return problem(403 if found else 404, _("Không được phép.") if found else _("Không tìm thấy."))
    response = exception_handler(exc, context)
    if response is None:
        return None
    answer = problem(response.status_code, getattr(exc, "detail", exc))
    for header in ("WWW-Authenticate", "Retry-After"):
        if header in response:
            answer[header] = response[header]
    return answer
