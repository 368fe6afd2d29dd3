"""OpenAPI: every endpoint documents the errors that it can answer."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from hssk.api.problems import Problem

ALWAYS = {400, 401, 403, 404, 405, 409, 413, 415, 429}


class Described(AutoSchema):
    """Adds the problem-details answers; `may_answer` on a view narrows them."""

    def get_response_serializers(self) -> Any:
        found: Any = super().get_response_serializers()
        if not isinstance(found, dict):
            found = {"201" if self.method == "POST" else "200": found}
        statuses = getattr(self.view, "may_answer", ALWAYS)
        errors = {(str(status), "application/problem+json"): Problem for status in sorted(statuses)}
        return found | errors
