"""CSV: every way in which it can be broken has an answer; the rest reads as a person sees it."""

import pytest

from engine.ingest.people import HEADER, ROWS, csv_of
from shuyuan.engine.readers import Limits, open_file
from shuyuan.kernel.errors import BadInput, TooLarge, Unavailable


def refusal(sender, content, name="people.csv", **options):
    with pytest.raises((BadInput, TooLarge)) as refused:
        list(sender.open(content, name, **options).batches())
    return refused.value


def cells(source):
    return [row.values for row in source.preview(1_000)]


def numbers(source):
    return sorted(
        (number, broken)
        for batch in source.batches()
        for number, broken in zip(batch["_row"].to_pylist(), batch["_broken"].to_pylist(), strict=True)
    )


def test_a_header_without_rows_is_refused(sender):
    assert refusal(sender, HEADER).code == "no_rows"
    assert refusal(sender, HEADER + "\n,,,,,\n\n").code == "no_rows"


def test_a_file_of_blank_lines_has_no_header(sender):
    assert refusal(sender, "\n\n \n").code == "header_missing"


@pytest.mark.parametrize(
    ("header", "code", "places"),
    [
        ("编号,,姓名", "header_empty_label", [2]),
        ("编号,姓名,姓 名,姓名", "header_duplicate_label", [2, 4]),
        ("编号," + "长" * 300, "header_label_too_long", [2]),
    ],
)
def test_a_bad_header_names_the_places(sender, header, code, places):
    error = refusal(sender, f"{header}\n1,2,3,4\n")

    assert error.code == code
    assert error.facts["places"] == places


def test_too_many_columns_are_refused(sender):
    error = refusal(sender, ",".join(f"c{n}" for n in range(11)) + "\n", limits=Limits(columns=10))

    assert (error.code, error.facts["limit"]) == ("too_many_columns", 10)


def test_a_nul_byte_is_named_with_line_and_offset(sender):
    error = refusal(sender, b"a,b\n1,2\n3,\x00\n")

    assert error.code == "nul_byte"
    assert (error.facts["line"], error.facts["offset"]) == (3, 10)


def test_a_line_without_end_is_refused_after_a_bounded_look(sender):
    error = refusal(sender, "a,b\n1,2\n" + "x" * (3 << 20), limits=Limits(line_bytes=2 << 20))

    assert error.code == "line_too_long"
    assert (error.facts["line"], error.facts["limit_bytes"]) == (3, 2 << 20)


def test_two_gigabytes_in_one_line_are_refused_after_their_beginning(sender, monkeypatch):
    landed = sender.land("a,b\n1,2\n" + "x" * (2 << 20))
    landed.path.chmod(0o640)
    with landed.path.open("r+b") as stream:
        # The rest is a hole of the file system: it holds NUL bytes, which the scan must not reach.
        stream.truncate(2 << 30)
    with pytest.raises(BadInput) as error:
        open_file(landed)

    assert (error.value.code, error.value.facts["line"]) == ("line_too_long", 3)


def test_a_landed_file_that_is_gone_is_no_fault_of_the_sender(sender):
    landed = sender.land(csv_of(*ROWS))
    landed.path.unlink()
    with pytest.raises(Unavailable) as error:
        open_file(landed)

    assert error.value.code == "landing_failed"


def test_a_broken_utf_8_file_is_not_misread_as_gb18030(sender):
    content = csv_of(*ROWS).encode() + b"A004,\xe6\xb5,\n"
    error = refusal(sender, content)

    assert error.code == "invalid_bytes"
    assert (error.facts["encoding"], error.facts["line"]) == ("utf-8", 5)
    assert error.facts["offset"] == content.index(b"\xe6\xb5,\n")


def test_bytes_of_no_encoding_are_refused_with_the_place(sender):
    error = refusal(sender, b"a,b\n1,\xff\xff\n")

    assert (error.code, error.facts["line"], error.facts["offset"]) == ("invalid_bytes", 2, 6)


