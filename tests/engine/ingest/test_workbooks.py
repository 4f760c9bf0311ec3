"""XLSX: bombs, formulas, merged cells and numbers that lost digits are found before anything is believed."""

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter

from shuyuan.engine.readers import Limits
from shuyuan.engine.readers.source import ERROR_MARK, FORMULA_MARK
from shuyuan.kernel.errors import BadInput, TooLarge


def book(fill, *, sheets=("数据",)):
    """The bytes of a workbook whose sheets `fill(workbook, *sheets)` fills."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        fill(workbook, *[workbook.add_worksheet(name) for name in sheets])
    return buffer.getvalue()


def rows_of(*rows, **options):
    def fill(workbook, sheet, *_):
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return book(fill, **options)


GOOD = rows_of(["编号", "姓名"], ["A1", "甲"], ["A2", "乙"])


def altered(data, **parts):
    """The same archive with parts replaced or added; `sheet` stands for the first sheet."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        replaced = {names.get(name, name): change for name, change in parts.items()}
        for name in old.namelist():
            change = replaced.pop(name, None)
            new.writestr(name, change(old.read(name)) if callable(change) else change or old.read(name))
        for name, content in replaced.items():
            new.writestr(name, content)
    return buffer.getvalue()


def refusal(sender, data, name="people.xlsx", **options):
    with pytest.raises((BadInput, TooLarge)) as refused:
        sender.open(data, name, **options)
    return refused.value


def cells(source):
    return [row.values for row in source.preview(1_000)]


def test_a_truncated_workbook_is_refused(sender):
    assert refusal(sender, GOOD[: len(GOOD) // 2]).code == "file_damaged"


def test_a_damaged_part_is_refused(sender):
    broken = bytearray(GOOD)
    start = GOOD.index(b"PK\x01\x02") - 40
    broken[start] ^= 0xFF
    assert refusal(sender, bytes(broken)).code == "file_damaged"


def test_a_bomb_is_refused_by_its_table_of_contents(sender):
    bomb = altered(GOOD, **{"xl/media/x.bin": b"\0" * (80 << 20)})
    error = refusal(sender, bomb)

    assert error.code == "zip_bomb"
    assert len(bomb) < 1 << 20
    assert error.facts["ratio"] > 300


def test_a_part_that_holds_more_than_it_declares_is_refused(sender):
    filled = altered(GOOD, sheet=lambda xml: xml + b" " * 100_000)
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = filled.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    assert refusal(sender, lying).code == "zip_bomb"


def test_too_many_parts_are_refused(sender):
    assert refusal(sender, GOOD, limits=Limits(archive_entries=3)).code == "zip_bomb"


def test_an_archive_within_the_archive_is_refused(sender):
    assert refusal(sender, altered(GOOD, **{"xl/embeddings/x.xlsx": GOOD})).code == "archive_nested"


def test_a_zip_that_is_no_workbook_is_refused(sender):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    assert refusal(sender, buffer.getvalue()).code == "not_a_workbook"


def test_a_document_type_is_refused(sender):
    def with_entity(xml):
        return xml.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)

    assert refusal(sender, altered(GOOD, sheet=with_entity)).code == "xml_with_dtd"


def test_xml_in_another_encoding_is_refused(sender):
    def recoded(xml):
        return xml.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16")

    assert refusal(sender, altered(GOOD, sheet=recoded)).code == "xml_encoding"


def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_loaded(sender):
    def far(xml):
        return xml.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        )

    error = refusal(sender, altered(GOOD, sheet=far))
    assert (error.code, error.facts["cell"]) == ("workbook_too_large", "XFD1048576")


def test_cells_that_hide_their_place_are_followed_by_the_parser(sender):
    def hidden(xml):
        return xml.replace(
            b"</sheetData>", b'<row r="1048576"><c x=">" r="XFD1048576"><v>1</v></c></row></sheetData>'
        )

    assert refusal(sender, altered(GOOD, sheet=hidden)).code == "workbook_too_large"


def test_merged_cells_are_refused_with_their_ranges(sender):
    def fill(workbook, sheet):
        sheet.merge_range("A1:B1", "标题")
        sheet.write_row(1, 0, ["编号", "姓名"])

    error = refusal(sender, book(fill))
    assert (error.code, error.facts["cells"]) == ("merged_cells", ["A1:B1"])


