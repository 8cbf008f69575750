"""The list of powers in force as this noun reads it: the power of a rule, the norms in words.

Serves actions and pages. Nothing here knows how long the list is or what its powers are called: a city
puts its own list into the content.
"""

from dataclasses import dataclass
from datetime import date

from hengjian.content.citation import Citation
from hengjian.content.powers import Power, PowerList
from hengjian.domain.registry.lists import content, labels
from hengjian.rules.rule import holds_here

TIERS = ("city", "county", "township", "village")


@dataclass(frozen=True)
class Norm:
    """One article: as it is cited, and what it says as far as it was read."""

    cited: str
    says: str


NONE = PowerList.model_validate(
    {
        "id": "", "title": "", "territory": "", "from": date.min, "confidence": "constructed",
        "common": {"consequence": "", "basis": ()}, "powers": (),
    }
)  # fmt: skip


def list_in_force(day: date) -> PowerList:
    """The one list of ``day``; before the first there is an empty one, and nothing is owed."""
    if all(day < one.from_ for one in content().power_lists):
        return NONE
    return content().power_list(day)


def list_to_show(day: date) -> PowerList:
    """The list of ``day``, or the first there is: pages show what is coming rather than nothing."""
    first = content().power_lists[0]
    return content().power_list(max(day, first.from_))


def powers_of_rule(powers: PowerList, rule: str) -> list[Power]:
    """The powers whose duties a finding of this rule gives rise to."""
    return [power for power, _ in powers.raised_by("finding", rule)]


def power_of_triage(powers: PowerList, rule: str) -> str:
    """Which power somebody exercises who decides about a finding of this rule: the one that the list
    names for it, else the one that looks at findings at all; empty where the list has neither."""
    named = powers_of_rule(powers, rule) or [one for one, _ in powers.raised_by("finding_fatal")]
    return named[0].code if named else ""


def group_name(code: str) -> str:
    return labels("power_groups").get(code, code)


def event_name(code: str) -> str:
    return labels("power_events").get(code, code)


def part_name(code: str) -> str:
    return labels("power_parts").get(code, code)


def norms(texts: tuple[str, ...]) -> list[Norm]:
    """Articles with what they say; of a law that this installation has no text of, the name alone."""
    return [_norm(Citation.parse(text)) for text in texts]


def norms_here(texts: tuple[str, ...]) -> list[Norm]:
    """Those that hold in this province: all that ever stands on paper."""
    return norms(tuple(text for text in texts if _holds_here(text)))


def norms_elsewhere(texts: tuple[str, ...]) -> list[Norm]:
    """Those of other provinces: to compare with on the screen, never on paper."""
    return norms(tuple(text for text in texts if not _holds_here(text)))


def _holds_here(text: str) -> bool:
    return holds_here(content().law(Citation.parse(text).law), content().profile)


def _norm(citation: Citation) -> Norm:
    law = content().law(citation.law)
    return Norm(citation.words(law.id), law.articles.get(citation.article or "", ""))
