"""A little case of county A, county B that may get it, and the city over both, each with its people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hengjian.core.organisation.models import Unit
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import PASSWORD, SINCE, SmallCity
from hengjian.domain.registry.models import Certificate, Officer
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.tests.little_case import AT, LittleCase
from hengjian.domain.supervision.modes import actions
from hengjian.domain.supervision.modes.actions import Given
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.workflow import Mode

SAID = {
    Mode.DESIGNATED: {"conflicted": "该机关负责人与甲县司法局负责人是近亲属"},
    Mode.ESCALATED: {"great_effect": "已有多家媒体报道"},
    Mode.JOINT: {"specialists": "需要乙县的专业人员"},
}


@dataclass
class LittleMode:
    """``a``: the first handler of county A; ``b``: of county B; ``chief``: who heads the city's bureau."""

    little: LittleCase
    head_b: Post
    b: Post
    b_second: Post
    city_general: Post

    @classmethod
    def ready(cls, city: SmallCity) -> "LittleMode":
        little = LittleCase.ready(city)
        made = cls(
            little,
            appointed("head_b", "冯十二", city.bureau_b, Role.LEADER),
            city.county_b,
            appointed("b_second", "陈十三", city.bureau_b, Role.SUPERVISOR),
            appointed("general", "褚十四", city.bureau, Role.SUPERVISOR),
        )
        for number, post in enumerate((made.b, made.b_second, made.city_general, city.city)):
            little.cards[post.pk] = card(little, post, f"X{number}")
        return made

    @property
    def city(self) -> SmallCity:
        return self.little.city

    @property
    def chief(self) -> Post:
        return self.city.leader

    @property
    def at(self) -> Any:
        return self.little.at

    def asked(
        self, case: Case, mode: Mode = Mode.DESIGNATED, *, by: Post | None = None, **more: Any
    ) -> ModeRequest:
        case.refresh_from_db()
        given = more.pop("given", Given(target=self.city.bureau_b) if mode == Mode.DESIGNATED
                         else Given())  # fmt: skip
        return actions.ask(
            case, mode, reason="请共同上一级决定。", words=more.pop("words", SAID[mode]), given=given,
            seen=case.version, by=by or self.little.first, at=self.at, **more,
        )  # fmt: skip

    def take(self, request: ModeRequest, code: str, *, by: Post, **more: Any) -> ModeRequest:
        request.refresh_from_db()
        seen = more.pop("seen", request.version)
        more.setdefault("words", "情况属实，同意。")
        return actions.take(request, code, seen=seen, by=by, at=self.at, **more)

    def handed(self, case: Case, mode: Mode = Mode.DESIGNATED) -> ModeRequest:
        """As far as the hand-over, which waits for its receipt."""
        request = self.asked(case, mode)
        self.take(request, "decide", by=self.chief)
        return self.take(request, "hand_over", by=self.little.head)

    def moved(self, case: Case) -> ModeRequest:
        """Received by county B, with two new handlers."""
        request = self.handed(case)
        chosen = [(one, self.little.cards[one.pk]) for one in (self.b, self.b_second)]
        request = self.take(request, "receive", by=self.head_b, given=Given(handlers=chosen))
        case.refresh_from_db()
        return request


def appointed(login: str, name: str, unit: Unit, role: Role) -> Post:
    person = enrol_person(login, name, password=PASSWORD, by=None, at=AT)
    return give_post(person, unit, role, since=SINCE, by=None, at=AT)


def card(
    little: LittleCase, post: Post, code: str, *, valid_to: date = date(2027, 12, 31)
) -> Certificate:
    """A supervision certificate in the register, under the person's name."""
    common: dict[str, Any] = {"version": 1, "changed_at": AT}
    officer = Officer.objects.create(
        code=code, body=little.body, name=post.person.name, kind="supervisor", **common
    )
    return Certificate.objects.create(
        code=f"JD{code}", officer=officer, body=little.body, kind="supervision",
        valid_from=date(2025, 1, 1), valid_to=valid_to, **common,
    )  # fmt: skip
