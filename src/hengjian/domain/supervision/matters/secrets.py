"""Who complained, as leads know reporters: the secret fields of a kind by the names that they bear there.

Serves the actions, which look whether a text tells it and hand it to a lead. It shows nothing to anybody.
"""

from collections.abc import Mapping
from typing import Any

from hengjian.domain.supervision.leads.guarding import need_silent
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.matters.models import Matter, MatterSecret

FIELDS = {"person": "name", "phone": "phone", "exact_place": "place", "own_words": "words"}
"""Secret field of a kind → field of a reporter."""


def reporter_of(values: Mapping[str, Any]) -> Reporter:
    """A reporter that is not kept: what the secret fields say."""
    return Reporter(**{field: str(values.get(name, "")) for name, field in FIELDS.items()})


def keep_silent(matter: Matter, texts: Mapping[str, str]) -> None:
    """Nothing that is written, by its field's name, may tell who complained."""
    known = MatterSecret.objects.filter(matter=matter).first()
    if known is not None:
        need_silent(texts, [reporter_of(known.values)])
