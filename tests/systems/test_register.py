"""The register of systems: proposed by departments, kept by the bureau, seen by whom it concerns."""

import pytest
from django.urls import reverse

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.casework.selectors import inbox
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.selectors import access_system, list_registered_systems, list_systems
from shuyuan.systems.services import propose_system, register_system

FIELDS = {"name": "救助核对系统", "network": "egov_extranet", "hosting": "government_cloud", "duty": "核对"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "system_incomplete"),
        ({"duty": ""}, "system_incomplete"),
        ({"network": "carrier_pigeon"}, "unknown_choice"),
        ({"hosting": "cellar"}, "unknown_choice"),
    ],
)
def test_a_system_that_is_not_described_is_refused(people, legal, changes, code):
    with pytest.raises(BadInput) as refused:
        propose_system(**{**FIELDS, **changes}, actor=people["officer"], legal=legal)

    assert refused.value.code == code
    assert not InformationSystem.objects.exists()


def test_a_name_stands_once_in_a_department(proposed, people, legal):
    again = {**FIELDS, "name": proposed.name}
    with pytest.raises(Conflict) as refused:
        propose_system(**again, actor=people["operator"], legal=legal)
    assert refused.value.facts == {"name": proposed.name}
    assert propose_system(**again, actor=people["stranger"], legal=legal).pk != proposed.pk


def test_the_separated_administrators_propose_nothing(people, legal):
    with pytest.raises(NotPermitted):
        propose_system(**FIELDS, actor=people["auditor"], legal=legal)


def test_a_proposed_system_lies_with_the_bureau_until_it_is_registered(proposed, people, legal):
    assert [item.task.kind for item in inbox(people["bureau"], legal)] == ["systems:system:register"]
    assert not list_registered_systems("civil-affairs").exists()

    register_system(proposed.pk, actor=people["bureau"], legal=legal)

    assert inbox(people["bureau"], legal) == []
    assert list_registered_systems("civil-affairs").get().registered_on == legal.today
    assert AuditEntry.objects.filter(event="systems:system:registered", subject_id=proposed.code).exists()
    with pytest.raises(Conflict):
        register_system(proposed.pk, actor=people["bureau"], legal=legal)


@pytest.mark.parametrize("who", ["officer", "operator", "stranger", "auditor"])
def test_only_the_bureau_keeps_the_register(proposed, people, legal, who):
    with pytest.raises(NotPermitted):
        register_system(proposed.pk, actor=people[who], legal=legal)
    proposed.refresh_from_db()
    assert proposed.state == "proposed"


def test_a_foreign_system_looks_like_a_missing_one(proposed, people):
    for who in ("officer", "operator", "bureau", "auditor"):
        assert access_system(proposed.pk, actor=people[who]) == proposed
    with pytest.raises(NotFound):
        access_system(proposed.pk, actor=people["stranger"])
    assert not list_systems(actor=people["stranger"]).exists()


def test_the_pages_lead_from_proposal_to_register(people, enter):
    officer, bureau = enter(people["officer"]), enter(people["bureau"])
    assert officer.post(reverse("systems:new"), {**FIELDS, "name": ""}).status_code == 400
    response = officer.post(reverse("systems:new"), FIELDS)
    system = InformationSystem.objects.get()

    assert response.url == reverse("systems:system", args=[system.pk])
    assert officer.post(reverse("systems:register", args=[system.pk])).status_code == 403
    assert bureau.post(reverse("systems:register", args=[system.pk])).status_code == 302
    assert system.code in officer.get(reverse("systems:list")).content.decode()
    assert enter(people["stranger"]).get(response.url).status_code == 404
    assert enter(people["auditor"]).get(response.url).status_code == 200


def test_administrators_are_not_shown_a_form_that_they_cannot_send(people, enter):
    for method in ("get", "post"):
        assert getattr(enter(people["auditor"]), method)(reverse("systems:new")).status_code == 403
