"""Addresses of planning, under /projects/plans/; an edition of the compiled plans is named 2027-1."""

from django.urls import path, register_converter

from shuyuan.planning.views import compiled, documents, filings, library, plans


class PlanYearConverter:
    """A year of four digits."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        """The year as a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The year as it stands."""
        return str(value)


class CompiledConverter:
    """The number of an edition of the compiled plans."""

    regex = "20[0-9]{2}-[0-9]{1,3}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(PlanYearConverter, "planyear")
register_converter(CompiledConverter, "compiled")

app_name = "planning"

urlpatterns = [
    path("", plans.overview, name="plans"),
    path("open/", plans.open_plan, name="open"),
    path("<planyear:year>/", plans.plan, name="plan"),
    path("<planyear:year>/remind/", plans.remind, name="remind"),
    path("<planyear:year>/late/", plans.late, name="late"),
    path("<planyear:year>/nothing/", plans.nothing, name="nothing"),
    path("<planyear:year>/filings/", filings.overview, name="filings"),
    path("<planyear:year>/consent/", filings.consent, name="consent"),
    path("<planyear:year>/order/", filings.order, name="order"),
    path("<planyear:year>/compile/", compiled.compile_plan, name="compile"),
    path("project/<int:project_id>/file/", filings.file_project, name="file"),
    path("project/<int:project_id>/study/", filings.study, name="study"),
    path("project/<int:project_id>/documents/", documents.documents, name="documents"),
    path("project/<int:project_id>/infrastructure/", documents.infrastructure, name="infrastructure"),
    path("project/<int:project_id>/budget/", documents.budget, name="budget"),
    path("project/<int:project_id>/targets/", documents.targets, name="targets"),
    path("project/<int:project_id>/hand-in/", documents.hand_in, name="hand_in"),
    path("project/<int:project_id>/return/", documents.return_documents, name="return"),
    path("project/<int:project_id>/remove/", library.remove, name="remove"),
    path("compiled/", compiled.editions, name="editions"),
    path("compiled/<compiled:name>/", compiled.edition, name="compiled"),
    path("compiled/<compiled:name>/changes/", compiled.changes, name="changes"),
    path("compiled/<compiled:name>/workbook/", compiled.workbook, name="workbook"),
    path("compiled/<compiled:name>/send/", compiled.send, name="send"),
    path("compiled/<compiled:name>/note/", compiled.acknowledge, name="note"),
    path("library/", library.library, name="library"),
    path("library/run/", library.begin, name="begin_run"),
    path("library/runs/<int:run_id>/", library.run, name="run"),
]
