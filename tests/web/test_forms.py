import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines


class Sample(forms.Form):
    """One field of every kind that the pages know."""

    name = forms.CharField(label="名称", help_text="十个字以内", max_length=10)
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲"), ("b", "乙")])
    way = forms.ChoiceField(label="方式", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="同意")
    file = forms.FileField(label="文件", help_text="CSV 或 XLSX")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.cleaned_data.get("name") == "冲突":
            raise forms.ValidationError("整体不对 <b>")
        return self.cleaned_data


def draw(source, **context):
    return engines["django"].from_string("{% load shuyuan %}" + source).render(context)


@pytest.fixture
def wrong():
    return Sample({"name": "一二三四五六七八九十十一"})


def test_every_error_is_listed_on_top_with_a_link_to_its_field(wrong):
    html = draw("{% errors form %}", form=wrong)
    assert html.count("<li>") == 5
    assert "类型：" in html
    for target in ("id_name", "id_kind", "id_way", "id_agreed", "id_file"):
        assert f'href="#{target}' in html
        assert f'id="{target}' in draw("{% fields form %}", form=wrong)


def test_the_same_words_stand_at_the_field_and_are_announced(wrong):
    html = draw("{% field form.name %}", form=wrong)
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_error id_name_hint"' in html


def test_an_error_of_the_whole_form_has_no_link_and_is_escaped():
    form = Sample(
        {"name": "冲突", "kind": "a", "way": "a", "agreed": "1"}, {"file": SimpleUploadedFile("a", b"x")}
    )
    html = draw("{% errors form %}", form=form)
    assert "整体不对 &lt;b&gt;" in html
    assert "href" not in html


def test_an_untouched_form_shows_no_error():
    assert draw("{% errors form %}", form=Sample()).strip() == ""
    assert "aria-invalid" not in draw("{% fields form %}", form=Sample())


def test_every_kind_of_field_has_its_own_shape():
    form = Sample()
    assert 'class="form-control"' in draw("{% field form.name %}", form=form)
    assert 'class="form-select"' in draw("{% field form.kind %}", form=form)
    assert "<fieldset" in draw("{% field form.way %}", form=form)
    assert "class" not in str(form["way"].as_widget())
    assert 'class="form-check"' in draw("{% field form.agreed %}", form=form)
    assert 'class="sy-drop"' in draw("{% filedrop form.file %}", form=form)
    assert "label" not in draw("{% field form.token %}", form=form)


def test_a_page_may_say_label_and_hint_in_its_own_words():
    html = draw("{% field form.name label='别名' hint='随意' %}", form=Sample())
    assert "别名" in html
    assert "随意" in html
    assert "十个字以内" not in draw("{% field form.name hint='' %}", form=Sample())
