"""Divisions and units: two trees, each row with its materialised path.

A path is the primary keys from the root down, `12/45/78/`; whatever begins with it stands below.
"""

from django.db import models
from django.db.models import F, Q

from hengjian.core.wording import said


def in_force(since: str = "valid_from", until: str = "valid_to") -> Q:
    """The condition of a constraint: a term does not end before it begins; either end may be open."""
    return Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": F(since)})


class Level(models.TextChoices):
    """The tiers of the state that have divisions of their own."""

    CITY = "city", said("市", "city")
    COUNTY = "county", said("县（市、区）", "county")
    TOWNSHIP = "township", said("乡镇（街道）", "township")
    VILLAGE = "village", said("村（社区）", "village")


class Division(models.Model):
    """An administrative division, by its code (GB/T 2260 down to the county, twelve digits below)."""

    code = models.CharField(said("代码", "code"), max_length=12, unique=True)
    name = models.CharField(said("名称", "name"), max_length=64)
    level = models.CharField(said("层级", "level"), max_length=12, choices=Level)
    kind = models.CharField(said("类别", "kind"), max_length=24, blank=True)  # 街道, 县级市 …
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=128, db_index=True, editable=False)
    valid_from = models.DateField(said("设立", "from"), null=True, blank=True)
    valid_to = models.DateField(said("撤销", "to"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=in_force(), name="division_term")]

    def __str__(self) -> str:
        return self.name


class DivisionAlias(models.Model):
    """Another code under which the same division is known: an old one, or another system's."""

    code = models.CharField(max_length=32, unique=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="aliases")
    origin = models.CharField(said("来源", "origin"), max_length=64)

    def __str__(self) -> str:
        return self.code


class UnitKind(models.TextChoices):
    """What a unit is; with its division this decides what its posts may do."""

    GOVERNMENT = "government", said("人民政府", "government")
    BUREAU = "bureau", said("司法局（行政执法监督机关）", "supervision bureau")
    SECTION_GENERAL = "section_general", said("综合科", "general section")
    SECTION_DIRECT = "section_direct", said("市直科", "section for municipal bodies")
    SECTION_COUNTY = "section_county", said("县区科", "section for counties")
    LEGAL_SECTION = "legal_section", said("部门法制机构", "legal section of a department")
    JUSTICE_STATION = "justice_station", said("司法所", "township justice station")
    LIAISON_OFFICE = "liaison_office", said("行政执法监督联络室", "liaison office")
    CONTACT_POINT = "contact_point", said("行政执法监督联系点", "contact point")
    BODY = "body", said("行政执法机关", "enforcement body")
    PROCURATORATE = "procuratorate", said("人民检察院", "procuratorate")
    COURT = "court", said("人民法院", "court")


class Unit(models.Model):
    """An organisation that has posts. Its outward name is the one its documents carry."""

    kind = models.CharField(said("性质", "kind"), max_length=20, choices=UnitKind)
    division = models.ForeignKey(Division, models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=128, db_index=True, editable=False)
    inward_name = models.CharField(said("内部名称", "inward name"), max_length=200)
    outward_name = models.CharField(said("对外名称", "outward name"), max_length=200, blank=True)
    valid_from = models.DateField(said("设立", "from"), null=True, blank=True)
    valid_to = models.DateField(said("撤销", "to"), null=True, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [models.CheckConstraint(condition=in_force(), name="unit_term")]

    def __str__(self) -> str:
        return self.inward_name

    @property
    def name_on_documents(self) -> str:
        """The outward name, or the only one it has."""
        return self.outward_name or self.inward_name

    @property
    def as_bureau(self) -> "Unit":
        """The bureau to which a section belongs; else the unit itself."""
        above = self.parent
        return above if above is not None and above.kind == UnitKind.BUREAU else self
