"""Addresses of upkeep plans and evaluations, under /projects/evaluation/."""

from django.urls import path

from shuyuan.evaluation.views import evaluations, plans, schemes

app_name = "evaluation"

urlpatterns = [
    path("", evaluations.overview, name="evaluations"),
    path("schemes/", schemes.overview, name="schemes"),
    path("schemes/<int:year>/", schemes.scheme, name="scheme"),
    path("plans/<int:project_id>/", plans.plans, name="plans"),
    path("plans/<int:project_id>/<slug:plan>/", plans.file_plan, name="file_plan"),
    path("open/<int:project_id>/", evaluations.open_one, name="open"),
    path("<int:evaluation_id>/", evaluations.evaluation, name="evaluation"),
    path("<int:evaluation_id>/report/", evaluations.report, name="report"),
    path("<int:evaluation_id>/body/", evaluations.body, name="body"),
    path("<int:evaluation_id>/panel/", evaluations.panel, name="panel"),
    path("<int:evaluation_id>/marks/", evaluations.marks, name="marks"),
    path("<int:evaluation_id>/conclude/", evaluations.conclude, name="conclude"),
    path("<int:evaluation_id>/rectify/", evaluations.rectify, name="rectify"),
    path("<int:evaluation_id>/accept/", evaluations.accept, name="accept"),
    path("<int:evaluation_id>/return/", evaluations.send_back, name="return"),
]
