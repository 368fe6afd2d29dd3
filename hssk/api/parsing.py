"""JSON that the rest of the system can hold: text without NUL and lone surrogates, of bearable depth."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils import json

# PostgreSQL takes no NUL, UTF-8 no half of a surrogate pair; in JSON both arrive as escapes.
UNSAYABLE = re.compile("[\0\ud800-\udfff]")


class SayableJSON(JSONParser):
    """As DRF's, but what is nested too deep or cannot be stored or sent back is a bad request, not a fault."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        encoding = (parser_context or {}).get("encoding") or "utf-8"
        try:
            text = stream.read().decode(encoding)
            data = json.loads(text)
            # Only escapes can hold them, and most bodies have none.
            unsayable = "\\u" in text and any(UNSAYABLE.search(each) for each in texts(data))
        except (ValueError, LookupError, RecursionError) as error:
            raise ParseError(_("Nội dung không phải JSON hợp lệ.")) from error
        if unsayable:
            raise ParseError(_("Nội dung có ký tự không hợp lệ."))
        return data


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
