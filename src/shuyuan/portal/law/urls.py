"""Addresses of the law pages; open to everybody, because the law is."""

from django.urls import path

from shuyuan.portal.law import views

app_name = "law"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:instrument>/<int:number>/", views.article, name="article"),
]
