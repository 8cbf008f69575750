"""Takes in a submission in a guarded child and rebuilds it here, as if it had been read here.

Serves every command and page that is given foreign files. `take_in_apart` runs in the child, turns
the submission into frames and plain values; `Intake` waits for them. It judges nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hengjian.standard.reading.guard import GuardedResult, Reading, start_guarded
from hengjian.standard.reading.limits import Limits, checked_size, unreadable

if TYPE_CHECKING:
    import polars as pl

    from hengjian.standard.submission import Submission

CHILD = f"{__name__}:take_in_apart"
_RECORDS, _PROBLEMS, _REFUSED = "records/", "problems", "refused/"


class Intake:
    """A submission being read by a child. Leaving the ``with`` block ends an unfinished reading."""

    def __init__(
        self,
        path: Path,
        overlays: Sequence[Path] = (),
        *,
        mapping: str | None = None,
        limits: Limits | None = None,
        known: Path | None = None,
        keeps: Sequence[str] = (),
    ) -> None:
        """``known``, ``keeps``: what the receiver knows and keeps itself, see `receiver`."""
        limits = limits or Limits()
        if not path.exists():
            raise unreadable(
                (f"找不到“{path}”", f"no such file or folder: {path}"),
                ("请核对路径。", "Check the path."),
            )
        if path.is_dir():
            checked_size(path, limits)
        self._path = path
        self._reading: Reading = start_guarded(
            CHILD,
            {
                "path": str(path.resolve()),
                "overlays": [str(overlay.resolve()) for overlay in overlays],
                "mapping": mapping,
                "known": None if known is None else str(known.resolve()),
                "keeps": list(keeps),
            },
            limits,
        )

    def submission(self, progress: Callable[[float], None] | None = None) -> "Submission":
        """Wait for the child. Raises UnreadableError or ContentError as reading here would."""
        return _rebuilt(self._path, self._reading.result(progress))

    def __enter__(self) -> "Intake":
        return self

    def __exit__(self, *raised: object) -> None:
        self._reading.cancel()


def take_in_apart(
    path: Path,
    overlays: Sequence[str],
    mapping: str | None,
    known: str | None,
    keeps: Sequence[str],
    limits: Limits,
    progress: Callable[[float], None],
) -> "tuple[dict[str, pl.DataFrame], dict[str, Any]]":
    """In the child: `take_in`, taken apart into frames and JSON values."""
    from hengjian.content import Content, ContentError
    from hengjian.standard.reading.intake import take_in
    from hengjian.standard.receiver import Receiver

    try:
        submission = take_in(
            path,
            Content.installed(*map(Path, overlays)),
            limits=limits,
            mapping=mapping,
            receiver=None if known is None else Receiver.kept_in(Path(known), keeps),
            progress=lambda doing, share: progress(share),
        )
    except ContentError as error:
        return {}, {"content": error.problems}
    frames = {f"{_RECORDS}{name}": frame for name, frame in submission.records.frames.items()}
    frames |= {f"{_REFUSED}{file}": frame for file, frame in submission.refused.items()}
    frames[_PROBLEMS] = submission.problems.table
    return frames, {
        "submitted": sorted(submission.records.submitted),
        "counts": [[*key, count] for key, count in submission.problems.counts.items()],
        "sources": [list(astuple(source)) for source in submission.sources],
        "mapping": submission.mapping,
        "gaps": [list(astuple(gap)) for gap in submission.gaps],
        "held_back": submission.held_back,
    }


def _rebuilt(path: Path, result: GuardedResult) -> "Submission":
    from hengjian.content import ContentError
    from hengjian.standard.gaps import Gap
    from hengjian.standard.problems import Problems
    from hengjian.standard.records import Records
    from hengjian.standard.submission import SourceFile, Submission

    frames, meta = result.frames, result.meta
    if "content" in meta:
        raise ContentError(meta["content"])
    counts = {(file, field, why, refused): n for file, field, why, refused, n in meta["counts"]}
    return Submission(
        path,
        Records(_under(_RECORDS, frames), frozenset(meta["submitted"])),
        Problems([frames[_PROBLEMS]] if counts else [], counts),
        [SourceFile(*source) for source in meta["sources"]],
        _under(_REFUSED, frames),
        meta["mapping"],
        [Gap(*gap) for gap in meta["gaps"]],
        meta["held_back"],
    )


def _under(prefix: str, frames: Mapping[str, "pl.DataFrame"]) -> dict[str, "pl.DataFrame"]:
    return {
        name.removeprefix(prefix): frame
        for name, frame in frames.items()
        if name.startswith(prefix)
    }