def test_utf_16_is_refused_with_the_remedy(sender):
    error = refusal(sender, csv_of(*ROWS).encode("utf-16"))

    assert (error.code, error.facts["remedy"]) == ("encoding_unsupported", "save_as_utf8")


def test_an_open_quote_is_refused_before_it_swallows_the_rows_behind_it(sender):
    error = refusal(sender, csv_of(ROWS[0], 'A004,"测试丁,男,1990-01-01,1,', *ROWS[1:]))

    assert (error.code, error.facts["line"]) == ("unbalanced_quotes", 3)


def test_a_file_that_ends_within_a_row_is_refused(sender):
    error = refusal(sender, csv_of(*ROWS)[:-20])

    assert (error.code, error.facts["row"]) == ("file_truncated", 4)
    assert (error.facts["expected"], error.facts["actual"]) == (6, 2)


def test_a_last_row_without_newline_is_whole(sender):
    assert len(cells(sender.open(csv_of(*ROWS).rstrip("\n")))) == 3


def test_rows_with_another_number_of_cells_come_whole_and_keep_the_numbers_of_the_others(sender):
    source = sender.open(csv_of(ROWS[0], "A9,只有两格", ROWS[1], "1,2,3,4,5,6,7", ROWS[2]))

    assert numbers(source) == [(2, None), (3, "A9,只有两格"), (4, None), (5, "1,2,3,4,5,6,7"), (6, None)]


def test_numbers_count_blank_lines_and_values_with_line_breaks_as_a_person_does(sender):
    source = sender.open(csv_of(ROWS[0], "", 'A5,"两\n行",男,,,', ROWS[1]))

    assert [row.number for row in source.preview()] == [2, 4, 5]
    assert cells(source)[1][1] == "两\n行"


def test_row_numbers_hold_over_many_blocks(sender):
    rows = [f"A{n},测试,男,1990-01-01,1,{'备' * 60}" for n in range(40_000)]
    rows[100], rows[39_990] = "坏", "坏,了"
    source = sender.open(csv_of(*rows))
    found = numbers(source)

    assert [number for number, _ in found] == list(range(2, 40_002))
    assert [number for number, broken in found if broken] == [102, 39_992]
    last = list(source.batches())[-2]
    assert last["c0"][last.num_rows - 1].as_py() == "A39999"


def test_a_wrong_delimiter_ends_soon(sender):
    error = refusal(sender, csv_of(*(["a;b"] * 10_500)))

    assert (error.code, error.facts["row"]) == ("too_many_broken_rows", 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_the_encodings_of_departments_are_read(sender, encoding):
    source = sender.open(csv_of(*ROWS).encode(encoding))

    assert source.columns == tuple(HEADER.split(","))
    assert cells(source)[1] == ("A002", "测试乙", "女", "1991-02-06", "100", "好")
    assert source.notes[0].facts["encoding"] == ("gb18030" if encoding.startswith("gb") else "utf-8")


def test_rare_characters_of_gb18030_are_read(sender):
    source = sender.open("姓名\n𠮷㐂\n".encode("gb18030"))

    assert cells(source) == [("𠮷㐂",)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiters_of_departments_are_found(sender, delimiter):
    source = sender.open(csv_of(*ROWS).replace(",", delimiter))

    assert len(source.columns) == 6
    assert cells(source)[2][4] == "0.10"


def test_a_quoted_header_with_line_breaks_counts_as_one_row(sender):
    source = sender.open('"编\n号",姓名\n1,甲\n')

    assert source.columns == ("编 号", "姓名")
    assert [row.number for row in source.preview()] == [2]


def test_windows_line_ends_leave_no_trace(sender):
    assert cells(sender.open(csv_of(*ROWS).replace("\n", "\r\n")))[0][4:] == ("12.50", None)
