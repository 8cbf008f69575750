"""Keeps the files that came with a step of a case, in the transaction of the step.

Serves the actions of cases. The step's ledger entry carries the hashes, so that no file can be exchanged
later without its being seen.
"""

from collections.abc import Iterable
from datetime import datetime

from hengjian.core.files.guard import Arrived
from hengjian.core.files.kept import stored
from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases.models import CaseFile, CaseStep


def attach(
    step: CaseStep, files: Iterable[Arrived], *, by: Post | None, at: datetime
) -> list[CaseFile]:
    """Keep the files with this step."""
    rows = [CaseFile(step=step, **stored(one), by=by, at=at) for one in files]
    return CaseFile.objects.bulk_create(rows)
