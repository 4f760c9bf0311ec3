"""Addresses of the audit trail."""

from django.urls import path

from shuyuan.audit import views

app_name = "audit"

urlpatterns = [
    path("", views.entries, name="entries"),
    path("<int:seq>/", views.entry, name="entry"),
    path("reads/", views.reads, name="reads"),
    path("reads/<int:pk>/", views.read, name="read"),
    path("verification/", views.verification, name="verification"),
    path("verification/run/", views.verify, name="verify"),
]
