"""Addresses of projects."""

from django.urls import path

from shuyuan.projects import archive_views, views

app_name = "projects"
urlpatterns = [
    path("", views.overview, name="projects"),
    path("new/", views.new, name="new"),
    path("<int:project_id>/", views.project, name="project"),
    path("<int:project_id>/edit/", views.edit, name="edit"),
    path("<int:project_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:project_id>/archive/", archive_views.archive, name="archive"),
    path("<int:project_id>/archive/<int:job_id>/", archive_views.take, name="take_archive"),
]
