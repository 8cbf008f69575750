"""Persons, who log in, and posts, which give rights from a day to a day.

There is no almighty user: the three administrators are posts like any other.
"""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from hengjian.core.organisation.models import Unit, UnitKind, in_force
from hengjian.core.wording import said


class PersonManager(BaseUserManager["Person"]):
    """Finds a person by login name; new ones come by `actions.enrol_person`."""


class Person(AbstractBaseUser):
    """Somebody who can log in, by login name or staff number (one field: whichever the city uses)."""

    login = models.CharField(said("登录名", "login name"), max_length=64, unique=True)
    name = models.CharField(said("姓名", "name"), max_length=64)
    phone = models.CharField(said("手机号", "phone"), max_length=32, blank=True)
    email = models.EmailField(said("电子邮箱", "e-mail"), blank=True)
    locale = models.CharField(
        said("语言", "language"),
        max_length=8,
        choices={"zh-hans": "简体中文", "en": "English"},
        default="zh-hans",
    )
    is_active = models.BooleanField(said("启用", "active"), default=True)
    lock_reason = models.CharField(said("停用原因", "why locked"), max_length=200, blank=True)
    must_change_password = models.BooleanField(
        said("须修改密码", "must change the password"), default=False
    )

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ["login"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a post is for. Which section, body or court it serves, its unit says."""

    SUPERVISOR = "supervisor", said("执法监督人员", "supervisor")
    LEGAL_REVIEWER = "legal_reviewer", said("法制审核人员", "legal reviewer")
    STATION_OFFICER = "station_officer", said("司法所工作人员", "justice station officer")
    LIAISON = "liaison", said("联系点联络员", "liaison")
    INVITED_SUPERVISOR = "invited_supervisor", said("特邀监督员", "invited supervisor")
    BODY_OFFICER = "body_officer", said("执法人员", "enforcement officer")
    BODY_CLERK = "body_clerk", said("执法机关经办人", "clerk of a body")
    LEADER = "leader", said("领导", "leader")
    PROCURATOR = "procurator", said("检察机关联络员", "procuratorate liaison")
    COURT = "court", said("人民法院联络员", "court liaison")
    SYSTEM_ADMIN = "system_admin", said("系统管理员", "system administrator")
    SECURITY_ADMIN = "security_admin", said("安全保密管理员", "security administrator")
    AUDIT_ADMIN = "audit_admin", said("安全审计员", "audit administrator")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""No two of them in one hand."""

PLACES: dict[Role, frozenset[UnitKind]] = {
    Role.SUPERVISOR: frozenset(
        {
            UnitKind.BUREAU,
            UnitKind.SECTION_GENERAL,
            UnitKind.SECTION_DIRECT,
            UnitKind.SECTION_COUNTY,
            UnitKind.LEGAL_SECTION,
        }
    ),
    Role.LEGAL_REVIEWER: frozenset({UnitKind.LEGAL_SECTION, UnitKind.BODY, UnitKind.GOVERNMENT}),
    Role.STATION_OFFICER: frozenset({UnitKind.JUSTICE_STATION, UnitKind.LIAISON_OFFICE}),
    Role.LIAISON: frozenset({UnitKind.LIAISON_OFFICE, UnitKind.CONTACT_POINT}),
    Role.INVITED_SUPERVISOR: frozenset({UnitKind.LIAISON_OFFICE, UnitKind.CONTACT_POINT}),
    Role.BODY_OFFICER: frozenset({UnitKind.BODY, UnitKind.GOVERNMENT}),
    Role.BODY_CLERK: frozenset({UnitKind.BODY, UnitKind.GOVERNMENT}),
    Role.LEADER: frozenset({UnitKind.GOVERNMENT, UnitKind.BUREAU, UnitKind.BODY}),
    Role.PROCURATOR: frozenset({UnitKind.PROCURATORATE}),
    Role.COURT: frozenset({UnitKind.COURT}),
    Role.SYSTEM_ADMIN: frozenset({UnitKind.BUREAU, UnitKind.GOVERNMENT}),
    Role.SECURITY_ADMIN: frozenset({UnitKind.BUREAU, UnitKind.GOVERNMENT}),
    Role.AUDIT_ADMIN: frozenset({UnitKind.BUREAU, UnitKind.GOVERNMENT}),
}
"""In which kinds of unit each role can be held; a township's government enforces, so it has officers."""


class PostState(models.TextChoices):
    """The system administrator asks for a post, the security administrator approves it."""

    ASKED = "asked", said("待批准", "to be approved")
    APPROVED = "approved", said("已批准", "approved")
    REFUSED = "refused", said("未批准", "refused")


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, narrowed to a day."""

    def on(self, day: date) -> "PostQuerySet":
        """Those approved and held on ``day``; the first and the last day count."""
        return self.filter(state=PostState.APPROVED, since__lte=day).exclude(until__lt=day)

    def after(self, day: date) -> "PostQuerySet":
        """Those that run on after ``day``, also such as begin later or are not approved yet."""
        return self.exclude(state=PostState.REFUSED).exclude(until__lte=day)


class Post(models.Model):
    """A person in a unit with a role, from a day to a day; perhaps in another's place (代理)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(said("岗位", "role"), max_length=20, choices=Role)
    since = models.DateField(said("起", "from"))
    until = models.DateField(said("止", "to"), null=True, blank=True)
    acting_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies"
    )
    lent_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="lent"
    )  # the holder's own post, where he is lent to this unit (借用)
    note = models.CharField(said("说明", "note"), max_length=200, blank=True)
    state = models.CharField(
        said("状态", "state"), max_length=10, choices=PostState, default=PostState.APPROVED
    )
    asked_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(said("批准时间", "decided"), null=True)
    decision = models.CharField(said("批准意见", "why so decided"), max_length=200, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=in_force("since", "until"), name="post_term")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {Role(self.role).label}"

    def held_on(self, day: date) -> bool:
        """Whether it gives rights on ``day``: as `PostQuerySet.on` asks the database."""
        if self.state != PostState.APPROVED:
            return False
        return self.since <= day and (self.until is None or day <= self.until)
