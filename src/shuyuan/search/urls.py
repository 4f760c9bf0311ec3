"""Addresses of the search, under /search/."""

from django.urls import path

from shuyuan.search import views

app_name = "search"

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("saved/", views.saved, name="saved"),
    path("saved/<int:saved_id>/change/", views.change_saved, name="change_saved"),
    path("saved/<int:saved_id>/remove/", views.remove_saved, name="remove_saved"),
]
