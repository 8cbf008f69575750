"""Who may reach which person and post: everybody himself, and administrators those they care for."""

from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.shortcuts import get_object_or_404

from hengjian.core.people.duties import Duty, RefusedError, check_duty, has_duty
from hengjian.core.people.models import ADMINISTRATORS, Person, Post
from hengjian.core.wording import say


def own_post(held: Sequence[Post], wanted: int | None) -> Post | None:
    """The post a person acts in, of those he holds: the ``wanted`` one, else his first.

    A number that was guessed, or of a post that has ended, gives no right: it is as if not named.
    """
    return next((post for post in held if post.pk == wanted), held[0] if held else None)


def check_administers(post: Post) -> None:
    """Only the three administrators look at persons as such; others meet them through their posts."""
    if post.role not in ADMINISTRATORS:
        raise RefusedError(
            say("人员名册由三员管理", "the list of people is for the three administrators"),
            say("要查谁任什么岗位，请看“岗位”。", "See “Posts” for who holds which post."),
        )


def person_for(post: Post, pk: int) -> Person:
    """A person, as an administrator sees him."""
    check_administers(post)
    return get_object_or_404(Person, pk=pk)


def post_for(by: Post, pk: int) -> Post:
    """A post, as an administrator sees it."""
    check_administers(by)
    return get_object_or_404(
        Post.objects.select_related("person", "unit__division", "acting_for__person"), pk=pk
    )


def check_enrols(post: Post) -> None:
    """Only the system administrator enters and corrects persons."""
    check_duty(post, Duty.ENROL)


def check_appoints(post: Post) -> None:
    """Only the system administrator asks for posts and ends them."""
    check_duty(post, Duty.APPOINT)


def check_organises(post: Post) -> None:
    """Only the system administrator sets up divisions and units on screen."""
    check_duty(post, Duty.ORGANISE)


def check_audits(post: Post) -> None:
    """Only the audit administrator reads logins and entries."""
    if not has_duty(post, Duty.AUDIT):
        raise RefusedError(
            say("这一页只给安全审计员", "this page is for the audit administrator"),
            say("请联系安全审计员。", "Ask the audit administrator."),
        )


def own_session(person: Person, pk: int) -> UserSession:
    """One of a person's own sessions."""
    return get_object_or_404(UserSession, pk=pk, user=person)


def person_of_login(login: str) -> Person | None:
    """Whom a login name belongs to, for a provider that has proved it; None where nobody is enrolled."""
    return Person.objects.filter(login=login).first() if login else None
