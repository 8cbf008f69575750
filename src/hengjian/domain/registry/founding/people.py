"""Whom one can log in as in the demo; the demo's login page lists them.

Serves that page and the founding. Outside the demo nobody asks for it, and none of them exists.
"""

from dataclasses import dataclass
from functools import cache

from hengjian.core.entries.models import LedgerEntry
from hengjian.core.wording import say
from hengjian.domain.registry.lists import content
from hengjian.simulator.pilot import Pilot


@dataclass(frozen=True)
class Login:
    """One line of the list: `say` gives who it is in the reader's language."""

    login: str
    name: str
    password: str
    role: str
    zh: str
    en: str

    @property
    def words(self) -> str:
        return say(self.zh, self.en)


@cache
def pilot() -> Pilot:
    return Pilot.of(content())


def demo_people() -> list[Login]:
    """One person for each role, in the order of the recipe."""
    return [
        Login(one.login, one.name, pilot().password, one.role, one.zh, one.en)
        for one in pilot().people
    ]


def is_founded() -> bool:
    """Whether the demo city stands in this database."""
    return LedgerEntry.objects.filter(kind="city.founded").exists()
