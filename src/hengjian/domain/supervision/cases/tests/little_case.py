"""A body that did wrong, two supervisors with certificates, the heads, and the body's clerk."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import PASSWORD, SINCE, SmallCity
from hengjian.domain.registry.models import Body, Certificate, Officer
from hengjian.domain.supervision.cases import actions
from hengjian.domain.supervision.cases.handlers.actions import appoint
from hengjian.domain.supervision.cases.models import Case, CaseStep

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass
class LittleCase:
    """Days pass with `wait`; `take` acts as whoever the step is for."""

    city: SmallCity
    body: Body
    first: Post
    second: Post
    third: Post
    head: Post
    clerk: Post
    cards: dict[int, Certificate] = field(default_factory=dict)
    at: datetime = AT

    @classmethod
    def ready(cls, city: SmallCity, management: str = "local") -> "LittleCase":
        common = {"version": 1, "changed_at": AT}
        body = Body.objects.create(
            unit=city.body_a, code="B001", name="甲县市场监督管理局", kind="agency",
            level="county", management=management, **common,
        )  # fmt: skip

        def supervisor(login: str, name: str) -> Post:
            person = enrol_person(login, name, password=PASSWORD, by=None, at=AT)
            return give_post(person, city.bureau_a, Role.SUPERVISOR, since=SINCE, by=None, at=AT)

        head = give_post(
            enrol_person("head_a", "何十", password=PASSWORD, by=None, at=AT),
            city.bureau_a, Role.LEADER, since=SINCE, by=None, at=AT,
        )  # fmt: skip
        made = cls(
            city, body, city.county_a, supervisor("second", "吴九"), supervisor("third", "郑十一"),
            head, city.clerk_a,
        )  # fmt: skip
        for number, post in enumerate((made.first, made.second, made.third)):
            officer = Officer.objects.create(
                code=f"P{number}", body=body, name=post.person.name, kind="supervisor", **common
            )
            made.cards[post.pk] = Certificate.objects.create(
                code=f"JD{number}", officer=officer, body=body, kind="supervision",
                valid_from=date(2025, 1, 1), valid_to=date(2027, 12, 31), **common,
            )  # fmt: skip
        return made

    def proposed(self) -> Case:
        return actions.propose(
            title="超期作出处罚决定", facts="三件案件自立案之日起超过九十日才作出决定。",
            body=self.body, bureau=self.city.bureau_a, unit=self.city.bureau_a, by=self.first,
            at=self.at,
        )  # fmt: skip

    def opened(self) -> Case:
        """Opened, with two handlers."""
        case = self.proposed()
        self.take(case, "approve_opening")
        for post in (self.first, self.second):
            self.appoint(case, post, leading=post is self.first)
        return case

    def appoint(self, case: Case, post: Post, *, leading: bool = False) -> None:
        case.refresh_from_db()
        appoint(
            case, post, self.cards[post.pk], leading=leading, seen=case.version, by=self.head,
            at=self.at,
        )  # fmt: skip

    def take(self, case: Case, code: str, *, by: Post | None = None, **more: object) -> CaseStep:
        from hengjian.domain.supervision.cases.workflow import MOVES, Doer

        who = {Doer.BODY: self.clerk, Doer.CHIEF: self.head}.get(MOVES[code].by, self.first)
        case.refresh_from_db()
        step = actions.take(
            case, code, seen=case.version, by=by or who, at=self.at,
            **{"words": "情况如案卷所载。", **more},  # type: ignore[arg-type]
        )  # fmt: skip
        case.refresh_from_db()
        return step

    def deliberated(self) -> Case:
        """As far as the deliberation."""
        case = self.opened()
        for code in ("notify", "explain", "conclude"):
            self.take(case, code)
        return case

    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)
