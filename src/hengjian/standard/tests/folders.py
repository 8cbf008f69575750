"""Writes small submissions for tests: a lawful one, to be spoilt in one place."""

from pathlib import Path

BODIES = "body_id,name,kind,level,sector\nB1,甲县市场监督管理局,agency,county,market\n"
CASES = (
    "body_id,case_id,kind,procedure,fine\nB1,C1,penalty,ordinary,500\nB1,C2,penalty,ordinary,800\n"
)
EVENTS = (
    "body_id,case_id,seq,activity,moment\n"
    "B1,C1,1,立案,2024-03-01\nB1,C1,2,decided,2024-04-01\nB1,C2,1,filed,2024-03-05\n"
)
COVERAGE = "body_id,table,name,covered_from\n*,*,*,2021-07-15\n"


def write(folder: Path, **tables: str | bytes | None) -> Path:
    """A folder with the lawful tables, each replaced by what is given (None: left out)."""
    folder.mkdir(exist_ok=True)
    usual = {"bodies": BODIES, "cases": CASES, "events": EVENTS, "coverage": COVERAGE}
    for name, text in (usual | tables).items():
        if text is not None:
            data = text if isinstance(text, bytes) else text.encode()
            (folder / f"{name}.csv").write_bytes(data)
    return folder
