"""Reading the house's own source."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ["hssk", "notifications", "registration", "vaccination"]


def python_files(*, tests: bool = False) -> list[Path]:
    """Every Python file of the apps (and the tests), migrations left out."""
    tops = [*APPS, "tests"] if tests else APPS
    return sorted(path for top in tops for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) of every function in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def rooms() -> list[Path]:
    """Every folder that is a room."""
    skipped = {"management", "migrations", "templatetags", "formats", "look", "__pycache__"}
    return sorted(
        folder
        for app in APPS
        for folder in (ROOT / app).iterdir()
        if folder.is_dir() and folder.name not in skipped and (folder / "__init__.py").exists()
    )


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def all_test_source() -> str:
    """All test source in one string, to look names up in."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("*.py")))
