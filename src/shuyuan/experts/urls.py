"""Addresses of expert reviews, under /projects/experts/."""

from django.urls import path

from shuyuan.experts.views import panels, pool, sheets

app_name = "experts"

urlpatterns = [
    path("", panels.reviews, name="reviews"),
    path("new/", panels.new, name="new"),
    path("pool/", pool.pool, name="pool"),
    path("pool/new/", pool.new, name="new_expert"),
    path("pool/list/", pool.take_list, name="take_list"),
    path("pool/template/", pool.template, name="template"),
    path("pool/rules/", pool.rules, name="rules"),
    path("pool/<int:expert_id>/", pool.expert, name="expert"),
    path("pool/<int:expert_id>/suspend/", pool.suspend, name="suspend"),
    path("pool/<int:expert_id>/resume/", pool.resume, name="resume"),
    path("<int:review_id>/", panels.review, name="review"),
    path("<int:review_id>/draw/", panels.draw_more, name="draw"),
    path("<int:review_id>/start/", panels.start, name="start"),
    path("<int:review_id>/due/", panels.move_due, name="due"),
    path("<int:review_id>/cancel/", panels.cancel, name="cancel"),
    path("<int:review_id>/minutes/", panels.minutes, name="minutes"),
    path("seats/<int:seat_id>/accept/", panels.accept, name="accept"),
    path("seats/<int:seat_id>/decline/", panels.decline, name="decline"),
    path("seats/<int:seat_id>/chair/", panels.chair, name="chair"),
    path("cases/<int:case_id>/sheet/", sheets.sheet, name="sheet"),
    path("cases/<int:case_id>/conclude/", sheets.conclude, name="conclude"),
]
