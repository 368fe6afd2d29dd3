"""The catalogue of words: finds every msgid in code and templates, keeps the English file in step, compiles it.

    python -m tests.house.catalog        (make messages)

GNU gettext is not on every machine, so Django's makemessages is not used; what it does, Django's own template
reader and Python's do here.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

from tests.house.source import ROOT, python_files

PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Which argument of a call is what: m the words, p their plural, c the context that tells two meanings apart.
ARGUMENTS = {"gettext": "m", "ngettext": "mp", "pgettext": "cm", "npgettext": "cmp"}
CALLS = {"_": "m", "gettext_noop": "m"} | {
    name + ending: order for name, order in ARGUMENTS.items() for ending in ("", "_lazy")
}
# What templatize() makes of a template: calls with string literals, between lines that are no Python.
LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(rf"(?<![\w.])(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")


class Words(NamedTuple):
    """One entry of the catalogue."""

    msgid: str
    context: str = ""
    plural: str = ""


def words_of(call: str, literals: list[str]) -> Words:
    """The entry that a call with these literals asks for."""
    said = dict(zip(CALLS[call], literals, strict=False))
    return Words(said["m"], said.get("c", ""), said.get("p", ""))


def in_python(path: Path) -> Iterator[Words]:
    """Words passed to gettext in a Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            arguments = node.args[: len(CALLS[node.func.id])]
            if all(isinstance(argument, ast.Constant) for argument in arguments):
                yield words_of(node.func.id, [str(ast.literal_eval(argument)) for argument in arguments])


def in_template(path: Path) -> Iterator[Words]:
    """Words marked for translation in a template."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call, literals in IN_TEMPLATE.findall(source):
        yield words_of(call, [ast.literal_eval(literal) for literal in re.findall(LITERAL, literals)])


def all_words() -> dict[Words, str]:
    """Everything that is said, and the first file that says it; words with a plural serve those without as well."""
    found: dict[Words, str] = {}
    for path in python_files():
        for words in sorted(in_python(path)):
            found.setdefault(words, str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for words in sorted(in_template(path)):
            found.setdefault(words, str(path.relative_to(ROOT)))
    counted = {(words.context, words.msgid) for words in found if words.plural}
    return {
        words: place
        for words, place in found.items()
        if words.msgid.strip() and (words.plural or (words.context, words.msgid) not in counted)
    }


def in_english(catalogue: polib.POFile | polib.MOFile) -> dict[Words, list[str]]:
    """What a catalogue says: for words with a plural, one and many."""
    return {
        Words(entry.msgid, entry.msgctxt or "", entry.msgid_plural or ""): (
            [entry.msgstr_plural[0], entry.msgstr_plural[1]] if entry.msgid_plural else [entry.msgstr]
        )
        for entry in catalogue
    }


def updated(found: dict[Words, str]) -> polib.POFile:
    """The English catalogue with exactly these msgids; translations that it has are kept."""
    known = in_english(polib.pofile(str(PO))) if PO.exists() else {}
    catalogue = polib.POFile(wrapwidth=116)
    catalogue.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for words, place in sorted(found.items(), key=lambda item: (item[1], item[0])):
        flags = ["python-format"] if re.search(r"%\(\w+\)[sd]", words.msgid) else []
        english = known.get(words, ["", ""])
        catalogue.append(
            polib.POEntry(
                msgid=words.msgid,
                msgctxt=words.context or None,
                msgid_plural=words.plural,
                msgstr="" if words.plural else english[0],
                msgstr_plural=dict(enumerate(english)) if words.plural else {},
                comment=place,
                flags=flags,
            )
        )
    return catalogue


def main() -> None:
    """Bring the catalogue in step with the source and compile it."""
    catalogue = updated(all_words())
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(PO))
    catalogue.save_as_mofile(str(PO.with_suffix(".mo")))
    print(f"{len(catalogue)} msgids, {len(catalogue.untranslated_entries())} without English")  # noqa: T201


if __name__ == "__main__":
    main()
