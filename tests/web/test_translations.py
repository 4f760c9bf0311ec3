import gettext

import pytest
from django.utils.translation import gettext as gettext_now
from django.utils.translation.reloader import translation_file_changed

from shuyuan.web.translations import __main__ as command
from shuyuan.web.translations import po, rooms
from shuyuan.web.translations.extraction import said_in
from shuyuan.web.translations.po import BrokenCatalog, Key, Message

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def catalog(folder, text):
    path = folder / "django.po"
    path.write_text(HEAD + "\n" + text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        'msgid "a\nmsgstr "b"\n',
        'msgid "a"\nmsgstr b\n',
        '"continued without a start"\nnonsense\n',
        'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
    ],
)
def test_a_broken_catalog_is_refused_with_its_place(tmp_path, text):
    with pytest.raises(BrokenCatalog) as refused:
        po.read(catalog(tmp_path, text))
    assert "django.po" in str(refused.value)


def test_a_catalog_is_read_with_contexts_plurals_and_long_texts(tmp_path):
    messages = po.read(
        catalog(
            tmp_path,
            'msgctxt "month"\nmsgid "May"\nmsgstr "五月"\n\n'
            'msgid "%(n)s row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "%(n)s 行"\n\n'
            "# a note\n#: a.py:3\n#, fuzzy\n"
            'msgid ""\n"long \\"text\\"\\n"\n"goes on"\nmsgstr ""\n"长"\n"文"\n',
        )
    )
    assert messages[Key("month", "May")].strings == ["五月"]
    assert messages[Key("", "%(n)s row", "%(n)s rows")].strings == ["%(n)s 行"]
    long = messages[Key("", 'long "text"\ngoes on')]
    assert (long.strings, long.fuzzy, long.comments) == (["长文"], True, ("# a note",))
    assert not long.is_translated


def test_writing_and_reading_give_the_same_messages(tmp_path):
    path = tmp_path / "x" / "django.po"
    messages = [
        Message(Key("", 'quotes " and \\ and\nlines'), ["引号"], comments=("# why",)),
        Message(Key("c", "a", "as"), ["甲"], fuzzy=True),
        Message(Key("", "b"), [""]),
    ]
    po.write(path, messages)
    assert {message.key: message for message in messages} == po.read(path)


def test_the_compiled_file_is_what_gettext_reads(tmp_path):
    path = tmp_path / "django.mo"
    po.compile_to(
        path,
        [
            Message(Key("", "row", "rows"), ["行"]),
            Message(Key("month", "May"), ["五月"]),
            Message(Key("", "May"), ["可以"]),
            Message(Key("", "doubtful"), ["可疑"], fuzzy=True),
            Message(Key("", "empty"), [""]),
        ],
    )
    with path.open("rb") as file:
        found = gettext.GNUTranslations(file)
    assert found.gettext("May") == "可以"
    assert found.pgettext("month", "May") == "五月"
    assert found.ngettext("row", "rows", 5) == "行"
    assert (found.gettext("doubtful"), found.gettext("empty")) == ("doubtful", "empty")
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with the shared room `web` and a room `made` that says six texts."""
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "__init__.py").write_text('"""Shared."""\n', encoding="utf-8")
    room = tmp_path / "made"
    (room / "templates" / "made").mkdir(parents=True)
    (room / "__init__.py").write_text('"""Made up."""\n', encoding="utf-8")
    (room / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        'A = _("one " "text")\nB = ngettext("row", "rows", 2)\nC = pgettext("month", "May")\nD = _(A)\n',
        encoding="utf-8",
    )
    (room / "plain.py").write_text('def _(x): ...\n_("no translation")\n', encoding="utf-8")
    (room / "templates" / "made" / "page.html").write_text(
        "{% load i18n %}{% translate 'from a page' %}{{ x|default:_('a default') }}"
        "{% blocktranslate count n=n %}{{ n }} thing{% plural %}{{ n }} things{% endblocktranslate %}",
        encoding="utf-8",
    )
    for name in ("config", "kernel"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(rooms, "PACKAGE", tmp_path)
    return tmp_path


def test_texts_are_found_in_python_and_templates(package):
    assert {(key.context, key.text, key.plural) for key in said_in(package / "made")} == {
        ("", "one text", ""),
        ("", "row", "rows"),
        ("month", "May", ""),
        ("", "from a page", ""),
        ("", "a default", ""),
        ("", "%(n)s thing", "%(n)s things"),
    }


def test_a_room_learns_what_is_missing_left_over_doubtful_and_contradicted(package):
    assert rooms.update("made") == 6
    messages = rooms.messages_of("made")
    for message in messages.values():
        message.strings = ["译文"]
    messages[Key("month", "May")].fuzzy = True
    messages[Key("", "row", "rows")].strings = [""]
    old = Message(Key("", "nobody says this"), ["没人说"])
    po.write(rooms.catalog_path("made"), [*messages.values(), old])
    shared = [Message(Key("", "one text"), ["另一译文"])]
    po.write(rooms.catalog_path("web"), shared)

    found = "\n".join(rooms.complaints())
    assert "made: missing: 'row' (views.py:3)" in found
    assert "made: fuzzy: 'May'" in found
    assert "made: unused: 'nobody says this'" in found
    assert "made: 'one text' is ['译文'], but ['另一译文'] in web" in found
    assert "web: unused: 'one text'" in found
    assert len(found.splitlines()) == 5


def test_an_update_keeps_translations_drops_the_unused_and_trusts_the_shared_room(package):
    po.write(rooms.catalog_path("web"), [Message(Key("", "one text"), ["一段文字"])])
    po.write(
        rooms.catalog_path("made"),
        [Message(Key("", "from a page"), ["来自页面"]), Message(Key("", "old"), ["旧"])],
    )
    assert rooms.update("made") == 4
    messages = rooms.messages_of("made")
    assert messages[Key("", "from a page")].strings == ["来自页面"]
    assert Key("", "old") not in messages
    assert Key("", "one text") not in messages


def test_compiling_writes_only_what_is_older_than_its_source(package):
    po.write(rooms.catalog_path("made"), [Message(Key("", "a"), ["甲"])])
    assert rooms.compile_stale() == 1
    assert rooms.compile_stale() == 0
    assert rooms.compile_stale(force=True) == 1


def test_what_was_compiled_is_used_at_once(package, settings):
    settings.LOCALE_PATHS = [str(package / "made" / "locale")]
    translation_file_changed(None, package / "django.mo")
    assert gettext_now("a made up text") == "a made up text"
    po.write(rooms.catalog_path("made"), [Message(Key("", "a made up text"), ["编造的文字"])])
    rooms.compile_stale()
    assert gettext_now("a made up text") == "编造的文字"
    translation_file_changed(None, package / "django.mo")


def test_the_command_checks_compiles_and_updates(package, capsys):
    assert command.main([]) == 1
    assert "made: missing" in capsys.readouterr().out
    assert command.main(["update", "made"]) == 0
    assert command.main(["compile"]) == 0
    assert command.main(["nonsense"]) == 2
    messages = rooms.messages_of("made")
    for message in messages.values():
        message.strings = ["译文"]
    po.write(rooms.catalog_path("made"), messages.values())
    assert command.main([]) == 0


@pytest.mark.parametrize("room", rooms.rooms())
def test_every_text_of_the_room_has_its_chinese(room):
    found = [line for line in rooms.complaints() if line.startswith(f"{room}:")]
    assert not found, "python -m shuyuan.web.translations update " + room + "\n" + "\n".join(found)
