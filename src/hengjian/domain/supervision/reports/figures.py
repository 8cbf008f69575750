"""Figures that the system knows and a form may ask for: what each counts, and for whom.

Serves prefilling and the comparison when an answer is submitted. A body's figures are those of the body,
a bureau's those of every body in its place; nothing is stored, all is counted when it is asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from hengjian.content.form_design import FormDesign
from hengjian.core.clock import CHINA
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.wording import said
from hengjian.domain.findings.models import Finding
from hengjian.domain.records.models import Record
from hengjian.domain.registry.models import Body, Certificate, Officer
from hengjian.domain.supervision.cases.models import Case, CaseStep
from hengjian.domain.supervision.duties.models import Duty
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.reports.answering import plain


@dataclass
class Scope:
    """Whose figures, and of which days; what several figures need is counted once."""

    unit: Unit
    since: date
    until: date

    @property
    def bodies(self) -> QuerySet[Body]:
        if self.unit.kind in (UnitKind.BODY, UnitKind.GOVERNMENT):
            return Body.objects.filter(unit=self.unit)
        return Body.objects.filter(unit__division__path__startswith=self.unit.division.path)

    @property
    def _keys(self) -> QuerySet[Any]:
        return self.bodies.order_by().values("pk")

    @cached_property
    def records(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Kind and result → decided cases and their fines in fen."""
        rows = Record.objects.filter(
            body__in=self._keys, decided_on__gte=self.since, decided_on__lte=self.until
        )
        found = rows.order_by().values_list("kind", "result").annotate(Count("pk"), Sum("fine"))
        return {(kind, result): (number, fines or 0) for kind, result, number, fines in found}

    def decided(self, kind: str, *results: str) -> Decimal:
        return Decimal(
            sum(
                number for (one, result), (number, _) in self.records.items()
                if one == kind and (not results or result in results)
            )
        )  # fmt: skip

    def fines(self) -> Decimal:
        fen = sum(fines for (kind, _), (_, fines) in self.records.items() if kind == "penalty")
        return Decimal(fen) / 100

    @cached_property
    def officers(self) -> dict[str, int]:
        """Kind → officers who were there on the last day."""
        there = Q(employed_from=None) | Q(employed_from__lte=self.until)
        stay = Q(employed_to=None) | Q(employed_to__gte=self.until)
        rows = Officer.objects.filter(there, stay, body__in=self._keys)
        return dict(rows.order_by().values_list("kind").annotate(Count("pk")))

    def certified(self) -> Decimal:
        """Officers with a card that was valid on the last day."""
        rows = Certificate.objects.filter(
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=self.until), body__in=self._keys,
            kind="enforcement", valid_from__lte=self.until, valid_to__gte=self.until,
        )  # fmt: skip
        return Decimal(rows.order_by().values("officer").distinct().count())

    def moments(self, name: str) -> dict[str, datetime]:
        first = datetime.combine(self.since, time(), CHINA)
        end = datetime.combine(self.until + timedelta(days=1), time(), CHINA)
        return {f"{name}__gte": first, f"{name}__lt": end}

    def findings(self, name: str, **more: str) -> Decimal:
        rows = Finding.objects.filter(body__in=self._keys, **self.moments(name), **more)
        return Decimal(rows.count())

    def leads(self) -> Decimal:
        rows = Lead.objects.filter(body__in=self._keys, **self.moments("opened_at"))
        return Decimal(rows.count())

    def cases(self, name: str) -> Decimal:
        rows = Case.objects.filter(body__in=self._keys, **self.moments(name))
        return Decimal(rows.count())

    def steps(self, *moves: str) -> Decimal:
        rows = CaseStep.objects.filter(
            case__body__in=self._keys, move__in=moves, **self.moments("at")
        )
        return Decimal(rows.count())

    def duties_late(self) -> Decimal:
        """Duties of the bureau whose day passed within the period before they were done."""
        days = {"due_on__gte": self.since, "due_on__lte": self.until}
        rows = Duty.objects.filter(unit=self.unit, **days)
        return Decimal(sum(one.missed for one in rows.only("state", "ended_on", "due_on")))


@dataclass(frozen=True)
class Figure:
    """``says`` is its definition, shown beside the figure wherever it is filled in."""

    label: Any
    says: Any
    count: Callable[[Scope], Decimal]


def _decided(kind: str, *results: str) -> Callable[[Scope], Decimal]:
    return lambda scope: scope.decided(kind, *results)


def _officers(kind: str) -> Callable[[Scope], Decimal]:
    return lambda scope: Decimal(scope.officers.get(kind, 0))


def _of_records(zh: str, en: str, kind: str, *results: str) -> Figure:
    tells = said(
        f"案卷库中决定日期在统计期内的{zh}案件数", f"{en}: accepted cases decided in the period"
    )
    return Figure(said(zh, en), tells, _decided(kind, *results))


