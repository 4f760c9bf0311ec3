"""Regions, departments, people and the posts that they hold."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import Role


class Region(models.Model):
    """A division of the city; a statistics-only code names the district that it legally belongs to."""

    class CodeSystem(models.TextChoices):
        """Which table a code comes from."""

        ADMINISTRATIVE = "gbt2260", "GB/T 2260"
        STATISTICAL = "statistical", _("Statistics code")

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    code_system = models.CharField(max_length=12, choices=CodeSystem, default=CodeSystem.ADMINISTRATIVE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    legal_parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A government department, or an institution that a law authorizes (jz-data-2020/2.2)."""

    class Kind(models.TextChoices):
        """What part of the city's order a department belongs to."""

        CITY = "city", _("City department")
        COUNTY = "county", _("County data office")
        COUNTY_DEPARTMENT = "county_department", _("County department")
        INSTITUTION = "institution", _("Authorized institution")
        OVERSIGHT = "oversight", _("Oversight body")

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    initials = models.CharField(_("pinyin initials"), max_length=40, blank=True, db_index=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CITY)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departments", verbose_name=_("region"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    data_office = models.CharField(_("data office"), max_length=60, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """Somebody with an account; what the person may do depends on the post.

    `home` is the department that opened the account. A temporary password must be changed first.
    """

    full_name = models.CharField(_("name"), max_length=40)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    home = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="people", verbose_name=_("home department")
    )
    must_change_password = models.BooleanField(_("must change password"), default=False)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, blank=True)
    first_name = None
    last_name = None

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name that pages show."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: Chinese names are not shortened."""
        return str(self)


class Post(models.Model):
    """One role of one person in one department; ended, never deleted, so that old acts keep their name."""

    RoleChoice = models.TextChoices(  # type: ignore[misc]
        "RoleChoice",
        {
            "PRINCIPAL_OFFICER": (Role.PRINCIPAL_OFFICER.value, _("Principal officer")),
            "DATA_OFFICER": (Role.DATA_OFFICER.value, _("Data officer")),
            "OPERATOR": (Role.OPERATOR.value, _("Operator")),
            "DATA_ADMINISTRATION": (Role.DATA_ADMINISTRATION.value, _("Data administration")),
            "SYSTEM_ADMINISTRATOR": (Role.SYSTEM_ADMINISTRATOR.value, _("System administrator")),
            "SECURITY_ADMINISTRATOR": (Role.SECURITY_ADMINISTRATOR.value, _("Security administrator")),
            "AUDIT_ADMINISTRATOR": (Role.AUDIT_ADMINISTRATOR.value, _("Audit administrator")),
            "INVESTMENT_APPROVAL": (Role.INVESTMENT_APPROVAL.value, _("Investment approval")),
            "FINANCE": (Role.FINANCE.value, _("Finance")),
            "AUDIT_OFFICE": (Role.AUDIT_OFFICE.value, _("Audit office")),
            "EXPERT": (Role.EXPERT.value, _("Expert")),
            "CITY_LEADER": (Role.CITY_LEADER.value, _("City leader")),
        },
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("person"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", verbose_name=_("department")
    )
    role = models.CharField(_("role"), max_length=30, choices=RoleChoice)
    title = models.CharField(_("title"), max_length=60, blank=True)
    started_on = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "department", "role"],
                condition=models.Q(ended_on__isnull=True),
                name="post_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.department} · {self.get_role_display()}"
