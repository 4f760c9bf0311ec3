"""All addresses; each room brings its own."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

#: Room → where its pages start.
PREFIXES = {
    "search": "search/",
    "workbooks": "catalog/workbooks/",
    "elements": "elements/",
    "demand": "demand/",
    "campaigns": "campaigns/",
    "upkeep": "upkeep/",
    "portfolio": "projects/portfolio/",
    "supervision": "supervision/",
    "funds": "projects/funds/",
    "evaluation": "projects/evaluation/",
    "delivery": "projects/delivery/",
    "approvals": "projects/approvals/",
    "experts": "projects/experts/",
    "studies": "projects/studies/",
    "planning": "projects/plans/",
    "projects": "projects/",
    "feeds": "",
    "catalog": "catalog/",
    "collection": "collection/",
    "sharing": "sharing/",
    "systems": "systems/",
    "casework": "casework/",
    "notices": "notices/",
    "papers": "papers/",
    "audit": "audit/",
    "jobs": "jobs/",
    "organizations": "organizations/",
    "portal.law": "law/",
    "portal": "",
}

urlpatterns = [
    path("accounts/", include("shuyuan.organizations.account_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    *(
        path(prefix, include(f"shuyuan.{room}.urls"))
        for room, prefix in PREFIXES.items()
        if find_spec(f"shuyuan.{room}.urls")
    ),
]

handler400 = "shuyuan.web.problems.bad_request"
handler403 = "shuyuan.web.problems.permission_denied"
handler404 = "shuyuan.web.problems.page_not_found"
handler500 = "shuyuan.web.problems.server_error"

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()
