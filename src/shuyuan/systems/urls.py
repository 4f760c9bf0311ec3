"""Addresses of the system register."""

from django.urls import path

from shuyuan.systems import views

app_name = "systems"

urlpatterns = [
    path("", views.system_list, name="list"),
    path("new/", views.new, name="new"),
    path("<int:system_id>/", views.detail, name="system"),
    path("<int:system_id>/register/", views.register, name="register"),
]
