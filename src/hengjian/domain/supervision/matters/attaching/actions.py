"""Files that come with a step: kept by their hash, in the step's own transaction."""

from collections.abc import Sequence
from datetime import datetime

from hengjian.content.errors import PlainError
from hengjian.core.files.guard import Arrived
from hengjian.core.files.kept import stored
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.matters.models import MatterFile, MatterStep


def attach(
    step: MatterStep, files: Sequence[Arrived], *, secret: bool, by: Post, at: datetime
) -> list[MatterFile]:
    """The files of a step. ``secret``: the step tells who complained, and a file would tell it too."""
    if files and secret:
        raise PlainError(
            say(
                "登记投诉时不收附件，附件可能写有投诉人身份",
                "no files here: they may tell who complained",
            ),
            say("请在受理以后的步骤里上传，或者交给承办人。", "Bring them with a later step."),
        )
    rows = [MatterFile(step=step, **stored(one), by=by, at=at) for one in files]
    return MatterFile.objects.bulk_create(rows)
