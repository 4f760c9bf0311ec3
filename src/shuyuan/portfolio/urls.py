"""Addresses of the pictures of all projects."""

from django.urls import path

from shuyuan.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("deadlines/", views.deadlines, name="deadlines"),
]
