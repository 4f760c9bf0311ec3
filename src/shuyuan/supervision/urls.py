"""Addresses of oversight."""

from django.urls import path

from shuyuan.supervision.views import audits, inspections, orders, units

app_name = "supervision"

urlpatterns = [
    path("inspections/", inspections.overview, name="inspections"),
    path("inspections/new/", inspections.new, name="new_inspection"),
    path("inspections/<int:inspection_id>/", inspections.inspection, name="inspection"),
    path("inspections/<int:inspection_id>/close/", inspections.close, name="close_inspection"),
    path("orders/", orders.overview, name="orders"),
    path("orders/new/<int:project_id>/", orders.new, name="new_order"),
    path("orders/<int:order_id>/", orders.order, name="order"),
    path("orders/<int:order_id>/answer/", orders.answer, name="answer_order"),
    path("orders/<int:order_id>/check/", orders.check, name="check_order"),
    path("orders/<int:order_id>/sanction/", orders.sanction, name="impose_sanction"),
    path("sanctions/<int:sanction_id>/lift/", orders.lift, name="lift_sanction"),
    path("audits/", audits.overview, name="audits"),
    path("audits/new/", audits.new, name="new_audit"),
    path("audits/<int:case_id>/", audits.audit, name="audit"),
    path("audits/<int:case_id>/conclude/", audits.conclude, name="conclude_audit"),
    path("audits/<int:case_id>/report/", audits.report, name="report_audit"),
    path("audits/<int:case_id>/accept/", audits.accept, name="accept_audit"),
    path("liabilities/", audits.liabilities, name="liabilities"),
    path("liabilities/new/<int:project_id>/", audits.new_liability, name="new_liability"),
    path("breaches/", units.breaches, name="breaches"),
    path("breaches/new/", units.new_breach, name="new_breach"),
    path("breaches/<int:breach_id>/", units.breach, name="breach"),
    path("breaches/<int:breach_id>/state/", units.state, name="state_on_breach"),
    path("breaches/<int:breach_id>/decide/", units.decide, name="decide_breach"),
    path("breaches/<int:breach_id>/mend/", units.mend, name="mend_breach"),
    path("scores/", units.scores, name="scores"),
    path("scores/new/", units.new_score, name="new_score"),
]
