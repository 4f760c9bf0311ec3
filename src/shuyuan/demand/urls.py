"""Addresses of the demand list, under /demand/."""

from django.urls import path

from shuyuan.demand import completion_views, views

app_name = "demand"

urlpatterns = [
    path("", views.demand_list, name="list"),
    path("new/", views.new, name="new"),
    path("preview/", views.preview, name="preview"),
    path("<str:number>/", views.demand, name="demand"),
    path("<str:number>/confirm/", views.confirm, name="confirm"),
    path("<str:number>/decline/", views.decline, name="decline"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/return/", completion_views.send_back, name="return"),
    path("<str:number>/complete/", completion_views.complete, name="complete"),
    path("<str:number>/route/", views.route, name="route"),
    path("<str:number>/refuse/", views.refuse, name="refuse"),
    path("<str:number>/answer/", views.answer, name="answer"),
    path("<str:number>/draft/", views.draft, name="draft"),
]
