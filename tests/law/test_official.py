"""The operator loads the official text: wrong files first, then what is kept and shown."""

import orjson
import pytest

from shuyuan.kernel.errors import BadInput, TooLarge
from shuyuan.regulations import official
from shuyuan.regulations.errors import BrokenLaw
from shuyuan.regulations.official import find_text, load_text
from shuyuan.regulations.wording import numeral


def made_up(instrument, *, skip="", extra=""):
    """A text with the register's places and invented words."""
    lines = [f"# {instrument.title.zh}", "前言不算条文。", "## 第一章 总 则"]
    for place, unit in instrument.units.items():
        provision = unit.provision
        if place == skip:
            continue
        if provision.item:
            lines.append(f"（{numeral(provision.item)}）编造的第{provision.item}项。")
        elif provision.paragraph == 1:
            lines += ["", f"第{numeral(provision.article)}条　编造的条文。"]
        else:
            lines.append("编造的另一款。")
        if place == "19.1.1":
            lines.append("同一项里的另一段。")
    return "\n".join([*lines, extra]) + "\n"


@pytest.fixture
def data_measures(law):
    return law.instruments["jz-data-2020"]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "law"


@pytest.fixture
def write(tmp_path):
    def to_file(content):
        path = tmp_path / "text.md"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return to_file


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_known_measure"),
        ("一份会议纪要\n第一条 无关。\n".encode(), "no_known_measure"),
        ("第一条 依据焦作市政务数据资源管理暂行办法制定。\n".encode(), "no_known_measure"),
        ("焦作市政务数据资源管理暂行办法".encode("gb18030"), "not_utf8"),
        (b"PK\x03\x04\xff\xfe", "not_utf8"),
        ("焦作市政务数据资源管理暂行办法\n".encode(), "law_text_differs"),
        ("焦作市政务数据资源管理暂行办法\n第一条 甲。\n第十十条 乙。\n".encode(), "law_text_differs"),
    ],
)
def test_a_wrong_file_is_refused_and_nothing_is_kept(content, code, write, folder):
    with pytest.raises(BadInput) as refused:
        load_text(write(content), folder=folder)
    assert refused.value.code == code
    assert not folder.exists()


def test_a_missing_file_is_named_without_its_folder(tmp_path, folder):
    with pytest.raises(BadInput) as refused:
        load_text(tmp_path / "nowhere.md", folder=folder)
    assert refused.value.facts == {"file": "nowhere.md"}


def test_a_huge_file_is_refused_unread(write, folder, monkeypatch):
    monkeypatch.setattr(official, "LIMIT_BYTES", 10)
    with pytest.raises(TooLarge):
        load_text(write("焦作市政务数据资源管理暂行办法"), folder=folder)


@pytest.mark.parametrize(
    ("change", "place"),
    [({"skip": "14.3"}, "15.1"), ({"skip": "35.1.7"}, "36.1"), ({"extra": "多出来的一款。"}, "39.2")],
)
def test_the_first_place_that_does_not_fit_is_named(change, place, data_measures, write, folder):
    with pytest.raises(BadInput) as refused:
        load_text(write(made_up(data_measures, **change)), folder=folder)
    assert refused.value.facts["place"] == place


def test_if_one_measure_of_a_file_is_wrong_none_is_kept(law, data_measures, write, folder):
    both = made_up(law.instruments["jz-project-2020"]) + made_up(data_measures, skip="5.3")
    with pytest.raises(BadInput):
        load_text(write(both), folder=folder)
    assert not folder.exists()


def test_a_text_with_the_right_places_is_kept_and_its_other_wording_is_told(data_measures, write, folder):
    loaded = load_text(write(made_up(data_measures)), folder=folder)

    assert "ANOTHER WORDING" in str(loaded)
    kept = find_text(data_measures, folder=folder)
    assert kept == loaded.texts[0]
    assert kept.filename == "text.md"
    assert not kept.is_checked
    assert list(kept.units) == list(data_measures.units)
    assert kept.units["19.1.1"] == "（一）编造的第1项。\n同一项里的另一段。"
    assert [path.name for path in folder.iterdir()] == ["jz-data-2020.json"]


def test_layout_and_width_of_signs_do_not_change_the_checksum(data_measures, write, folder):
    text = made_up(data_measures)
    first = load_text(write(text), folder=folder).texts[0].checksum
    other = text.replace("。", "。 ").replace("（", "(").replace("）", ")").replace("\n", "\r\n")
    assert load_text(write(other), folder=folder).texts[0].checksum == first


def test_a_later_load_takes_the_place_of_an_earlier_one(data_measures, write, folder):
    load_text(write(made_up(data_measures)), folder=folder)
    load_text(write(made_up(data_measures).replace("编造的另一款", "改过的另一款")), folder=folder)
    assert find_text(data_measures, folder=folder).units["2.2"] == "改过的另一款。"


def test_without_a_loaded_text_there_is_none(data_measures, folder):
    assert find_text(data_measures, folder=folder) is None


@pytest.mark.parametrize("damage", ["other_words", "no_units", "not_json"])
def test_a_kept_text_that_was_changed_is_not_shown(damage, data_measures, write, folder):
    load_text(write(made_up(data_measures)), folder=folder)
    path = folder / "jz-data-2020.json"
    kept = orjson.loads(path.read_bytes())
    if damage == "other_words":
        kept["units"]["14.2"] = "提供部门随时答复。"
    if damage == "no_units":
        kept["units"] = None
    path.write_bytes(b"{" if damage == "not_json" else orjson.dumps(kept))

    with pytest.raises(BrokenLaw) as broken:
        find_text(data_measures, folder=folder)
    assert broken.value.code == "official_text_damaged"


def test_the_founding_text_is_the_one_that_the_register_was_written_from(founding_text, write, folder):
    loaded = load_text(write(founding_text), folder=folder)
    assert [text.instrument for text in loaded.texts] == ["jz-project-2020", "jz-data-2020"]
    assert all(text.is_checked for text in loaded.texts)
    assert "ANOTHER WORDING" not in str(loaded)