FIGURES: dict[str, Figure] = {
    "penalty": Figure(
        said("处罚决定", "penalties"),
        said("案卷库中决定日期在统计期内、结果为给予处罚的处罚案件数", "cases that ended in a penalty"),
        _decided("penalty", "penalised"),
    ),
    "fines": Figure(
        said("罚款金额", "fines"),
        said("上述期间内处罚案件的罚款数之和，单位元", "the sum of their fines, in yuan"),
        Scope.fines,
    ),
    "not_penalised": _of_records("不予处罚", "not penalised", "penalty", "not_penalised"),
    "transferred": _of_records("移送", "transferred", "penalty", "transferred"),
    "permit_granted": _of_records("准予许可", "permits granted", "permit", "granted", "deemed_granted"),
    "permit_refused": _of_records("不予许可", "permits refused", "permit", "refused"),
    "coercion": _of_records("行政强制", "coercion", "coercion"),
    "inspection": _of_records("行政检查", "inspections", "inspection"),
    "inspection_problem": _of_records(
        "发现问题的行政检查", "inspections that found a problem", "inspection", "problem_found"
    ),
    "levy": _of_records("行政征收", "levies", "levy"),
    "payment": _of_records("行政给付", "payments", "payment"),
    "confirm": _of_records("行政确认", "confirmations", "confirm"),
    "ruling": _of_records("行政裁决", "rulings", "ruling"),
    "reward": _of_records("行政奖励", "rewards", "reward"),
    "officers": Figure(
        said("执法人员", "officers"),
        said("人员台账中统计期末在岗的执法人员数", "officers in the register on the last day"),
        _officers("enforcement"),
    ),
    "reviewers": Figure(
        said("法制审核人员", "legal reviewers"),
        said("人员台账中统计期末在岗的法制审核人员数", "reviewers in the register on the last day"),
        _officers("reviewer"),
    ),
    "auxiliaries": Figure(
        said("执法辅助人员", "auxiliaries"),
        said("人员台账中统计期末在岗的辅助人员数", "auxiliaries in the register on the last day"),
        _officers("auxiliary"),
    ),
    "certified": Figure(
        said("持证人员", "officers with a card"),
        said("统计期末持有效行政执法证的人数", "officers whose card was valid on the last day"),
        Scope.certified,
    ),
    "findings": Figure(
        said("问题线索", "findings"),
        said("统计期内由规则新发现的线索数", "findings that appeared in the period"),
        lambda scope: scope.findings("appeared_at"),
    ),
    "findings_fatal": Figure(
        said("致命的问题线索", "fatal findings"),
        said("其中严重程度为致命的", "those of the gravest severity"),
        lambda scope: scope.findings("appeared_at", severity="F"),
    ),
    "findings_gone": Figure(
        said("已经改正的线索", "findings gone"),
        said("统计期内经再次检查不再存在的线索数", "findings that a later run found no more"),
        lambda scope: scope.findings("vanished_at"),
    ),
    "leads": Figure(
        said("监督线索", "leads"),
        said("统计期内登记的监督线索数", "leads opened in the period"),
        Scope.leads,
    ),
    "cases_opened": Figure(
        said("立监督案件", "supervision cases opened"),
        said("统计期内批准立案的监督案件数", "supervision cases opened in the period"),
        lambda scope: scope.cases("opened_at"),
    ),
    "cases_ended": Figure(
        said("办结监督案件", "supervision cases ended"),
        said("统计期内结案的监督案件数", "supervision cases ended in the period"),
        lambda scope: scope.cases("ended_at"),
    ),
    "instruments": Figure(
        said("监督意见、建议、决定", "opinions, suggestions, decisions"),
        said("统计期内监督案件作出意见、建议、决定的次数", "instruments given in supervision cases"),
        lambda scope: scope.steps("give_opinion", "suggest", "decide"),
    ),
    "corrections": Figure(
        said("整改报告", "reports of correction"),
        said("统计期内被监督机关提交整改报告的次数", "reports of correction by bodies"),
        lambda scope: scope.steps("report"),
    ),
    "duties_late": Figure(
        said("逾期的监督职责", "late duties"),
        said("期限在统计期内而逾期的监督职责数（只计监督机构自己的）", "duties of the bureau that were missed"),
        Scope.duties_late,
    ),
}  # fmt: skip
"""Code → figure. A form's field names one; what is counted stands in `says`, for everybody to read."""


def counted(design: FormDesign, unit: Unit, since: date, until: date) -> dict[str, str]:
    """Field → figure, for the fields that ask for one."""
    asked = {one.name: one.figure for one in design.fields() if one.figure in FIGURES}
    scope = Scope(unit, since, until)
    known = {code: plain(FIGURES[code].count(scope)) for code in set(asked.values())}
    return {name: known[code] for name, code in asked.items()}


def unknown(design: FormDesign) -> Iterable[str]:
    """Figures that a design names and nobody counts."""
    return sorted({one.figure for one in design.fields() if one.figure} - FIGURES.keys())
