"""Logs say what broke and where, and never about whom: the words of an error may quote what somebody typed."""

import logging
import traceback
from typing import Any


class Discreet(logging.Formatter):
    """Tracebacks without the messages of their errors. "Key (phone)=(+84912345678) already exists" is one of these."""

    def formatException(self, info: Any) -> str:  # noqa: N802  logging's own name
        """The chain of errors, each with its places and its kind, the first one first."""
        return "\nThen:\n".join(reversed([*chain(info[1])])) if info[1] else ""

    def format(self, record: logging.LogRecord) -> str:
        """Celery repeats the error in its message; there, too, only its kind is said."""
        if record.exc_info and isinstance(record.args, dict) and "exc" in record.args:
            kind = type(record.exc_info[1]).__name__
            record = logging.makeLogRecord({**record.__dict__, "args": {**record.args, "exc": kind, "traceback": ""}})
        # Another formatter may have written the traceback already.
        record.exc_text = None
        return super().format(record)


def chain(error: BaseException | None) -> Any:
    """An error and those that it came from, the last one first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        places = "".join(traceback.format_tb(error.__traceback__))
        yield f"{places}{type(error).__module__}.{type(error).__qualname__}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
