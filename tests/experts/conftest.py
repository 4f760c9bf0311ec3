"""Fixtures: those of projects, a project under review, a pool of invented experts, some with a sign-in."""

from importlib import import_module

import pytest

from browsers import browser_of
from projects.conftest import (  # noqa: F401 fixtures of projects
    bureau,
    commission,
    factories,
    finance,
    legal,
    officer,
    organizations,
    places,
    unit,
)
from shuyuan.experts.services import ExpertDraft
from shuyuan.kernel.actor import Role
from shuyuan.projects.rules.stages import Stage


@pytest.fixture
def services(db):
    return import_module("shuyuan.experts.services")


@pytest.fixture
def project(factories, legal, officer, unit):  # noqa: F811
    return factories.make_project(
        unit, actor=officer, legal=legal, stage=Stage.SUBMITTED, submission=1, handed_in_by=officer.person_id
    )


@pytest.fixture
def pool(services, organizations, bureau, legal):  # noqa: F811
    """Seven experts of one field with a sign-in each; actors by the number of the expert."""
    actors = {}
    for number in range(7):
        actor = organizations.make_actor(Role.EXPERT, f"institute-{number}")
        draft = ExpertDraft(
            name=f"专家{number}", employer=f"虚拟研究院{number}", fields=("软件工程",), post=actor.post_id
        )
        expert = services.add_expert(draft, actor=bureau, legal=legal)
        actors[expert.number] = actor
    return actors


@pytest.fixture
def call(services, project, bureau, legal, pool):  # noqa: F811
    """`call(**changes)`: a review of the project by five experts."""

    def make(**changes):
        given = {
            "projects": [services.ProjectToReview(project.pk)],
            "quotas": {"软件工程": 5},
            "held_on": legal.today,
            "due_on": legal.calendar.add(legal.today, 5),
            "seed": "lot",
            "actor": bureau,
            "legal": legal,
        }
        return services.call_review(**{**given, **changes})

    return make


@pytest.fixture
def scoring(services, call, pool, bureau, legal):  # noqa: F811
    """A review whose sheets are open; the first seat is the chair's."""
    review = call()
    for seat in review.seats.order_by("rank"):
        services.answer_seat(seat.pk, accepts=True, actor=pool[seat.expert.number], legal=legal)
    services.name_chair(review.seats.order_by("rank").first().pk, actor=bureau, legal=legal)
    return services.start_review(review.pk, actor=bureau, legal=legal)


@pytest.fixture
def client_of(legal):  # noqa: F811
    """`client_of(actor)`: a browser without pictures, signed in as that actor."""
    return browser_of
