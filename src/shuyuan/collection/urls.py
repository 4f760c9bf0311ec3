"""Addresses of collection."""

from django.urls import path

from shuyuan.collection import views

app_name = "collection"

urlpatterns = [
    path("", views.batches, name="list"),
    path("new/", views.upload, name="upload"),
    path("pools/", views.pools, name="pools"),
    path("<int:batch_id>/", views.detail, name="detail"),
    path("<int:batch_id>/mapping/", views.mapping, name="mapping"),
    path("<int:batch_id>/progress/", views.progress, name="progress"),
    path("<int:batch_id>/cells/", views.cells, name="cells"),
    path("<int:batch_id>/workbook/", views.workbook, name="workbook"),
    path("<int:batch_id>/original/", views.original, name="original"),
    path("<int:batch_id>/cancel/", views.cancel, name="cancel"),
    path("<int:batch_id>/restart/", views.restart, name="restart"),
]
