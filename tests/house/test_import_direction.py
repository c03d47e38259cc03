"""Imports point one way, and each heavy library has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pytest_smsactivate

ROOT = Path(pytest_smsactivate.__file__).parent

# From the doors down: a room may import from the rows below its own.
FLOORS = (
    {"plugin", "cli", "conformance"},
    {"shell"},
    {"session"},
    {"run"},
    {"modes"},
    {"episode", "report"},
    {"number"},
    {"line"},
    {"cashier"},
    {"ledger"},
    {"transports", "gateway"},
    {"flows", "cassettes", "simulator"},
    {"settings", "signals"},
    {"checked"},
    {"providers", "otp"},
    {"arrivals", "statement", "terms"},
    {"models"},
    {"clock", "errors", "listening"},
)

DOORS = {
    "httpx": {"transports"},
    "httpcore": {"transports"},
    "respx": {"transports"},
    "pytest": {"plugin"},
    "click": {"cli", "shell"},
    "sqlalchemy": {"ledger"},
}

FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def modules() -> list[Path]:
    return [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]


def room_of(module: Path) -> str:
    return module.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(module: Path) -> Iterator[str]:
    """Every module that is imported when the code runs; for type checkers alone does not count."""
    waiting: list[ast.AST] = [ast.parse(module.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            yield str(node.module)
        waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(module: Path) -> None:
    room = room_of(module)
    for name in imported(module):
        package, _, rest = name.partition(".")
        if package != "pytest_smsactivate" or not rest:
            continue
        other = rest.partition(".")[0]
        assert other == room or FLOOR_OF[other] > FLOOR_OF[room], f"{room} imports {name}"


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    users = {
        room_of(module)
        for module in modules()
        if any(name.partition(".")[0] == library for name in imported(module))
    }
    assert users <= DOORS[library]


def test_only_the_router_imports_respx() -> None:
    users = [module.name for module in modules() if "respx" in set(imported(module))]
    assert users == ["router.py"]


def test_every_room_has_its_floor() -> None:
    assert {room_of(module) for module in modules()} == set(FLOOR_OF)


def test_nothing_reaches_into_pytest() -> None:
    for module in modules():
        assert "_pytest" not in module.read_text("utf-8"), module
