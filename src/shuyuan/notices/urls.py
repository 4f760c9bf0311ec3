"""Addresses of notices."""

from django.urls import path

from shuyuan.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.messages_page, name="list"),
    path("<int:message_id>/", views.open_message, name="open"),
    path("read/", views.read_all, name="read_all"),
    path("following/", views.following, name="following"),
    path("follow/", views.follow, name="follow"),
    path("unfollow/", views.unfollow, name="unfollow"),
    path("preferences/", views.preferences, name="preferences"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/unheard/", views.unheard, name="unheard"),
    path("outbox/retry/", views.retry_all, name="retry_all"),
    path("outbox/<int:delivery_id>/retry/", views.retry, name="retry"),
]
