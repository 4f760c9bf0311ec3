"""Addresses of projects."""

from django.urls import path

from shuyuan.projects import views

app_name = "projects"
urlpatterns = [
    path("", views.overview, name="projects"),
    path("<int:project_id>/", views.project, name="project"),
]
