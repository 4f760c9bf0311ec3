"""Addresses of the system register and of moves."""

from django.urls import path

from shuyuan.systems.views import moves, register

app_name = "systems"

urlpatterns = [
    path("", register.system_list, name="list"),
    path("new/", register.new, name="new"),
    path("<int:system_id>/", register.detail, name="system"),
    path("<int:system_id>/change/", register.change, name="change"),
    path("<int:system_id>/register/", register.register, name="register"),
    path("<int:system_id>/connection/", register.connection, name="connection"),
    path("<int:system_id>/retire/", register.retire, name="retire"),
    path("<int:system_id>/move/", moves.new, name="new_move"),
    path("moves/", moves.overview, name="moves"),
    path("moves/new/", moves.new_thing, name="new_thing"),
    path("moves/<int:move_id>/", moves.detail, name="move"),
    path("moves/<int:move_id>/plan/", moves.revise, name="revise_move"),
    path("moves/<int:move_id>/progress/", moves.progress, name="report_move"),
    path("moves/<int:move_id>/end/", moves.end, name="end_move"),
    path("moves/<int:move_id>/decide/", moves.decide, name="decide_move"),
    path("moves/<int:move_id>/day/", moves.day, name="move_day"),
]
