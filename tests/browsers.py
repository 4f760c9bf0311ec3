"""Browsers of the test client in which somebody acts in a post."""

from importlib import import_module


def browser_of(actor):
    """A browser in which the actor's person is signed in and acts in the actor's post."""
    person = import_module("shuyuan.organizations.models").Person.objects.get(pk=actor.person_id)
    browser = import_module("django.test").Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session["post"] = actor.post_id
    session.save()
    return browser
