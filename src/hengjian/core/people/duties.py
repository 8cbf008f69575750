"""Who of the three administrators does what: the table, and the check that each action begins with.

Serves the actions of people, organisation and audit, and the pages, which show a button only to
whom it answers. No duty belongs to two of them, so that none can do another's work.
"""

from enum import StrEnum

from hengjian.content.errors import PlainError
from hengjian.core.people.models import Person, Post, PostState, Role
from hengjian.core.wording import say


class Duty(StrEnum):
    """A piece of administrators' work."""

    ENROL = "enrol"  # people: enter, correct
    APPOINT = "appoint"  # posts: ask for, end
    ORGANISE = "organise"  # divisions and units
    APPROVE = "approve"  # posts: approve, refuse
    LOCK = "lock"  # accounts: lock, unlock
    CREDENTIALS = "credentials"  # passwords and second factors: reset
    AUDIT = "audit"  # the ledger and the logins: read


DUTIES: dict[Duty, Role] = {
    Duty.ENROL: Role.SYSTEM_ADMIN,
    Duty.APPOINT: Role.SYSTEM_ADMIN,
    Duty.ORGANISE: Role.SYSTEM_ADMIN,
    Duty.APPROVE: Role.SECURITY_ADMIN,
    Duty.LOCK: Role.SECURITY_ADMIN,
    Duty.CREDENTIALS: Role.SECURITY_ADMIN,
    Duty.AUDIT: Role.AUDIT_ADMIN,
}


class RefusedError(PlainError):
    """The post does not have this right."""


def has_duty(post: Post | None, duty: Duty) -> bool:
    """Whether this work is the post's."""
    return post is not None and post.state == PostState.APPROVED and post.role == DUTIES[duty]


def check_duty(by: Post | None, duty: Duty, *, about: Person | None = None) -> None:
    """Refuse another's work, and work upon oneself; ``None`` is the program, which may."""
    if by is None:
        return
    if not has_duty(by, duty):
        role = DUTIES[duty].label
        raise RefusedError(
            say(
                f"这项工作由{role}办理，您现在的岗位是{Role(by.role).label}",
                f"this is for the {role}; you act as {Role(by.role).label}",
            ),
            say(f"请联系{role}。", f"Ask the {role}."),
        )
    if about is not None and about.pk == by.person_id:
        raise RefusedError(
            say("不能给自己办理", "nobody does this for himself"),
            say("请另一位管理员办理。", "Ask another administrator."),
        )
