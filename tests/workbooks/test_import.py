"""A workbook from the file to drafts: dry run, what is refused where, and applying it."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.catalog.models import Entry, Item
from shuyuan.jobs.run import Leave
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.workbooks import imports, planning
from shuyuan.workbooks.services import export_catalog
from workbooks.conftest import Run, remarks
from workbooks.sheets import KEYS, ROW, make_workbook, rows_of

TWO_ITEMS = rows_of({"item": "机构编号", "length": 12}, {"item": "机构名称"})


def refusals(made):
    return [one for one in remarks(made) if made.remarks.filter(code=one[2], refuses=True).exists()]


def test_a_dry_run_changes_nothing_in_the_catalog(bring):
    made = bring(make_workbook(TWO_ITEMS))
    assert made.state == "checked"
    assert (made.new_count, made.changed_count, made.refused_count) == (1, 0, 0)
    assert made.row_count == 2
    assert not Entry.objects.exists()


def test_the_file_becomes_a_draft_of_the_department(bring, take, civil_affairs):
    made = take(bring(make_workbook(TWO_ITEMS)))
    assert made.state == "applied"
    assert made.written_count == 1
    entry = Entry.objects.get()
    assert entry.provider == civil_affairs
    assert (entry.state, entry.code, entry.name) == ("draft", None, "养老机构名录")
    assert entry.formats == [{"class": "database", "type": "mysql"}]
    assert (entry.sharing_type, entry.update_cycle, entry.method_types) == (
        "unconditional",
        "monthly",
        ["service"],
    )
    assert entry.node.department == civil_affairs
    assert "养老机构名录" in entry.search_text
    assert "jgbh" in entry.search_text
    items = list(entry.items.values_list("position", "label", "name", "data_type", "length"))
    assert items == [
        (1, "机构编号", "ji_gou_bian_hao", "C", 12),
        (2, "机构名称", "ji_gou_ming_cheng", "C", 60),
    ]
    assert made.lines.get().entry == entry


def test_each_draft_has_an_audit_entry_of_its_own(bring, take):
    take(bring(make_workbook([*TWO_ITEMS, *rows_of({}, name="救助站名录")])))
    events = list(AuditEntry.objects.order_by("seq").values_list("event", flat=True))
    assert events[-5:] == [
        "workbooks:import:received",
        "workbooks:import:started",
        "catalog:entry:created",
        "catalog:entry:created",
        "workbooks:import:applied",
    ]


def test_the_same_file_a_second_time_changes_nothing(bring, take):
    content = make_workbook(TWO_ITEMS)
    take(bring(content))
    again = bring(content)
    assert (again.new_count, again.changed_count, again.unchanged_count) == (0, 0, 1)
    with pytest.raises(BadInput) as refused:
        take(again)
    assert refused.value.code == "nothing_to_write"


def test_what_was_exported_comes_back_unchanged(bring, factories, civil_affairs):
    factories.make_published_entry(civil_affairs, sharing_type="conditional", sharing_condition="仅限核验")
    factories.make_entry(civil_affairs, related_codes=["307001/1"])
    for merged in (False, True):
        stream = BytesIO()
        export_catalog(Entry.objects.order_by("pk"), stream, merged=merged)
        made = bring(stream.getvalue())
        assert (made.new_count, made.changed_count, made.unchanged_count) == (0, 0, 2), remarks(made)


def test_a_code_opens_a_working_copy_with_the_reason_for_the_change(
    bring, take, factories, civil_affairs, legal
):
    entry = factories.make_published_entry(civil_affairs)
    rows = rows_of({"item": "区划代码", "length": 9}, {"item": "面积", "type": "N", "length": "10,2"},
                   name=entry.name, code=entry.code)  # fmt: skip
    made = bring(make_workbook(rows))
    assert (made.changed_count, made.revision_count) == (1, 1)
    changes = made.lines.get().changes
    assert (changes["added"], changes["removed"]) == (["面积"], ["名称"])
    with pytest.raises(BadInput) as refused:
        take(made)
    assert "change_kind" in refused.value.facts["fields"]
    take(made, change_kind="duty", change_basis="职能调整通知", changed_on=legal.today)
    entry.refresh_from_db()
    assert entry.state == "published"
    copy = entry.working_copy
    assert (copy.state, copy.change_kind, copy.version) == ("draft", "duty", entry.version)
    assert list(copy.items.values_list("label", "name", "length", "scale")) == [
        ("区划代码", "code", 9, 0),
        ("面积", "mian_ji", 10, 2),
    ]
    assert made.lines.get().entry == entry


def test_a_saved_draft_is_changed_and_keeps_what_the_file_does_not_say(bring, take, factories, civil_affairs):
    entry = factories.make_entry(civil_affairs, name="养老机构名录", sharing_scope="民政系统")
    Item.objects.filter(entry=entry, name="name").update(sensitive=True, label="机构名称")
    take(bring(make_workbook(TWO_ITEMS)))
    entry.refresh_from_db()
    assert entry.sharing_scope == "民政系统"
    assert entry.revision == 1
    kept = entry.items.get(label="机构名称")
    assert (kept.name, kept.sensitive, kept.position) == ("name", True, 2)


def test_all_or_nothing_writes_nothing_while_one_row_is_refused(bring, take):
    rows = [*TWO_ITEMS, *rows_of({"sharing": "部分共享"}, name="救助站名录")]
    made = bring(make_workbook(rows))
    assert (made.new_count, made.refused_count) == (1, 1)
    with pytest.raises(BadInput) as refused:
        take(made, "all")
    assert refused.value.code == "not_all_accepted"
    take(made, "valid")
    assert [entry.name for entry in Entry.objects.all()] == ["养老机构名录"]


def test_all_or_nothing_writes_everything_at_once(bring, take):
    made = take(bring(make_workbook([*TWO_ITEMS, *rows_of({}, name="救助站名录")])), "all")
    assert made.written_count == 2
    assert made.lines.filter(entry__isnull=False).count() == 2


def test_a_cancelled_import_can_go_on_later(bring, officer, legal, monkeypatch):
    monkeypatch.setattr(imports, "PORTION", 1)
    rows = [row for number in "一二三四" for row in rows_of({}, name=f"名录{number}")]
    made = bring(make_workbook(rows))
    imports.apply_import(made.pk, mode="valid", actor=officer, legal=legal)
    with pytest.raises(Leave):
        imports.run_import(made.pk, run=Run({}, officer, leave_after=3), legal=legal)
    made.refresh_from_db()
    assert made.state == "checked"
    assert Entry.objects.count() == 2
    imports.apply_import(made.pk, mode="valid", actor=officer, legal=legal)
    imports.run_import(made.pk, run=Run({}, officer), legal=legal)
    made.refresh_from_db()
    assert (made.state, made.written_count) == ("applied", 4)
    assert Entry.objects.count() == 4


def test_a_change_in_between_is_not_overwritten(bring, officer, legal, factories, civil_affairs):
    entry = factories.make_entry(civil_affairs, name="养老机构名录")
    made = bring(make_workbook(TWO_ITEMS))
    imports.apply_import(made.pk, mode="valid", actor=officer, legal=legal)
    planned = imports.Planner.plan

    def slowly(self, entries):
        for plan in planned(self, entries):
            Entry.objects.filter(pk=entry.pk).update(revision=7)
            yield plan

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imports.Planner, "plan", slowly)
        with pytest.raises(Conflict) as refused:
            imports.run_import(made.pk, run=Run({}, officer), legal=legal)
    assert refused.value.code == "changed_meanwhile"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sharing": "部分共享"}, (2, "共享类型", "unknown_value")),
        ({"type": "文字"}, (2, "数据类型", "unknown_value")),
        ({"length": "60字节"}, (2, "数据长度", "not_a_whole_number")),
        ({"length": None}, (2, "数据长度", "length_missing")),
        ({"format_type": "xlsx"}, (2, "信息资源格式类型", "format_type_outside_class")),
        ({"format_type": None}, (2, "信息资源格式类型", "format_type_missing")),
        ({"item": "==A1&B1"}, (2, "信息项名称", "formula_in_cell")),
        ({"code": "307001/99"}, (2, "信息资源代码", "unknown_code")),
        ({"class1": "主题信息资源", "class2": "天气"}, (2, "信息资源分类", "unknown_class_named")),
        ({"class1": "主题信息资源"}, (2, "信息资源分类", "class_not_deep_enough")),
        ({"provider": "焦作市税务局"}, (2, "信息资源提供方", "not_my_department")),
        ({"uscc": "91410000MA00000000"}, (2, "信息资源提供方代码", "not_my_department")),
        ({"name": "机密★名录"}, (2, "信息资源名称", "bears_secrecy_mark")),
        ({"name": "长" * 129}, (2, "信息资源名称", "max_length")),
        ({"column": "Name"}, (2, "字段名", "bad_column_name")),
        ({"related": "307-1"}, (2, "关联资源代码", "not_a_catalog_code")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_row_and_column(bring, change, expected):
    made = bring(make_workbook(rows_of(change)))
    assert made.refused_count == 1
    assert remarks(made)[0] == expected


def test_an_unknown_word_comes_with_the_nearest_allowed_one(bring):
    made = bring(make_workbook(rows_of({"sharing": "有条件的共享", "cycle": "按月更新"})))
    near = {one.column: one.facts["nearest"] for one in made.remarks.filter(code="unknown_value")}
    assert near == {"共享类型": "有条件共享", "更新周期": "每月"}
    assert all(one.value for one in made.remarks.filter(code="unknown_value"))


@pytest.mark.parametrize("word", ["C", "字符型", "字符型C", "字符型 C", "C(60)", "字符型(60)", "ｃ"])
def test_people_write_data_types_in_many_ways(bring, word):
    made = bring(make_workbook(rows_of({"type": word})))
    assert made.new_count == 1, remarks(made)


def test_an_item_wider_than_its_entry_is_refused(bring):
    rows = rows_of(
        {"sharing": "有条件共享", "condition": "仅限核验"}, {"item": "床位数", "sharing": "无条件共享"}
    )
    made = bring(make_workbook(rows))
    assert remarks(made)[0] == (3, "共享类型", "item_more_open_than_entry")
    assert made.remarks.get(refuses=True).facts["reason"]["cites"] == "jz-data-2020/18.2"


def test_a_stricter_item_keeps_a_sharing_type_of_its_own(bring, take):
    rows = rows_of(
        {"sharing": "有条件共享", "condition": "仅限核验"},
        {"item": "负责人电话", "sharing": "不予共享", "condition": "个人信息保护法第十条"},
    )
    take(bring(make_workbook(rows)))
    assert list(Item.objects.order_by("position").values_list("sharing_type", "sharing_condition")) == [
        ("", ""),
        ("not_shared", "个人信息保护法第十条"),
    ]


def test_merged_cells_are_understood(bring, take):
    rows = [TWO_ITEMS[0], {"item": "机构名称", "type": "C", "length": 60, "sharing": "无条件共享"}]
    merged = [(1, KEYS.index(key), 2, KEYS.index(key), ROW[key]) for key in ("name", "abstract", "cycle")]
    take(bring(make_workbook(rows, keys=KEYS, merged=merged)))
    entry = Entry.objects.get()
    assert entry.items.count() == 2
    assert entry.abstract == ROW["abstract"]


def test_a_title_and_group_headings_above_the_heading_are_passed_over(bring):
    made = bring(make_workbook(TWO_ITEMS, above=["焦作市民政局目录填报表", "填表人：李明"]))
    assert made.new_count == 1
    assert made.notes[0]["facts"] == {"sheet": "信息资源目录", "row": 3}


def test_columns_may_stand_in_any_order_and_under_other_names(bring):
    keys = list(reversed(KEYS))
    names = {"name": "目录名称", "item": "信息项", "methods": "共享方式", "open": "是否开放*"}
    from shuyuan.workbooks.columns import BY_KEY  # noqa: PLC0415

    made = bring(
        make_workbook(TWO_ITEMS, keys=keys, headings=[names.get(k, BY_KEY[k].heading) for k in keys])
    )
    assert made.new_count == 1, remarks(made)


def test_shifted_columns_are_recognized_and_named(bring):
    rows = []
    for row in rows_of({"item": "机构编号"}, {"item": "机构名称"}, {"item": "床位数"}):
        values = [row[key] for key in KEYS]
        at = KEYS.index("length")
        values = [*values[:at], None, *values[at:]]
        rows.append(dict(zip([*KEYS, "theme"], values, strict=True)))
    made = bring(make_workbook(rows, keys=[*KEYS, "theme"]))
    assert made.refused_count == 1
    shifted = [one for one in remarks(made) if one[2] == "row_shifted"]
    assert shifted == [(row, "共享类型", "row_shifted") for row in (2, 3, 4)]
    note = next(note for note in made.notes if note["code"] == "columns_shifted")
    assert note["facts"] == {"column": "共享类型", "offset": 1, "direction": "right", "count": 3}


def test_a_contradiction_between_rows_of_one_resource_is_named(bring):
    made = bring(make_workbook(rows_of({}, {"item": "地址", "cycle": "每年"})))
    assert remarks(made)[0] == (3, "更新周期", "differs_from_first_row")


def test_names_and_codes_may_stand_once_in_a_file(bring, factories, civil_affairs):
    entry = factories.make_published_entry(civil_affairs)
    rows = [
        *rows_of({}),
        *rows_of({}, name="救助站名录"),
        *rows_of({}),
        *rows_of({}, name="甲", code=entry.code),
        *rows_of({}, name="乙", code=entry.code),
    ]
    made = bring(make_workbook(rows))
    assert (4, "信息资源名称", "name_twice_in_file") in remarks(made)
    assert (6, "信息资源代码", "code_twice_in_file") in remarks(made)


def test_two_items_of_one_name_are_refused(bring):
    made = bring(make_workbook(rows_of({}, {"item": "机构名称"})))
    assert remarks(made)[0] == (3, "信息项名称", "item_twice")


def test_codes_of_other_departments_and_names_of_published_entries_are_refused(
    bring, factories, civil_affairs, tax
):
    foreign = factories.make_published_entry(tax, name="纳税信用")
    own = factories.make_published_entry(civil_affairs, name="救助站名录")
    made = bring(make_workbook([*rows_of({}, code=foreign.code), *rows_of({}, name=own.name)]))
    assert (2, "信息资源代码", "code_of_other_department") in remarks(made)
    known = made.remarks.get(code="name_of_published_entry")
    assert (known.row, known.facts["known"]) == (3, own.code)


def test_what_is_under_review_is_not_changed(bring, factories, civil_affairs):
    factories.make_entry(civil_affairs, name="养老机构名录", state="submitted")
    made = bring(make_workbook(TWO_ITEMS))
    assert remarks(made)[0][2] == "under_review"


def test_what_the_review_would_refuse_is_told_but_does_not_stop_a_draft(bring, take):
    made = bring(make_workbook(rows_of({"abstract": None, "name": "养老管理系统"})))
    assert made.new_count == 1
    warned = set(made.remarks.filter(refuses=False).values_list("code", "column"))
    assert ("description_incomplete", "信息资源摘要") in warned
    assert ("named_after_system", "信息资源名称") in warned
    assert take(made).written_count == 1


def test_hidden_sheets_are_left_out_and_named(bring):
    def hide(book):
        book.add_worksheet("旧数据").hide()
        book.add_worksheet("封面")

    made = bring(make_workbook(TWO_ITEMS, extra=hide))
    said = {note["code"]: note["facts"] for note in made.notes}
    assert said["hidden_sheets_left_out"] == {"sheets": "旧数据"}
    assert said["sheets_left_out"] == {"sheets": "封面"}


def test_only_hidden_sheets_is_no_workbook_of_the_catalog(bring):
    def hide(book):
        book.add_worksheet("封面").activate()
        book.worksheets()[0].hide()

    made = bring(make_workbook(TWO_ITEMS, extra=hide))
    assert made.problem["code"] == "no_catalog_header"
    assert made.problem["facts"]["hidden"] == ["信息资源目录"]


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"PK\x03\x04 cut off", "a.xlsx", "file_damaged"),
        (b"\xd0\xcf\x11\xe0 old", "a.xlsx", "extension_and_content_differ"),
        (b"\xd0\xcf\x11\xe0 old", "a.xls", "file_damaged"),
        (b"name\n1", "a.pdf", "extension_unknown"),
        (b"a,b,c,d,e\n1,2,3,4,5\n", "a.csv", "no_catalog_header"),
        (make_workbook(TWO_ITEMS, keys=[k for k in KEYS if k != "item"]), "a.xlsx", "no_catalog_header"),
        (make_workbook(TWO_ITEMS, keys=[*KEYS, "name"]), "a.xlsx", "heading_repeated"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(bring, content, filename, code):
    made = bring(content, filename)
    assert made.state == "unreadable"
    assert made.problem["code"] == code


def test_200000_rows_get_a_clear_answer(bring, monkeypatch):
    monkeypatch.setattr("shuyuan.workbooks.grids.MOST_ROWS", 3)
    for filename, content in (
        ("a.xlsx", make_workbook(TWO_ITEMS * 2)),
        ("a.csv", ("信息资源名称,信息项名称,数据类型,信息资源摘要\n" + "a,b,C,d\n" * 4).encode()),
    ):
        made = bring(content, filename)
        assert made.problem["code"] == "too_many_catalog_rows"
        assert made.problem["facts"]["limit"] == 3


def test_csv_in_the_encoding_of_old_office_programs_is_read(bring):
    lines = ["信息资源名称,信息资源摘要,信息项名称,数据类型,数据长度", "养老机构名录,摘要,机构名称,C,60"]
    made = bring("\r\n".join(lines).encode("gb18030"), "目录.csv")
    assert made.new_count == 1, made.problem or remarks(made)


def test_rows_below_the_table_are_no_items(bring):
    made = bring(make_workbook([*TWO_ITEMS, {"name": None, "abstract": "填表人：李明"}], keys=KEYS))
    assert (made.new_count, made.refused_count) == (1, 0)


def test_an_item_without_a_resource_is_refused(bring):
    rows = [{"item": "机构编号", "type": "C", "length": 12}, *TWO_ITEMS]
    made = bring(make_workbook(rows, keys=KEYS))
    assert (2, "信息资源名称", "row_without_resource") in remarks(made)
    assert not made.is_all_accepted


def test_only_drafters_bring_files_and_see_those_of_their_department(bring, organizations, stranger, legal):
    bureau = organizations.make_actor(Role.DATA_ADMINISTRATION, "bureau")
    with pytest.raises(NotPermitted):
        bring(b"x", actor=bureau)
    made = bring(make_workbook(TWO_ITEMS))
    with pytest.raises(NotFound):
        imports.apply_import(made.pk, mode="all", actor=stranger, legal=legal)
    with pytest.raises(NotFound):
        imports.withdraw_import(made.pk, actor=stranger, legal=legal)


def test_a_file_that_was_given_up_cannot_be_written(bring, officer, legal):
    made = bring(make_workbook(TWO_ITEMS))
    imports.withdraw_import(made.pk, actor=officer, legal=legal)
    with pytest.raises(Conflict) as refused:
        imports.apply_import(made.pk, mode="all", actor=officer, legal=legal)
    assert refused.value.code == "import_moved_on"


def test_an_item_keeps_an_update_cycle_and_an_opening_condition_of_its_own(bring, take):
    rows = rows_of(
        {
            "item_cycle": "每月",
            "open": "是",
            "open_condition": "登记后下载",
            "item_open_condition": "登记后下载",
        },
        {"item": "床位数", "item_cycle": "每年", "open": "是", "item_open_condition": "注明来源"},
    )
    take(bring(make_workbook(rows)))
    first, second = Item.objects.order_by("position")
    assert (first.update_cycle, first.open_condition) == ("", "")
    assert (second.update_cycle, second.open_condition) == ("yearly", "注明来源")
    stream = BytesIO()
    export_catalog(Entry.objects.order_by("pk"), stream)
    assert bring(stream.getvalue()).unchanged_count == 1


def test_an_item_that_is_updated_more_often_than_its_entry_is_told_in_the_dry_run(bring):
    made = bring(make_workbook(rows_of({"item_cycle": "每日"})))
    assert "item_cycle_shorter" in {one.code for one in made.remarks.filter(refuses=False)}


def test_every_entry_of_a_long_file_gets_every_check_with_a_few_queries(
    bring, factories, civil_affairs, organizations, monkeypatch
):
    health = organizations.make_department("health", name="焦作市卫生健康委员会")
    factories.make_published_entry(health, name="医疗机构执业登记信息")
    monkeypatch.setattr(planning, "PORTION", 40)
    rows = [row for number in range(119) for row in rows_of({}, name=f"{chr(0x4E00 + number)}类名录")]
    rows += rows_of({}, name="医疗机构执业登记信息")
    with CaptureQueriesContext(connection) as asked:
        made = bring(make_workbook(rows))
    warned = {one.row for one in made.remarks.filter(code="similar_entry_elsewhere")}
    assert warned == {121}
    assert made.new_count == 120
    assert len(asked) < 120
