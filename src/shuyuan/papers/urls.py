"""Addresses of attachments and issued papers."""

from django.urls import path

from shuyuan.papers import views

app_name = "papers"

urlpatterns = [
    path("", views.papers, name="list"),
    path("<int:paper_id>/", views.paper, name="paper"),
    path("<int:paper_id>/pdf/", views.paper_pdf, name="pdf"),
    path("<int:paper_id>/word/", views.paper_word, name="word"),
    path("<int:paper_id>/pages/<int:page>/", views.paper_picture, name="paper_picture"),
    path("of/<str:kind>/<str:subject_id>/", views.attachments, name="attachments"),
    path("of/<str:kind>/<str:subject_id>/all/", views.download_all, name="all"),
    path("files/<int:attachment_id>/", views.download, name="download"),
    path("files/<int:attachment_id>/preview/", views.preview, name="preview"),
    path("files/<int:attachment_id>/pages/<int:page>/", views.picture, name="picture"),
    path("files/<int:attachment_id>/remove/", views.remove, name="remove"),
]
