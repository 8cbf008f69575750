"""What is checked by itself: the ledger every night and in between, its heads sent out daily; rights."""

from hengjian.content.errors import PlainError
from hengjian.core.audit.actions import check_all, check_news, send_heads
from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.rights.actions import rebuild_reach
from hengjian.core.wording import said, say


@task(title=said("核对整个账本", "check the whole ledger"), long=True, takes_context=True)
def check_ledger(context: Run) -> bool | None:
    check = check_all(by=None, at=context.at)
    return None if check is None else check.whole


@task(
    title=said("核对账本新增部分", "check what is new in the ledger"), long=True, takes_context=True
)
def check_new_entries(context: Run) -> bool | None:
    check = check_news(by=None, at=context.at)
    return None if check is None else check.whole


@task(
    title=said("账头送交见证方", "send ledger heads to the witnesses"), attempts=5, wait=600, long=True,
    takes_context=True,
)  # fmt: skip
def send_ledger_heads(context: Run) -> int:
    tried = send_heads(by=None, at=context.at)
    failed = [one.fault for one in tried if not one.arrived]
    if failed:
        raise PlainError(say("；", "; ").join(failed))  # tried again; who got one gets no second
    return len(tried)


@task(title=said("重算岗位的触及表", "work the reach of posts out anew"), takes_context=True)
def rebuild_rights(context: Run) -> int:
    """Gives how many lines were wrong; normally none, since actions keep it."""
    return rebuild_reach(by=None, at=context.at)


every("rights.rebuild", "50 2 * * *", rebuild_rights)
every("ledger.check", "30 2 * * *", check_ledger)
every("ledger.check_new", "*/10 * * * *", check_new_entries)
every("ledger.send_heads", "30 7 * * *", send_ledger_heads)
