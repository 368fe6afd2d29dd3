"""The rules of the EU's schema 1.3 for a vaccination, written from the specification, as a JSON schema."""

from typing import Any

from jsonschema import Draft202012Validator

SHORT = {"type": "string", "maxLength": 80}
MACHINE = {"type": "string", "maxLength": 80, "pattern": "^[A-Z<]*$"}
COUNT = {"type": "integer", "minimum": 1}
CODED = {"type": "string"}
ENTRY = {
    "type": "object",
    "required": ["tg", "vp", "mp", "ma", "dn", "sd", "dt", "co", "is", "ci"],
    "properties": {
        "tg": {"enum": ["840539006"]},
        "vp": CODED,
        "mp": CODED,
        "ma": CODED,
        "dn": COUNT,
        "sd": COUNT,
        "dt": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "co": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "is": SHORT,
        "ci": {**SHORT, "pattern": r"^URN:UVCI:01:VN:[A-Z0-9]+#[A-Z0-9/:]$"},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["ver", "nam", "dob", "v"],
    "properties": {
        "ver": {"type": "string", "pattern": r"^1\.3\.\d+$"},
        "nam": {
            "type": "object",
            "required": ["fnt"],
            "properties": {"fn": SHORT, "fnt": MACHINE, "gn": SHORT, "gnt": MACHINE},
        },
        "dob": {"type": "string", "pattern": r"^((19|20)\d\d(-\d\d){0,2}){0,1}$"},
        "v": {"type": "array", "minItems": 1, "maxItems": 1, "items": ENTRY},
    },
}


def validate(payload: Any) -> None:
    """Raise jsonschema.ValidationError for what is not a certificate of one vaccination."""
    Draft202012Validator(SCHEMA).validate(payload)
