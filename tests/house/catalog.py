"""The catalogue of words: finds every msgid in code and templates, keeps the English file in step, compiles it.

    python -m tests.house.catalog        (make messages)

GNU gettext is not on every machine, so Django's makemessages is not used; what it does, Django's own template
reader and Python's do here.
"""

import ast
import re
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from tests.house.source import ROOT, python_files

PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
# What templatize() makes of a template: calls with a string literal, between lines that are no Python.
IN_TEMPLATE = re.compile(r"(?<![\w.])(?:_|gettext)\(\s*(u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")\s*\)")


def in_python(path: Path) -> set[str]:
    """Words passed to gettext in a Python file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS
        if named and isinstance(node.args[0], ast.Constant):
            found.add(str(node.args[0].value))
    return found


def in_template(path: Path) -> set[str]:
    """Words marked for translation in a template."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return {ast.literal_eval(literal) for literal in IN_TEMPLATE.findall(source)}


def all_words() -> dict[str, str]:
    """Every msgid, and the first file that uses it."""
    found: dict[str, str] = {}
    for path in python_files():
        for words in sorted(in_python(path)):
            found.setdefault(words, str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for words in sorted(in_template(path)):
            found.setdefault(words, str(path.relative_to(ROOT)))
    return {words: place for words, place in found.items() if words.strip()}


def updated(words: dict[str, str]) -> polib.POFile:
    """The English catalogue with exactly these msgids; translations that it has are kept."""
    known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(PO))} if PO.exists() else {}
    catalogue = polib.POFile(wrapwidth=116)
    catalogue.metadata = {"Language": "en", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8"}
    for msgid, place in sorted(words.items(), key=lambda item: (item[1], item[0])):
        flags = ["python-format"] if re.search(r"%\(\w+\)[sd]", msgid) else []
        catalogue.append(polib.POEntry(msgid=msgid, msgstr=known.get(msgid, ""), comment=place, flags=flags))
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
