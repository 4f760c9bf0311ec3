"""Name and content must agree; Parquet is checked like the others."""

import datetime as dt
import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet
import pytest

from shuyuan.engine.readers import Limits
from shuyuan.kernel.errors import BadInput, TooLarge


def parquet(**columns):
    buffer = io.BytesIO()
    pa.parquet.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def refusal(sender, content, name, **options):
    with pytest.raises((BadInput, TooLarge)) as refused:
        sender.open(content, name, **options)
    return refused.value


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"PK\x03\x04abc", "a.csv", "xlsx"),
        (b"a,b\n1,2\n", "a.xlsx", "csv"),
        (b"PAR1", "a.csv", "parquet"),
        (b"%PDF-1.7", "a.csv", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "old_or_encrypted_workbook"),
        (b"\x1f\x8b\x08", "a.csv", "gzip"),
        (b"\xef\xbb\xbf <html><table>", "a.csv", "markup"),
        (b"<?xml version='1.0'?>", "a.xlsx", "markup"),
    ],
)
def test_content_that_belies_its_name_is_refused(sender, content, name, found):
    error = refusal(sender, content, name)

    assert error.code == "extension_and_content_differ"
    assert error.facts["content"] == found


@pytest.mark.parametrize("name", ["a.xls", "a.xlsm", "a", "a.json", "a.csv.exe"])
def test_unknown_names_are_refused(sender, name):
    assert refusal(sender, b"a,b\n1,2\n", name).code == "extension_unknown"


def test_a_parquet_file_without_its_end_is_refused(sender):
    assert refusal(sender, parquet(a=[1])[:-4], "a.parquet").code == "file_truncated"
    assert refusal(sender, b"PAR1PAR1", "a.parquet").code == "file_damaged"


def test_nested_columns_are_refused(sender):
    error = refusal(sender, parquet(a=[1], b=[[1, 2]]), "a.parquet")

    assert (error.code, error.facts["labels"]) == ("nested_columns", ["b"])


def test_too_many_rows_are_refused_by_the_footer(sender):
    error = refusal(sender, parquet(a=list(range(11))), "a.parquet", limits=Limits(rows=10))

    assert (error.code, error.facts["rows"]) == ("file_unpacks_too_large", 11)


def test_typed_values_become_what_a_person_would_write(sender):
    source = sender.open(
        parquet(
            text=["甲", None],
            number=[1, None],
            amount=[Decimal("1.50"), None],
            day=[dt.date(2024, 1, 5), None],
            naive=pa.array([dt.datetime(2024, 1, 5, 8, 30), None], pa.timestamp("ns")),
            zoned=pa.array([dt.datetime(2024, 1, 5, 0, 30), None], pa.timestamp("us", "UTC")),
            flag=[True, None],
            coded=pa.array(["男", None]).dictionary_encode(),
        ),
        "a.parquet",
    )

    assert [(row.number, row.values) for row in source.preview()] == [
        (2, ("甲", "1", "1.50", "2024-01-05", "2024-01-05 08:30:00", "2024-01-05 08:30:00", "true", "男"))
    ]
