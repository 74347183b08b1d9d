"""Rooms import downward only. Prints the rule with each line that breaks it."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Rooms of one floor in one column (a tuple) may know each other; the columns may not.
FLOORS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("language",),),
    (("outbox",),),
    (("newsroom",),),
    (("wires",), ("imports",), ("live",), ("comments",)),
    (("edge",), ("search",), ("feeds",), ("follow",), ("mirror",), ("demo",)),
    (("front",), ("desk",), ("cli", "conf")),
)
RULE = """\
A room may import from rooms below it, never from one above or beside it in another column:

  floor 5   front      desk      cli conf
  floor 4   edge    search    feeds    follow    mirror    demo
  floor 3   wires   imports   live   comments
  floor 2   newsroom
  floor 1   outbox
  ground    language (no Django, no files, no network)

What a lower room needs of a higher one is handed to it: a port that the higher one registers with.
"""
PURE_FORBIDDEN = {"django", "wagtail", "requests", "socket", "urllib", "sqlite3", "subprocess"}

PLACE = {
    room: (floor, column)
    for floor, columns in enumerate(FLOORS)
    for column in columns
    for room in column
}


def allowed(importer: str, imported: str) -> bool:
    """Whether the room `importer` may know the room `imported`."""
    if importer == imported:
        return True
    (floor, column), (other_floor, other_column) = PLACE[importer], PLACE[imported]
    return other_floor < floor or column == other_column


def problems(package: str, source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each import that breaks the rule, in a module of `package`."""
    room = package.split(".")[1]
    for line, name in _imports(package, ast.parse(source)):
        parts = name.split(".")
        if parts[0] == "khabar" and len(parts) > 1:
            if parts[1] not in PLACE:
                yield line, f"{room} imports {name}, a room that has no floor"
            elif not allowed(room, parts[1]):
                yield line, f"{room} imports {name}"
        elif room == "language" and parts[0] in PURE_FORBIDDEN:
            yield line, f"language imports {name}, but is pure"


def _imports(package: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1]
            name = ".".join([*(base if node.level else []), *filter(None, [node.module])])
            if name == "khabar":
                yield from ((node.lineno, f"khabar.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, name


def main() -> int:
    found = []
    for path in sorted((ROOT / "khabar").glob("*/**/*.py")):
        relative = path.relative_to(ROOT)
        room = relative.parts[1]
        if room not in PLACE:
            found.append(f"{relative}: the room {room} has no floor; give it one in {__file__}")
            continue
        package = ".".join(relative.parts[:-1])
        source = path.read_text(encoding="utf-8")
        found += [f"{relative}:{line}: {text}" for line, text in problems(package, source)]
    if found:
        print("\n".join(found), RULE, sep="\n\n", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
