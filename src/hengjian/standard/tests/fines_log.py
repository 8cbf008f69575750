"""Where the real log of road traffic fines lies, for the tests that read it; it is not ours to ship.

Looked for in the file that HENGJIAN_FINES_LOG names, in `data/` of this checkout, and in `data/` of
the folders beside it, so that several checkouts share one copy.
"""

import os
from pathlib import Path

import pytest

NAME = "Road_Traffic_Fine_Management_Process.xes.gz"


def find(checkout: Path, named: str | None) -> Path | None:
    """The first place that holds the log; None if it is nowhere at hand."""
    places = [checkout / "data" / NAME, *sorted(checkout.parent.glob(f"*/data/{NAME}"))]
    return next((path for path in ([Path(named)] if named else places) if path.is_file()), None)


FOUND = find(Path(__file__).parents[4], os.environ.get("HENGJIAN_FINES_LOG"))
FINES = FOUND or Path("data") / NAME
needs_the_fines_log = pytest.mark.skipif(
    FOUND is None,
    reason=f"put {NAME} (4TU, doi 10.4121/uuid:270fd440-1057-4fb9-89a9-b699b47990f5) into data/ "
    "or name it in HENGJIAN_FINES_LOG",
)
