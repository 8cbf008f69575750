"""Two people edit one row: the second is told what the first changed, and who that was.

Serves the actions and the edit form. It never merges by itself: the second looks and decides.
"""

from typing import Any

from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.wording import say
from hengjian.domain.registry.models import Row, Version
from hengjian.domain.registry.registers import Register
from hengjian.domain.registry.showing import shown


class StaleRowError(PlainError):
    """The row is no longer the version that was seen. ``changed``: field → (was, is)."""

    def __init__(
        self, message: str, remedy: str, changed: dict[str, tuple[Any, Any]], now: int
    ) -> None:
        super().__init__(message, remedy)
        self.changed, self.now = changed, now


def stale(register: Register, row: Row, seen: int) -> StaleRowError:
    """What happened to ``row`` since version ``seen``, in words."""
    then = Version.objects.filter(register=register.name, row=row.pk, number__lte=seen)
    was = then.order_by("-number", "-id").values_list("values", flat=True).first() or {}
    now = register.values_of(row)
    changed = {
        one.name: (was.get(one.name), now[one.name])
        for one in register.fields
        if was.get(one.name) != now[one.name]
    }
    who = row.changed_by.person.name if row.changed_by else say("系统", "the system")
    when = row.changed_at.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M")
    what = say("；", "; ").join(
        say(
            f"{one.label}由“{shown(one, changed[one.name][0])}”改为“{shown(one, changed[one.name][1])}”",
            f"{one.name} from “{shown(one, changed[one.name][0])}” "
            f"to “{shown(one, changed[one.name][1])}”",
        )
        for one in register.fields
        if one.name in changed
    )
    return StaleRowError(
        say(
            f"您打开之后，{who}在 {when} 已经改过这一条：{what or '内容相同'}",
            f"Since you opened it, {who} changed this row at {when}: {what or 'same contents'}",
        ),
        say(
            "您的更改没有写入。请看过现在的内容再改。", "Nothing was written. Look and edit again."
        ),
        changed,
        row.version,
    )
