import pytest
from django.http import HttpResponse

from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotPermitted, NotSignedIn
from shuyuan.web.doors import needs, signed_in


@signed_in
def open_to_all(request):
    return HttpResponse("in")


@needs(Role.AUDIT_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR)
def open_to_two_roles(request):
    return HttpResponse("in")


def test_a_visitor_is_asked_to_sign_in(ask):
    with pytest.raises(NotSignedIn):
        open_to_all(ask(actor=None))
    with pytest.raises(NotSignedIn):
        open_to_two_roles(ask(actor=None))


def test_a_person_without_a_post_is_told_so_and_not_sent_to_sign_in_again(ask):
    request = ask()
    request.actor = None
    with pytest.raises(NotPermitted) as refused:
        open_to_all(request)
    assert refused.value.code == "no_post"


@pytest.mark.parametrize("role", list(Role))
def test_only_the_named_roles_pass(ask, role):
    request = ask(actor=Actor(1, "测试甲", 7, "419900", role))
    assert open_to_all(request).content == b"in"
    if role in {Role.AUDIT_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}:
        assert open_to_two_roles(request).content == b"in"
        return
    with pytest.raises(NotPermitted) as refused:
        open_to_two_roles(request)
    assert refused.value.code == "wrong_role"
    assert refused.value.facts["needed"] == ["audit_administrator", "system_administrator"]


def test_a_door_keeps_the_name_of_its_view():
    assert open_to_two_roles.__name__ == "open_to_two_roles"
