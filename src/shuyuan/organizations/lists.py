"""The lists of departments and of accounts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.organizations.models import Department, Region
from shuyuan.web.lists import Choice, Column, Listing, Text

ACCOUNT_STATES = [
    ("True", pgettext_lazy("account", "Open")),
    ("False", pgettext_lazy("account", "Closed")),
]


def _regions() -> list[tuple[str, str]]:
    return list(Region.objects.filter(departments__isnull=False).distinct().values_list("code", "name"))


class DepartmentList(Listing):
    """Departments with whom they have named (`selectors.with_duties`)."""

    name = "departments"
    columns = (
        Column(
            "name",
            _("Department"),
            href=lambda row: reverse("organizations:department", args=[row.code]),
            sort="name",
            main=True,
        ),
        Column("short_name", _("Short name"), sort="short_name", default=False),
        Column("code", _("Code"), sort="code", default=False),
        Column("uscc", _("Credit code"), default=False),
        Column("kind", _("Kind"), value="get_kind_display", sort="kind"),
        Column("region", _("Region"), value="region.name", sort="region__code"),
        Column("data_office", _("Data office"), sort="data_office"),
        Column("data_officers", _("Data officers"), sort="data_officers", number=True),
        Column("duties", _("Duties"), value="has_gap", template="organizations/cells/duties.html"),
    )
    filters = (
        Text(
            "q",
            _("Name or pinyin initials"),
            ("name__icontains", "short_name__icontains", "code__icontains", "initials__istartswith"),
        ),
        Choice("kind", _("Kind"), Department.Kind.choices),
        Choice("region", _("Region"), _regions, field="region__code"),
        Choice(
            "duties", _("Duties"), [("True", _("Somebody is missing")), ("False", _("All named"))], "has_gap"
        ),
    )
    empty = _("The set-up of the platform enters the departments.")


class PeopleList(Listing):
    """Accounts with the posts that they hold (`selectors.list_people`)."""

    name = "people"
    columns = (
        Column(
            "full_name",
            pgettext_lazy("person", "Name"),
            href=lambda row: reverse("organizations:person", args=[row.pk]),
            sort="full_name",
            main=True,
        ),
        Column("username", _("User name"), sort="username"),
        Column("home", _("Home department"), value="home.name", sort="home__name"),
        Column(
            "posts",
            _("Posts"),
            value=lambda row: "；".join(
                f"{post.department} {post.get_role_display()}" for post in row.in_force
            ),
        ),
        Column("last_login", _("Last sign-in"), sort="last_login"),
        Column("state", _("State"), value="is_active", template="organizations/cells/account.html"),
    )
    filters = (
        Text(
            "q",
            pgettext_lazy("person", "Name"),
            ("full_name__icontains", "username__icontains", "home__name__icontains"),
        ),
        Choice("active", _("State"), ACCOUNT_STATES, field="is_active"),
    )
    sort = "username"
