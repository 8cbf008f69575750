"""Founds the demo: the city, its records, what the rules find in them, and what people did so far.

Serves `hengjian demo`. Each noun founds its own part; this module knows the order, and that a founding
that was broken off is begun anew.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from shutil import rmtree

from django.conf import settings

from hengjian.core.clock import day_of
from hengjian.core.jobs.actions import start
from hengjian.core.jobs.schedules import REGULAR
from hengjian.core.people.models import Post, Role
from hengjian.core.wording import say
from hengjian.domain.findings import running
from hengjian.domain.findings.founding.actions import date_findings, found_triage
from hengjian.domain.findings.models import CheckRun, Finding
from hengjian.domain.records.founding.actions import found_records
from hengjian.domain.records.models import Unmasking
from hengjian.domain.records.unmasking.actions import unmask
from hengjian.domain.registry.founding.actions import found_demo_city
from hengjian.domain.registry.founding.people import is_founded, pilot
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.founding.actions import found_cases, found_leads
from hengjian.domain.supervision.leads.founding.actions import found_inbox
from hengjian.domain.supervision.matters.founding.actions import Cast, found_matters
from hengjian.domain.supervision.measures.founding.actions import found_measures
from hengjian.domain.supervision.modes.founding.actions import found_modes
from hengjian.domain.supervision.orders.founding.actions import found_orders
from hengjian.domain.supervision.reports.founding.actions import found_reports
from hengjian.domain.supervision.secrecy.founding.actions import BEGUN, found_reported
from hengjian.domain.supervision.typical.founding.actions import found_typical
from hengjian.simulator import pilot as pilot_city

Tell = Callable[[str], None]
UNFINISHED = "founding"
"""A file of this name lies in the demo's folder until all is founded."""
_OURS = ("hengjian.sqlite3", "hengjian.sqlite3-wal", "hengjian.sqlite3-shm", "archive", "submissions",
         "ledger-keys")  # fmt: skip


def found_demo(*, at: datetime, cases: int | None = None, tell: Tell) -> None:
    """The whole demo in an empty database. ``cases``: so many, if not as many as the recipe says.

    What would be done at night is started as well, so that its first day has begun.
    """
    mark = _home() / UNFINISHED
    count = cases or pilot().cases
    tell(say(f"模拟两年的执法：{count:,} 件案件 …", f"Simulating {count:,} cases of two years …"))
    tables = pilot_city.city(content(), pilot(), count, day_of(at))
    tell(say("建立机构、人员和台账 …", "Founding organisation, people and registers …"))
    mark.touch()
    found_demo_city(tables, at=at)
    tell(say("案卷入库并建立索引 …", "Storing and indexing the records …"))
    found_records(tables, at=at)
    tell(say("按规则检查全部案卷 …", "Checking every record against the rules …"))
    running.run(CheckRun.Cause.FULL, at=at, notify=False)
    tell(say("办理一部分线索和监督案件 …", "Working on some findings and cases …"))
    _found_work(at)
    for regular in sorted(REGULAR.values(), key=lambda one: one.name.startswith("ledger.check")):
        start(regular.task, by=None, at=at)  # the ledger is checked against what its witnesses hold
    mark.unlink()


def _found_work(at: datetime) -> None:
    """What people did so far: findings triaged, leads raised, cases at each stage."""
    date_findings(at=at)
    supervisor = _post_of("wang")
    found_triage(supervisor, _post_of("li"), at=at)
    found_leads(supervisor, at=at)
    cases = found_cases(at=at)
    found_measures(cases, at=at)
    found_typical(cases, at=at)
    found_modes(at=at)
    leads = found_inbox(supervisor, ago=range(BEGUN, 100), at=at)
    found_reported(supervisor, at=at)
    leads += found_inbox(supervisor, ago=range(BEGUN), at=at)
    found_orders(_post_of("lin"), supervisor, _post_of("li"), leads, at=at)
    cast = Cast(*(_post_of(login) for login in ("wang", "hu", "deng", "li", "xie", "chen", "luo")))
    found_matters(cast, at=at)
    found_reports(at=at)
    asked = Finding.objects.filter(body=_post_of("li").unit.body, record__isnull=False).first()
    if asked is not None and asked.record is not None:
        purpose = Unmasking.Purpose.values[0]
        unmask(asked.record, purpose=purpose, words="核对线索（模拟数据）", by=supervisor, at=at)


def _post_of(login: str) -> Post:
    """The post of somebody whom one can log in as."""
    return Post.objects.select_related("unit__division", "person").get(
        person__login=login,
        role__in=(Role.SUPERVISOR, Role.BODY_CLERK, Role.LEADER, Role.INVITED_SUPERVISOR),
    )


def is_whole() -> bool:
    """Whether the demo was founded to its end."""
    return is_founded() and not (_home() / UNFINISHED).exists()


def clear_unfinished(home: Path) -> None:
    """Remove what a founding that was broken off left in the demo's own folder."""
    if not (home / UNFINISHED).exists():
        return
    for name in _OURS:
        path = home / name
        if path.is_dir():
            rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (home / UNFINISHED).unlink()


def _home() -> Path:
    return Path(settings.HOME)
