"""Bodies and query values that no honest program sends, made from what the schema says each address takes."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

NASTY: list[Any] = [
    None, True, -1, 10**30, 1e308, "", "\0", "x" * 5000, "0001-01-01", "9999-12-31T23:59:59+07:00",
    str(uuid.UUID(int=0)), [None], {"id": [{}]},
]  # fmt: skip
NASTY_BODIES = [
    b"", b"null", b"[]", b'"x"', b"1e999", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000,
    b'{"\\ud800": 1}', b'{"phone": "\\udc00"}', b'{"language": "\\ud800"}', b'{"phone": ["a\\u0000"]}',
]  # fmt: skip
NASTY_QUERIES = [
    "\0", "\ud83d", "x" * 2000, "-1", "9" * 5000, "0001-01-01", "9999-12-31", "1e308", "ñ'\"><script>",
    str(uuid.UUID(int=0)),
]  # fmt: skip
# In words: p=t, p=x, o=-1, p=%00, p=99999999999999999999
NASTY_CURSORS = ["\0", "x", "cD10", "cD14", "bz0tMQ==", "cD0lMDA=", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk="]


@dataclass(frozen=True)
class Operation:
    """An address of the API with a method: a body as the schema describes it, and the names of its query values."""

    method: str
    path: str
    body: dict[str, Any]
    queries: list[str]


def operations(values: Mapping[str, Any]) -> Iterator[Operation]:
    """All of them; `values` are those that no shape tells, by name."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    known = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            shape = next(iter(content.values()), {}).get("schema", {})
            names = [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]
            body = example(shape, known, values) if shape else {}
            body.get("person", {}).pop("id", None)  # somebody new
            yield Operation(method.upper(), path.removeprefix("/"), body, names)


def example(shape: dict[str, Any], known: dict[str, Any], values: Mapping[str, Any], name: str = "") -> Any:
    """A value that fits the shape, as far as shapes and `values` say."""
    if name in values:
        return values[name]
    if "$ref" in shape:
        return example(known[shape["$ref"].rsplit("/", 1)[-1]], known, values, name)
    for several in ("oneOf", "anyOf", "allOf"):
        if several in shape:
            return example(shape[several][-1], known, values, name)
    if "enum" in shape:
        return shape["enum"][0]
    inside = shape.get("properties", {}).items()
    made = {
        "object": lambda: {each: example(inner, known, values, each) for each, inner in inside},
        "array": lambda: [example(shape.get("items", {}), known, values, name)],
        "integer": lambda: shape.get("minimum", 1),
        "number": lambda: 37.0,
        "boolean": lambda: True,
    }
    return made.get(shape.get("type", ""), lambda: text(shape.get("format", "")))()


def text(form: str) -> str:
    """A text of a form."""
    forms = {"uuid": str(uuid.uuid4()), "date": str(timezone.localdate()), "date-time": timezone.now().isoformat()}
    return forms.get(form, "Bùi Thị Mai")


def broken_bodies(example: dict[str, Any]) -> Iterator[bytes]:
    """The example with one value at a time that is nothing of the kind."""
    for name in [*example, *(f"person.{inner}" for inner in example.get("person", {}))]:
        for nasty in NASTY:
            body = json.loads(json.dumps(example))
            outer, _dot, inner = name.partition(".")
            (body[outer] if inner else body)[inner or outer] = nasty
            yield json.dumps(body).encode()
