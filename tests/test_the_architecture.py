"""House habits that a reader of one file cannot check: who writes, who fetches, who reads the time.

Read from the syntax trees of core, domain and surfaces. A finding names file, line and the habit.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "hengjian"
WRITES = {
    "save", "delete", "create", "update", "get_or_create", "update_or_create",
    "bulk_create", "bulk_update", "asave", "adelete", "acreate", "aupdate",
}  # fmt: skip
FETCHES = {"get", "aget", "filter"}
IDENTITIES = {"pk", "id"}
QUEUE = "core/jobs/queue.py"  # writes the queue's own bookkeeping, which is no event
BACKEND = "core/jobs/backend.py"  # asks the clock, because `task.enqueue()` cannot be told it
BY_ID = {"get_object_or_404", "get_list_or_404", "in_bulk", "aget_object_or_404"}


def modules() -> list[Path]:
    places = (SOURCE / name for name in ("core", "domain", "surfaces"))
    files = (path for place in places for path in sorted(place.rglob("*.py")))
    return [path for path in files if not {"tests", "migrations"} & set(path.parts)]


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Each call with the last name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            yield node, name


def is_write(call: ast.Call, name: str) -> bool:
    """A row is written: `rows.update(a=1)` is, `{}.update(other)` and `book.save(path)` are not."""
    if name not in WRITES or not isinstance(call.func, ast.Attribute):
        return False
    if name in {"update", "save", "delete", "create"}:
        return not call.args and (name != "update" or bool(call.keywords))
    return True


def is_fetch(call: ast.Call, name: str) -> bool:
    """A row is fetched by its identity."""
    keys = {keyword.arg for keyword in call.keywords}
    return name in BY_ID or (name in FETCHES and bool(keys & IDENTITIES))


def reads_time(call: ast.Call, name: str) -> bool:
    """`datetime.now()`, `timezone.now()`, `date.today()`; `clock.now()` is the way to ask."""
    if name not in {"now", "utcnow", "today", "localtime"}:
        return False
    asked = getattr(call.func, "value", None)
    return getattr(asked, "id", "") != "clock"


def faults(source: str, path: Path) -> list[str]:
    """What a module does against the habits."""
    tree = ast.parse(source)
    room, found = path.name, []
    place = "/".join(path.parts[-3:])
    for call, name in calls(tree):
        where = f"{path.name}:{call.lineno}"
        if is_write(call, name) and room != "actions.py" and place != QUEUE:
            found.append(f"{where} writes by .{name}(); only actions.py writes")
        if is_fetch(call, name) and room not in {"access.py", "actions.py"} and place != QUEUE:
            found.append(f"{where} fetches by id with {name}(); only access.py does")
        if reads_time(call, name) and room != "clock.py":
            found.append(f"{where} reads the time by {name}(); be told `at`, or ask clock.now()")
        below = "surfaces" not in path.parts and place != BACKEND
        if below and name == "now" and "clock" in ast.dump(call.func):
            found.append(f"{where} asks the clock; below the surfaces the moment is passed in")
    if room == "actions.py":
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                named = {argument.arg for argument in node.args.kwonlyargs}
                if not {"by", "at"} <= named:
                    found.append(f"{path.name}:{node.lineno} {node.name} lacks keyword-only by, at")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_keeps_the_habits(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8"), path) == []


@pytest.mark.parametrize(
    ("line", "room", "told"),
    [
        ("person.save()", "queries.py", "writes by .save()"),
        ("Person.objects.filter(a=1).delete()", "views.py", "writes by .delete()"),
        ("Person.objects.filter(a=1).update(name='x')", "queries.py", "writes by .update()"),
        ("Person.objects.create(name='x')", "home.py", "writes by .create()"),
        ("Person.objects.bulk_create(rows)", "home.py", "writes by .bulk_create()"),
        ("Person.objects.get(pk=1)", "queries.py", "fetches by id"),
        ("Person.objects.filter(id=1)", "home.py", "fetches by id"),
        ("get_object_or_404(Person, pk=1)", "home.py", "fetches by id"),
        ("timezone.now()", "actions.py", "reads the time"),
        ("date.today()", "queries.py", "reads the time"),
        ("clock.now()", "actions.py", "asks the clock"),
        ("def f(a, by, at): ...", "actions.py", "lacks keyword-only"),
    ],
)
def test_it_would_notice(line: str, room: str, told: str) -> None:
    assert any(told in fault for fault in faults(line, SOURCE / "core" / room))


@pytest.mark.parametrize(
    "line",
    [
        "person.save()",
        "seen = {}; seen.update(other)",
        "book.save(path)",
        "Person.objects.filter(unit=1)",
        "def f(a, *, by, at): ...",
    ],
)
def test_it_lets_pass_what_is_allowed(line: str) -> None:
    assert faults(line, SOURCE / "core" / "actions.py") == []
