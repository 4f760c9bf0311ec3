"""Settings from variables: what is not possible says so."""

import pytest

from shuyuan.config import environment


def test_a_choice_that_is_none_names_the_variable_and_what_it_may_be(monkeypatch):
    monkeypatch.setenv("SHUYUAN_TWO_FACTOR", "sometimes")
    with pytest.raises(ValueError, match="SHUYUAN_TWO_FACTOR: 'sometimes' is none of optional, all"):
        environment.choice("TWO_FACTOR", ("optional", "all"))


def test_without_a_word_the_first_choice_holds(monkeypatch):
    monkeypatch.delenv("SHUYUAN_TWO_FACTOR", raising=False)
    assert environment.choice("TWO_FACTOR", ("optional", "all")) == "optional"
