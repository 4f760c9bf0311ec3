"""Addresses of delivery, under /projects/delivery/."""

from django.urls import path

from shuyuan.delivery.views import acceptance, amendments, changes, construction

app_name = "delivery"
urlpatterns = [
    path("", acceptance.overview, name="acceptances"),
    path("<int:project_id>/", construction.construction, name="construction"),
    path("<int:project_id>/leader/", construction.leader, name="leader"),
    path("<int:project_id>/tender/", construction.tender, name="tender"),
    path("<int:project_id>/contract/", construction.contract, name="contract"),
    path("contracts/<int:contract_id>/amend/", amendments.amend, name="amend_contract"),
    path("<int:project_id>/supervisor/", construction.supervisor, name="supervisor"),
    path("<int:project_id>/report/", construction.report, name="report"),
    path("<int:project_id>/milestone/", construction.milestone, name="milestone"),
    path("milestones/<int:milestone_id>/", construction.mark, name="mark"),
    path("milestones/<int:milestone_id>/remove/", construction.remove, name="remove_milestone"),
    path("<int:project_id>/start/", construction.start, name="start"),
    path("<int:project_id>/complete/", construction.complete, name="complete"),
    path("<int:project_id>/change/", changes.ask, name="ask_change"),
    path("changes/", changes.overview, name="changes"),
    path("changes/<int:change_id>/", changes.change, name="change"),
    path("changes/<int:change_id>/withdraw/", changes.withdraw, name="withdraw_change"),
    path("changes/<int:change_id>/decide/", changes.decide, name="decide_change"),
    path("changes/<int:change_id>/approve/", changes.approve, name="approve_change"),
    path("<int:project_id>/acceptance/", acceptance.acceptance, name="acceptance"),
    path("<int:project_id>/acceptance/apply/", acceptance.apply, name="apply"),
    path("<int:project_id>/acceptance/expert/", acceptance.expert, name="expert"),
    path("<int:project_id>/acceptance/clearance/", acceptance.clearance, name="clearance"),
    path("<int:project_id>/acceptance/result/", acceptance.result, name="result"),
    path("<int:project_id>/acceptance/rectification/", acceptance.rectification, name="rectification"),
    path("<int:project_id>/acceptance/delay/", acceptance.delay, name="delay"),
    path("<int:project_id>/acceptance/documents/", acceptance.results, name="results"),
    path("<int:project_id>/catalog/", acceptance.catalog, name="catalog"),
    path("<int:project_id>/operation/", acceptance.operation, name="operation"),
]
