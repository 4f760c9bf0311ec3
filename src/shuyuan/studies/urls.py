"""Addresses of studies, under /projects/studies/."""

from django.urls import path

from shuyuan.studies.views import entries, overlaps, study

app_name = "studies"

urlpatterns = [
    path("<int:project_id>/", study.page, name="study"),
    path("<int:project_id>/edit/", study.edit, name="edit"),
    path("<int:project_id>/check/", study.check, name="check"),
    path("<int:project_id>/needs/", study.add_need, name="add_need"),
    path("<int:project_id>/needs/<int:need_id>/", study.decide_need, name="decide_need"),
    path("<int:project_id>/needs/<int:need_id>/remove/", study.remove_need, name="remove_need"),
    path("<int:project_id>/systems/", study.add_system, name="add_system"),
    path("<int:project_id>/systems/<int:link_id>/remove/", study.remove_system, name="remove_system"),
    path("<int:project_id>/entries/new/", entries.new, name="new_entry"),
    path("<int:project_id>/entries/workbook/", entries.bring, name="workbook"),
    path("<int:project_id>/entries/hand-in/", entries.hand_in, name="hand_in_entries"),
    path("<int:project_id>/entries/<int:planned_id>/", entries.page, name="entry"),
    path("<int:project_id>/entries/<int:planned_id>/sharing/", entries.share, name="share"),
    path("<int:project_id>/sharing/<int:line_id>/remove/", entries.unshare, name="unshare"),
    path("<int:project_id>/overlaps/", overlaps.look, name="look"),
    path("<int:project_id>/overlaps/<int:overlap_id>/", overlaps.judge, name="judge"),
]
