"""Addresses of the data elements."""

from django.urls import path

from shuyuan.elements.views import bindings, conflicts, elements, form_checks, worklist

app_name = "elements"

urlpatterns = [
    path("", elements.element_list, name="list"),
    path("new/", elements.new, name="new"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("worklist/decide/", worklist.decide, name="decide_lines"),
    path("worklist/look/", worklist.look_again, name="look_again"),
    path("conflicts/", conflicts.conflict_list, name="conflicts"),
    path("conflicts/<int:conflict_id>/", conflicts.detail, name="conflict"),
    path("conflicts/<int:conflict_id>/settle/", conflicts.settle, name="settle"),
    path("conflicts/<int:conflict_id>/sides/<int:side_id>/", conflicts.hear, name="hear"),
    path("forms/", form_checks.form_list, name="forms"),
    path("forms/new/", form_checks.new, name="new_form"),
    path("forms/<int:check_id>/", form_checks.detail, name="form"),
    path("forms/<int:check_id>/workbook/", form_checks.workbook, name="form_workbook"),
    path("bindings/<int:binding_id>/release/", bindings.release, name="release"),
    path("bindings/<int:binding_id>/use/", bindings.change_use, name="use"),
    path("bindings/<int:binding_id>/source/", bindings.name_source, name="source"),
    path("entries/<int:entry_id>/<str:item_name>/", bindings.bind, name="bind"),
    path("codes/<str:code>/", elements.code_table, name="codes"),
    path("<str:code>/", elements.element, name="element"),
    path("<str:code>/edit/", elements.edit, name="edit"),
    path("<str:code>/decide/", elements.decide, name="decide"),
    path("<str:code>/retire/", elements.retire, name="retire"),
]
