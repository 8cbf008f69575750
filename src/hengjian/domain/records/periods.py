"""The statutory terms that run in a case: from which act to which, until when, kept or not, and the sum.

Serves the drawing on a record's page. Numbers, articles and ways of counting come from the parameters;
here stands only between which acts a term runs. It judges nothing: that an act is not on record may
mean that it was not reported, which only the rules know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hengjian.content import Content, models
from hengjian.content.citation import Citation
from hengjian.core.wording import say
from hengjian.terms import Calendar, Counting, Due, Length, Stop, TermError, count, counting_of

DECISION = "decision"
"""Not an activity: the date printed on the decision, else the day on which it was made."""


@dataclass(frozen=True)
class Running:
    """Between which acts a term runs: from the first ``start`` that there is to the first ``end``."""

    parameter: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    zh: str
    en: str
    kinds: tuple[str, ...] = ()
    procedure: str = ""
    extended: str = ""
    stops: bool = False
    otherwise: tuple[str, ...] = ()  # acts after which it need not be ended
    sectors: tuple[str, ...] = ()
    other_sectors: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    results: tuple[str, ...] = ()


PENALTY, PERMIT = ("penalty",), ("permit",)
_OTHERWISE = ("closed", "transferred", "crime_transferred", "not_filed")
TERMS: tuple[Running, ...] = (
    Running("penalty.filing", ("clue_received",), ("filed", "not_filed", "transferred"),
            "收到线索 → 决定是否立案", "clue → filing", PENALTY, extended="filing_extended", stops=True),
    Running("penalty.preservation", ("preserved",), ("preservation_handled",),
            "登记保存 → 处理", "preserved → handled", PENALTY),
    Running("penalty.decision", ("filed",), (DECISION,), "立案 → 处罚决定", "filed → decided",
            PENALTY, "ordinary", "decision_extended", stops=True, otherwise=_OTHERWISE),
    Running("legal_review.completion", ("review_sent",), ("legally_reviewed",),
            "送审 → 法制审核", "sent → reviewed", PENALTY, extended="review_extended"),
    Running("penalty.service", ("announced", DECISION), ("served",), "决定 → 送达", "decided → served",
            PENALTY, "ordinary", otherwise=("dispatched",)),
    Running("disclosure.publication", (DECISION,), ("published",), "决定 → 公开",
            "decided → published", PENALTY + PERMIT, other_sectors=("market",)),
    Running("disclosure.market_publication", (DECISION,), ("published",), "决定 → 公示",
            "decided → published", PENALTY, sectors=("market",)),
    Running("penalty.payment", ("served",), ("paid", "cash_collected"), "送达 → 缴纳罚款",
            "served → paid", PENALTY, otherwise=("deferred",), results=("penalised",)),
    Running("penalty.cash_hand_in", ("cash_collected",), ("cash_handed_in",), "当场收缴 → 上交",
            "collected → handed in", PENALTY),
    Running("coercion.seizure", ("measure_taken",), ("measure_lifted", "measure_handled"),
            "查封扣押 → 处理或者解除", "seized → lifted", extended="measure_extended", stops=True,
            measures=("seal", "detain")),
    Running("permit.decision", ("accepted",), (DECISION,), "受理 → 许可决定", "accepted → decided",
            PERMIT, extended="permit_extended", stops=True, otherwise=("passed_up", "closed")),
    Running("permit.issue", (DECISION,), ("licence_issued",), "许可决定 → 颁证",
            "decided → licence", PERMIT, results=("granted",)),
    Running("inspection.result_published", ("inspected",), ("result_published",), "检查 → 结果公开",
            "inspected → published", ("inspection",)),
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """A term as it ran. ``due``: its last day; None while its clock stands still.

    ``state``: kept · late · overdue (its end is not on record) · running · disputed · stopped · moot.
    """

    label: str
    length: str
    basis: str
    start: date
    due: date | None
    ended: date | None
    state: str
    sum: str
    stops: tuple[tuple[date, date | None], ...] = ()
    extended: int = 0
    note: str = ""

    @property
    def tone(self) -> str:
        return {"kept": "good", "late": "bad", "overdue": "warn", "running": "note"}.get(self.state, "quiet")  # fmt: skip

    @property
    def words(self) -> str:
        return {
            "kept": say("期限内", "in time"),
            "late": say(f"超过 {self.late_by} 日", f"{self.late_by} days late"),
            "overdue": say("到期没有记录", "due, not on record"),
            "running": say("期限未满", "running"),
            "disputed": say("末日顺延，有争议", "disputed last day"),
            "stopped": say("期间扣除中", "clock stopped"),
            "moot": say("已另行结束", "ended otherwise"),
        }[self.state]

    @property
    def late_by(self) -> int:
        return (self.ended - self.due).days if self.ended and self.due else 0


@dataclass(frozen=True)
class Acts:
    """What a case's events say of days. ``days``: act → its days, in order."""

    days: Mapping[str, Sequence[date]]
    stops: tuple[tuple[date, date | None, str], ...] = ()
    extensions: Mapping[str, int] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    sector: str = ""

    def first(self, acts: Sequence[str], since: date | None = None) -> date | None:
        """The day of the first of these acts that there is: earlier named ones come first as starts."""
        for act in acts:
            found = [day for day in self.days.get(act, ()) if since is None or day >= since]
            if found:
                return found[0]
        return None

    def earliest(self, acts: Sequence[str], since: date) -> date | None:
        """The earliest of these acts on or after a day."""
        found = [day for act in acts for day in self.days.get(act, ()) if day >= since]
        return min(found, default=None)


