"""Text out of cells: hidden characters gone, letters composed. Pure."""

import re
import unicodedata

# Zero-width and direction marks, soft hyphen, byte order mark: pasted from web pages and chats.
HIDDEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Control, surrogate, private and unassigned letters.
UNSEEN = {"Cc", "Cs", "Co", "Cn"}
# What spreadsheet programs take for the beginning of a formula, full-width signs included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def tidied(text: str) -> str:
    """`text` in NFC, on one line, with single spaces, without what cannot be seen."""
    if not (text.isascii() and text.isprintable()):  # most cells are plain: twice as fast for a file
        text = HIDDEN.sub("", unicodedata.normalize("NFC", text))
        text = "".join(" " if unicodedata.category(letter) in UNSEEN else letter for letter in text)
    # An apostrophe in front is Excel's mark for "this is text", kept by some exports.
    return " ".join(text.split()).removeprefix("'").strip()


def harmless(text: str) -> str:
    """`text` for a CSV cell: what looks like a formula gets Excel's apostrophe, so that it stays text."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text
