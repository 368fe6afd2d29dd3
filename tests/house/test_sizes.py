"""Small functions, short files."""

from statistics import median, quantiles

from tests.house.source import functions, python_files


def test_files_are_short() -> None:
    lines = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(tests=True)}
    assert {name: count for name, count in lines.items() if count > 300} == {}
    assert quantiles(lines.values(), n=10)[-1] < 200


def test_functions_are_small() -> None:
    sizes = {(str(path), name): lines for path in python_files(tests=True) for name, lines in functions(path)}
    assert {where: lines for where, lines in sizes.items() if lines > 45} == {}
    assert quantiles(sizes.values(), n=10)[-1] <= 20
    assert median(sizes.values()) <= 8
