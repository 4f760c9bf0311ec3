"""A choice among thousands is the same choice, and escapes what it shows."""

from django import forms

from shuyuan.web.widgets import GroupedChecks, LongSelect


def form(widget, data=None):
    class Choice(forms.Form):
        entry = forms.ChoiceField(choices=[("", "—"), ("1/1", "名册 <b>"), ("1/2", "台账")], widget=widget)

    return Choice(data)


def test_what_is_not_offered_is_refused():
    assert not form(LongSelect, {"entry": "9/9"}).is_valid()
    assert form(LongSelect, {"entry": "1/2"}).is_valid()


def test_labels_are_escaped_and_one_option_is_chosen():
    written = str(form(LongSelect, {"entry": "1/1"})["entry"])
    assert "名册 &lt;b&gt;" in written
    assert written.count(" selected") == 1


def test_it_writes_the_element_that_django_writes():
    def squeezed(text):
        return "".join(str(text).split())

    for data in (None, {"entry": "1/2"}):
        ours, theirs = form(LongSelect, data)["entry"], form(forms.Select, data)["entry"]
        assert sorted(squeezed(ours)) == sorted(squeezed(theirs))


def test_grouped_boxes_say_how_many_of_each_group_are_checked():
    class Choice(forms.Form):
        who = forms.MultipleChoiceField(
            choices=[("市直", [("a", "民政局 <b>"), ("b", "税务局")]), ("县区", [("c", "水利局")])],
            widget=GroupedChecks,
        )

    written = str(Choice({"who": ["a", "c"]})["who"])
    assert written.count(" checked") == 2
    assert "民政局 &lt;b&gt;" in written
    assert "<span data-grouped-count>1</span> / 2" in written
    assert not Choice({"who": ["d"]}).is_valid()
    assert Choice({"who": ["a", "c"]}).is_valid()
