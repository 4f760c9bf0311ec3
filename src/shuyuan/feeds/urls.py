"""Addresses of the feeds."""

from django.urls import path, re_path

from shuyuan.feeds import api, views

app_name = "feeds"

_FORM = r"(?P<form>jsonld|ttl)"

urlpatterns = [
    path("open/", views.open_entries, name="open"),
    path("open/<str:code>/", views.open_entry, name="open_entry"),
    path("open/<str:code>/rows.csv", views.rows, name="rows"),
    path("dcat/catalog", views.catalog, name="catalog"),
    re_path(rf"^dcat/catalog\.{_FORM}\Z", views.catalog, name="catalog_as"),
    path("dcat/entries/<str:code>/schema.json", views.schema, name="schema"),
    re_path(rf"^dcat/entries/(?P<code>[^/.]+)\.{_FORM}\Z", views.entry, name="entry_as"),
    path("dcat/entries/<str:code>", views.entry, name="entry"),
    path("dcat/changes", views.changes, name="changes"),
    path("api/3/action/<str:name>", api.action, name="action"),
    path("api/action/<str:name>", api.action, name="action_of_any_version"),
]