def test_an_empty_sheet_has_no_header(sender):
    assert refusal(sender, book(lambda workbook, sheet: None)).code == "header_missing"
    assert refusal(sender, rows_of(["编号", "姓名"])).code == "no_rows"


def test_an_unknown_sheet_is_refused_with_those_there_are(sender):
    error = refusal(sender, GOOD, sheet="别的")

    assert (error.code, error.facts["sheets"]) == ("sheet_unknown", ["数据"])


def test_a_formula_is_marked_with_its_text_and_an_error_with_its_name(sender):
    def fill(workbook, sheet):
        sheet.write_row(0, 0, ["编号", "和", "误"])
        sheet.write(1, 0, "A1")
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    source = sender.open(book(fill), "people.xlsx")
    assert cells(source) == [("A1", f"{FORMULA_MARK}1+1", f"{FORMULA_MARK}1/0")]


def test_an_error_cell_without_formula_is_marked(sender):
    def with_error(xml):
        return xml.replace(b'<c r="B2" t="s"><v>3</v></c>', b'<c r="B2" t="e"><v>#N/A</v></c>')

    source = sender.open(altered(GOOD, sheet=with_error), "people.xlsx")
    assert cells(source)[0] == ("A1", f"{ERROR_MARK}#N/A")


def test_a_text_that_only_looks_like_a_formula_is_no_formula(sender):
    def fill(workbook, sheet):
        sheet.write_row(0, 0, ["编号"])
        sheet.write_string(1, 0, "=1+1")

    assert cells(sender.open(book(fill), "people.xlsx")) == [("=1+1",)]


def test_numbers_read_as_a_person_sees_them(sender):
    source = sender.open(
        rows_of(["数"], [410801.0], [0.1 + 0.2], [4.19901199001011e17], [-3.0], [True], [1e15]), "people.xlsx"
    )

    assert [row[0] for row in cells(source)] == [
        "410801",
        "0.3",
        "4.19901199001011E+17",
        "-3",
        "true",
        "1.00000000000000E+15",
    ]


def test_days_and_times_read_as_text(sender):
    def fill(workbook, sheet):
        sheet.write_row(0, 0, ["日", "时", "长"])
        sheet.write_datetime(1, 0, dt.datetime(2024, 1, 5), workbook.add_format({"num_format": "yyyy/m/d"}))
        stamp = workbook.add_format({"num_format": "yyyy/m/d hh:mm"})
        sheet.write_datetime(1, 1, dt.datetime(2024, 1, 5, 8, 30), stamp)
        sheet.write(1, 2, dt.timedelta(hours=30), workbook.add_format({"num_format": "[h]:mm"}))

    assert cells(sender.open(book(fill), "people.xlsx")) == [
        ("2024-01-05", "2024-01-05 08:30:00", "30:00:00")
    ]


def test_row_numbers_are_those_of_the_sheet_wherever_the_table_begins(sender):
    def fill(workbook, sheet):
        sheet.write_row(2, 1, ["编号", "姓名"])
        sheet.write_row(3, 1, ["A1", "甲"])
        sheet.write_row(6, 1, ["A2", "乙"])
        sheet.write_formula(6, 2, "=B4", None, "甲")

    source = sender.open(book(fill), "people.xlsx")
    assert [row.number for row in source.preview()] == [4, 7]
    assert cells(source)[1] == ("A2", f"{FORMULA_MARK}B4")


def test_a_row_beyond_the_header_comes_whole(sender):
    source = sender.open(rows_of(["编号", "姓名"], ["A1", "甲"], ["A2", "乙", "多"]), "people.xlsx")
    batch = next(source.batches())

    assert batch["_broken"].to_pylist() == [None, "A2\t乙\t多"]


def test_the_first_visible_sheet_is_read_and_the_others_are_named(sender):
    def fill(workbook, hidden, data, more):
        data.activate()
        hidden.hide()
        data.write_column(0, 0, ["编号", "A1"])
        more.write_column(0, 0, ["编号", "B1"])

    sent = book(fill, sheets=("说明", "数据", "另一张"))
    source = sender.open(sent, "people.xlsx")

    assert cells(source) == [("A1",)]
    assert source.notes[0].code == "one_of_several_sheets_read"
    assert source.notes[0].facts == {"sheet": "数据", "others": ["说明", "另一张"], "hidden": ["说明"]}
    assert cells(sender.open(sent, "people.xlsx", sheet="另一张")) == [("B1",)]
