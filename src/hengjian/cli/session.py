"""What the last `check` read, so that `explain` can be asked without repeating it."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from hengjian.content.wording import home


@dataclass(frozen=True)
class LastCheck:
    """The arguments of the last check; paths are absolute."""

    path: str
    as_of: str
    overlay: str | None
    mapping: str | None
    covered: bool

    def save(self) -> None:
        """Remember it; a home that cannot be written is no reason to fail."""
        try:
            home().mkdir(parents=True, exist_ok=True)
            (home() / "last-check.json").write_text(json.dumps(asdict(self)), encoding="utf-8")
        except OSError:
            return

    @classmethod
    def load(cls) -> "LastCheck | None":
        try:
            return cls(**json.loads((home() / "last-check.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_of)


def absolute(path: Path | None) -> str | None:
    return str(path.resolve()) if path is not None else None