def periods(acts: Acts, content: Content, calendar: Calendar, *, today: date) -> list[Period]:
    """The terms that run or ran in this case, in the order in which they began."""
    found = [_period(one, acts, content, calendar, today) for one in TERMS if _runs(one, acts)]
    return sorted((one for one in found if one is not None), key=lambda one: one.start)


def _runs(term: Running, acts: Acts) -> bool:
    case = acts.case
    if term.kinds and case.get("kind") not in term.kinds:
        return False
    if term.procedure and case.get("procedure") != term.procedure:
        return False
    if term.sectors and acts.sector not in term.sectors:
        return False
    if term.other_sectors and acts.sector in term.other_sectors:
        return False
    if term.results and case.get("result") not in term.results:
        return False
    return not term.measures or bool(set(term.measures) & set(case.get("measure_kinds") or ()))


def _period(
    term: Running, acts: Acts, content: Content, calendar: Calendar, today: date
) -> Period | None:
    start = acts.first(term.start)
    parameter = content.parameters.get(term.parameter)
    if start is None or parameter is None:
        return None
    value = value_at(parameter, start, {"sector": acts.sector, "kind": acts.case.get("kind") or "",
                                        "party_kind": acts.case.get("party_kind") or ""})  # fmt: skip
    if value is None or value.value is None:
        return None
    cited = value.basis[0] if value.basis else parameter.law
    law = content.law(Citation.parse(cited).law) if cited else None
    base, unit = int(value.value), value.unit or "day"
    counting = counting_of(base, unit, law)
    if counting is Counting.HOURS:
        return None
    extended = acts.extensions.get(term.extended, 0) if term.extended else 0
    ended = acts.earliest(term.end, start)
    moot = ended is None and acts.earliest(term.otherwise, start) is not None
    stops = tuple(one for one in acts.stops if term.stops and (one[1] is None or one[1] > start))
    told: dict[str, Any] = {
        "label": say(term.zh, term.en),
        "length": _length(base, unit, counting),
        "basis": "、".join(Citation.parse(one).words() for one in value.basis),
        "start": start, "ended": ended, "extended": extended,
        "stops": tuple((since, until) for since, until, _ in stops),
        "note": value.note or "",
    }  # fmt: skip
    try:
        due = count(
            start, Length(base + extended, unit), calendar, law=law, counting=counting,
            stops=[Stop(since, until, why) for since, until, why in stops],
        )  # fmt: skip
    except TermError as error:
        return Period(**told, due=None, state="moot" if moot else "stopped", sum=str(error))
    roll = "yes" if parameter.roll == "always" else "perhaps" if parameter.roll == "disputed" and due.rolled_over else "no"  # fmt: skip
    last = due.rolled if roll == "yes" else due.due
    return Period(
        **told, due=last, state="moot" if moot else _state(due, parameter.roll, ended, today),
        sum=due.explain(roll),  # type: ignore[arg-type]
    )  # fmt: skip


def _state(due: Due, roll: str, ended: date | None, today: date) -> str:
    first = due.rolled if roll == "always" else due.due
    last = due.due if roll == "never" else due.rolled
    until = ended or today
    if until <= first:
        return "kept" if ended else "running"
    if until <= last:
        return "disputed"
    return "late" if ended else "overdue"


def value_at(
    parameter: models.Parameter, day: date, keys: Mapping[str, str]
) -> models.Value | None:
    """The value in force on a day that fits these keys best; none that nobody has verified."""
    fitting = [
        one for one in parameter.values
        if (one.from_ is None or one.from_ <= day)
        and (one.until is None or day <= one.until)
        and all(keys.get(key) in ([want] if isinstance(want, str) else want) for key, want in one.when.items())
    ]  # fmt: skip
    best = max(fitting, key=lambda one: (len(one.when), one.from_ or date.min), default=None)
    return None if best is None or best.confidence == "unverified" else best


def merged(
    stops: Sequence[tuple[date, date | None, str]],
) -> tuple[tuple[date, date | None, str], ...]:
    """Stops in order, those that meet as one: a day is left out once."""
    done: list[tuple[date, date | None, str]] = []
    for since, until, why in sorted(stops, key=lambda one: one[0]):
        if done:
            first, last, reason = done[-1]
            if last is None:
                continue
            if since <= last + timedelta(days=1):
                done[-1] = (first, None if until is None else max(last, until), reason)
                continue
        done.append((since, until, why))
    return tuple(done)


def _length(amount: int, unit: str, counting: Counting) -> str:
    zh, en = {
        Counting.WORKING: ("个工作日", "working days"),
        Counting.CALENDAR: ("日", "days"),
        Counting.MONTHS: ("个月", "months"),
        Counting.YEARS: ("年", "years"),
    }[counting]
    return say(f"{amount} {zh}", f"{amount} {en}")
