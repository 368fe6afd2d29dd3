"""OpenAPI: every endpoint documents the errors that it can answer."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from hssk.api.problems import CONTENT_TYPE, Problem

# Any endpoint may be asked with a broken cursor, a dead token, by the wrong person, for what is not there,
# or for a format that it does not speak.
ALWAYS = {400, 401, 403, 404, 406}
WITH_A_BODY = {413, 415}
UNLESS_SAID = {409, 429}


class Described(AutoSchema):
    """Adds the problem-details answers. `may_answer` on a view says which others there are; 409 and 429 unless said."""

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        statuses = ALWAYS | set(getattr(self.view, "may_answer", UNLESS_SAID))
        statuses |= WITH_A_BODY if self.method in {"POST", "PUT", "PATCH"} else set()
        for status in sorted(str(each) for each in statuses):
            bodies.setdefault(status, self._get_response_for_code(Problem, status, [CONTENT_TYPE], direction))
        return bodies
