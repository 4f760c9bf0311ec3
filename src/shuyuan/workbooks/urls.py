"""Addresses of imports and exports, under /catalog/workbooks/."""

from django.urls import path

from shuyuan.workbooks import schema_views, views

app_name = "workbooks"

urlpatterns = [
    path("", views.home, name="home"),
    path("template/", views.template, name="template"),
    path("schema.json", views.schema, name="schema"),
    path("export/<slug:listed>/", views.export, name="export"),
    path("database/", schema_views.database, name="database"),
    path("database/read/", schema_views.ask, name="ask_database"),
    path("database/<int:reading_id>/progress/", schema_views.reading_progress, name="reading_progress"),
    path("database/<int:reading_id>/<int:place>/", schema_views.columns, name="columns"),
    path("database/<int:reading_id>/", schema_views.tables, name="tables"),
    path("import/", views.receive, name="receive"),
    path("import/<int:import_id>/", views.import_page, name="import"),
    path("import/<int:import_id>/remarks/", views.remarks, name="remarks"),
    path("import/<int:import_id>/annotated/", views.annotated, name="annotated"),
    path("import/<int:import_id>/progress/", views.progress, name="progress"),
    path("import/<int:import_id>/apply/", views.apply, name="apply"),
    path("import/<int:import_id>/stop/", views.stop, name="stop"),
    path("import/<int:import_id>/withdraw/", views.withdraw, name="withdraw"),
]
