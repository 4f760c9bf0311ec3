"""Addresses of approvals, under /projects/approvals/."""

from django.urls import path

from shuyuan.approvals.views import commission, plans, review

app_name = "approvals"
urlpatterns = [
    path("reviews/", review.reviews, name="reviews"),
    path("commission/", commission.desk, name="commission"),
    path("plans/", plans.plan_list, name="plans"),
    path("<int:project_id>/review/", review.review, name="review"),
    path("<int:project_id>/approval/", commission.approval, name="approval"),
    path("<int:project_id>/approval/approve/", commission.approve, name="approve"),
    path("<int:project_id>/approval/refuse/", commission.refuse, name="refuse"),
    path("<int:project_id>/opinion/ask/", commission.ask, name="ask"),
    path("<int:project_id>/opinion/answer/", commission.answer, name="answer"),
    path("<int:project_id>/plans/<str:plan>/", plans.plan, name="plan"),
    path("<int:project_id>/plans/<str:plan>/summary/", plans.summary, name="summary"),
    path("<int:project_id>/plans/<str:plan>/lines/", plans.add, name="add_line"),
    path("<int:project_id>/plans/<str:plan>/lines/<int:line_id>/remove/", plans.remove, name="remove_line"),
    path("<int:project_id>/plans/<str:plan>/hand-in/", plans.hand_in, name="hand_in"),
    path("<int:project_id>/plans/<str:plan>/decide/", plans.decide, name="decide"),
    path("<int:project_id>/procurement/", plans.procurement, name="procurement"),
]
