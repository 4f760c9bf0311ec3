"""Addresses of upkeep."""

from django.urls import path

from shuyuan.upkeep import views

app_name = "upkeep"

urlpatterns = [
    path("", views.occasions, name="occasions"),
    path("occasions/new/", views.new_occasion, name="new_occasion"),
    path("occasions/<int:occasion_id>/", views.occasion, name="occasion"),
    path("occasions/<int:occasion_id>/entries/", views.name_entries, name="name_entries"),
    path("occasions/<int:occasion_id>/settle/", views.settle, name="settle"),
    path("findings/", views.findings, name="findings"),
    path("scores/", views.scores, name="scores"),
    path("departments/", views.departments, name="departments"),
]
