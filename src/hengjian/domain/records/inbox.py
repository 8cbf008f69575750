"""The watched folder: each body's sub-folder is looked into, whole files are taken, answers are put back.

Serves bodies whose systems can write a file and no more. A file is taken once it is whole; a look that was
killed in the middle takes nothing twice, and what is no plain file is left alone.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from hengjian.content.errors import PlainError
from hengjian.core.clock import CHINA
from hengjian.core.months import last_of
from hengjian.domain.records.actions import receive
from hengjian.domain.records.arriving import arrive_from
from hengjian.domain.records.models import Submission
from hengjian.domain.records.place import handed_in, put_whole, refused_of
from hengjian.domain.records.submissions.access import body_of_code
from hengjian.domain.records.submissions.receipt import receipt_of
from hengjian.domain.registry.models import Body

UNDER_WAY = (".part", ".tmp", ".crdownload", ".filepart")
DONE = ".done"
TAKEN, ANSWERS = "taken", "answers"
ANSWERED_FOR = timedelta(days=7)
_MONTH = re.compile(r"(20\d\d)[-_.年]?(0[1-9]|1[0-2])(?!\d)")
_WHOLE = re.compile(r"全部|whole", re.IGNORECASE)


@dataclass(frozen=True)
class Waiting:
    """A file that lies in a body's folder, and what marks it as it is now."""

    path: Path
    body: Body
    mark: str
    is_marked_done: bool


def look(*, at: datetime) -> int:
    """Take what is whole, and answer what is done. How many files were taken."""
    if not settings.INBOX:
        return 0
    before, now, taken = _seen_before(), dict[str, str](), 0
    for waiting in _waiting(Path(settings.INBOX)):
        now[str(waiting.path)] = waiting.mark
        if waiting.is_marked_done or before.get(str(waiting.path)) == waiting.mark:
            taken += _take(waiting, at)
    _keep_seen(now)
    for submission in _unanswered(at):
        _answer(submission)
    return taken


def period_in(name: str) -> tuple[date, date] | None:
    """The month that a file's name states."""
    found = _MONTH.search(name)
    if found is None:
        return None
    month = date(int(found[1]), int(found[2]), 1)
    return month, last_of(month)


# --- taking -------------------------------------------------------------------------------------------


def _waiting(root: Path) -> Iterator[Waiting]:
    for folder in _entries(root):
        body = body_of_code(folder.name) if _is_folder(folder) else None
        if body is None:
            continue
        for entry in _entries(folder):
            name = entry.name
            if name.startswith(".") or name.lower().endswith((*UNDER_WAY, DONE)):
                continue
            if entry.is_symlink() or not entry.is_file():
                continue
            status = entry.stat()
            mark = f"{status.st_size}:{status.st_mtime_ns}"
            yield Waiting(entry, body, mark, entry.with_name(name + DONE).is_file())


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:  # gone, or not ours to look into
        return []


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _take(waiting: Waiting, at: datetime) -> int:
    """Take one file; a file that a killed look had taken already is only moved away."""
    name = waiting.path.name
    try:
        if not _had(waiting):
            receive(
                arrive_from(waiting.path),
                channel=Submission.Channel.FOLDER,
                unit=waiting.body.unit,
                body=waiting.body,
                period=period_in(name),
                whole_period=bool(_WHOLE.search(name)),
                by=None,
                at=at,
            )
    except PlainError as error:
        told = {"file": {"name": name}, "state": "refused", "error": str(error)}
        _put(waiting.path.parent, f"{name}.receipt.json", _as_json(told))
    _move_away(waiting.path, at)
    return 1


def _had(waiting: Waiting) -> bool:
    """Whether this very file was received, and only its moving away was missed."""
    written = datetime.fromtimestamp(waiting.path.stat().st_mtime, UTC)
    rows = Submission.objects.filter(
        channel=Submission.Channel.FOLDER, body=waiting.body, file_name=waiting.path.name,
        size=waiting.path.stat().st_size, received_at__gt=written,
    )  # fmt: skip
    if not rows.exists():
        return False
    arrived = arrive_from(waiting.path)
    arrived.discard()
    return rows.filter(sha256=arrived.sha256).exists()


def _move_away(path: Path, at: datetime) -> None:
    folder = path.parent / TAKEN
    stamp = at.astimezone(CHINA).strftime("%Y%m%d-%H%M%S")
    try:
        if folder.is_symlink():
            return
        folder.mkdir(exist_ok=True)
        path.replace(folder / f"{stamp}-{path.name}")
        path.with_name(path.name + DONE).unlink(missing_ok=True)
    except (
        OSError
    ):  # another look has moved it, or the folder may not be written: it is known by then
        return


# --- answering ----------------------------------------------------------------------------------------


def _unanswered(at: datetime) -> Iterator[Submission]:
    rows = Submission.objects.filter(
        channel=Submission.Channel.FOLDER, ended_at__gt=at - ANSWERED_FOR
    ).select_related("body")
    for submission in rows:
        if not submission.is_open and not _answered(submission).exists():
            yield submission


def _answered(submission: Submission) -> Path:
    return handed_in(submission.pk) / "answered"


def _answer(submission: Submission) -> None:
    """Put the receipt, and the refused rows if there are some, where the body's system finds them."""
    assert submission.body is not None
    folder, name = Path(settings.INBOX) / submission.body.code, submission.file_name
    refused = refused_of(submission.pk)
    well = True
    if refused.exists():
        well = _put(folder, f"{name}.refused.xlsx", refused.read_bytes())
    well = _put(folder, f"{name}.receipt.json", _as_json(receipt_of(submission))) and well
    if well:
        _answered(submission).touch()


def _as_json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()


def _put(folder: Path, name: str, content: bytes) -> bool:
    """Write an answer whole; false where the folder cannot be written now."""
    place = folder / ANSWERS
    try:
        if place.is_symlink():
            return False
        place.mkdir(exist_ok=True)
        new = place / f".{name}.new"
        new.write_bytes(content)
        new.replace(place / name)
    except OSError:
        return False
    return True


# --- what the look before saw -------------------------------------------------------------------------


def _looks() -> Path:
    return Path(settings.SUBMISSIONS) / "inbox.json"


def _seen_before() -> dict[str, str]:
    try:
        told = json.loads(_looks().read_text(encoding="utf-8"))
        return dict(told) if isinstance(told, dict) else {}
    except (OSError, ValueError):
        return {}


def _keep_seen(now: dict[str, str]) -> None:
    put_whole(_looks(), lambda new: new.write_text(json.dumps(now), encoding="utf-8"))
