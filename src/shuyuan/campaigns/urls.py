"""Addresses of campaigns and editions, under /campaigns/; an edition is named by its number (2027-1)."""

from django.urls import path, register_converter

from shuyuan.campaigns.views import campaigns, editions, lists, responsibilities


class EditionConverter:
    """The number of an edition."""

    regex = r"[0-9]{4}-[0-9]{1,3}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(EditionConverter, "edition")

app_name = "campaigns"

urlpatterns = [
    path("", campaigns.overview, name="campaigns"),
    path("new/", campaigns.new, name="new"),
    path("<int:campaign_id>/", campaigns.campaign, name="campaign"),
    path("<int:campaign_id>/days/", campaigns.days, name="days"),
    path("<int:campaign_id>/remind/", campaigns.remind, name="remind"),
    path("<int:campaign_id>/cancel/", campaigns.cancel, name="cancel"),
    path("<int:campaign_id>/approve/", campaigns.approve, name="approve_lists"),
    path("lists/<int:list_id>/", lists.department_list, name="list"),
    path("<int:campaign_id>/demands/", campaigns.demands, name="demands"),
    path("lists/<int:list_id>/demands/", lists.demands, name="list_demands"),
    path("lists/<int:list_id>/submit/", lists.submit, name="submit"),
    path("lists/<int:list_id>/approve/", lists.approve, name="approve"),
    path("lists/<int:list_id>/return/", lists.return_list, name="return"),
    path("lists/<int:list_id>/leave-out/", lists.leave_out, name="leave_out"),
    path("editions/", editions.editions, name="editions"),
    path("editions/publish/", editions.publish, name="publish"),
    path("editions/<edition:name>/", editions.edition, name="edition"),
    path("editions/<edition:name>/changes/", editions.changes, name="changes"),
    path("editions/<edition:name>/workbook/", editions.workbook, name="edition_workbook"),
    path("editions/<edition:name>/responsibilities/", responsibilities.overview, name="responsibilities"),
    path("editions/<edition:name>/responsibilities/hand-over/", responsibilities.hand_over, name="hand_over"),
    path("editions/<edition:name>/responsibilities/archive/", responsibilities.archive, name="archive"),
    path("responsibilities/<int:list_id>/", responsibilities.responsibility, name="responsibility"),
    path("responsibilities/<int:list_id>/workbook/", responsibilities.workbook, name="duty_workbook"),
    path("responsibilities/<int:list_id>/catalog/", responsibilities.catalog, name="duty_catalog"),
    path("responsibilities/<int:list_id>/acknowledge/", responsibilities.acknowledge, name="acknowledge"),
]
