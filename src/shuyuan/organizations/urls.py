"""Addresses of departments, people and posts."""

from django.urls import path

from shuyuan.organizations import people_views, views

app_name = "organizations"

urlpatterns = [
    path("", views.departments, name="departments"),
    path("departments/<slug:code>/", views.department, name="department"),
    path("departments/<slug:code>/appoint/", views.appoint, name="appoint"),
    path("departments/<slug:code>/data-office/", views.data_office, name="data_office"),
    path("posts/switch/", views.switch_post, name="switch_post"),
    path("posts/<int:post_id>/end/", views.end_post, name="end_post"),
    path("people/", people_views.people, name="people"),
    path("people/new/", people_views.new, name="new_person"),
    path("people/<int:person_id>/", people_views.person, name="person"),
    path("people/<int:person_id>/password/", people_views.reset_password, name="reset_password"),
    path("people/<int:person_id>/unlock/", people_views.unlock, name="unlock"),
    path("people/<int:person_id>/close/", people_views.close, name="close_account"),
]
