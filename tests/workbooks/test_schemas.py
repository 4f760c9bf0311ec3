"""Entries proposed from the structure of a database."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shuyuan.catalog.models import Entry
from shuyuan.kernel.errors import BadInput, NotFound, TooLarge
from shuyuan.workbooks import ddl, imports, readings
from shuyuan.workbooks.models import CatalogImport, SchemaReading
from shuyuan.workbooks.schema_proposals import CODES, DATA, SYSTEM, entry_name, item_label, kind_of
from workbooks.conftest import Run, remarks
from workbooks.test_pages import as_actor  # noqa: F401 a fixture

MYSQL = """
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `t_dbdx`;
CREATE TABLE `t_dbdx` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT '行号',
  `sfzh` varchar(18) NOT NULL COMMENT '身份证号，低保对象',
  `xm` varchar(50) DEFAULT NULL,
  `je` decimal(10,2) COMMENT '保障金额（元）',
  `csrq` date,
  `del_flag` char(1) DEFAULT '0',
  PRIMARY KEY (`sfzh`)
) ENGINE=InnoDB COMMENT='低保对象信息表；每月更新';
INSERT INTO `t_dbdx` VALUES (1,'x;y','');
CREATE TABLE `sys_log` (`id` int, `text` text);
CREATE TABLE `zd_mz` (`dm` varchar(2), `mc` varchar(20)) COMMENT='民族字典表';
"""
POSTGRES = """
CREATE TABLE public.dbdx (
  sfzh character varying(18), born timestamp without time zone, ok boolean, n numeric(8)
);
COMMENT ON TABLE public.dbdx IS '低保对象';
COMMENT ON COLUMN public.dbdx.sfzh IS '身份证号';
ALTER TABLE ONLY public.dbdx ADD CONSTRAINT dbdx_pkey PRIMARY KEY (sfzh);
"""
ORACLE = """
CREATE TABLE "QY" ("XYDM" VARCHAR2(18) NOT NULL, "ZCZB" NUMBER(12,2), "CLRQ" DATE);
COMMENT ON TABLE "QY" IS '企业登记信息';
COMMENT ON COLUMN "QY"."XYDM" IS '统一社会信用代码';
"""


def shape(table):
    return [(c.name, c.data_type, c.length, c.scale, c.required, c.is_key) for c in table.columns]


def test_tables_and_comments_of_mysql_are_read():
    assert ddl.guess_dialect(MYSQL) == "mysql"
    people, log, codes = ddl.read_ddl(MYSQL, "mysql")
    assert people.comment == "低保对象信息表；每月更新"
    assert shape(people) == [
        ("id", "I", None, 0, True, False),
        ("sfzh", "C", 18, 0, True, True),
        ("xm", "C", 50, 0, False, False),
        ("je", "N", 10, 2, False, False),
        ("csrq", "D", None, 0, False, False),
        ("del_flag", "C", 1, 0, False, False),
    ]
    assert [kind_of(table) for table in (people, log, codes)] == [DATA, SYSTEM, CODES]
    assert entry_name(people) == "低保对象"
    assert [item_label(column) for column in people.columns][1:5] == [
        "身份证号", "姓名", "保障金额", "出生日期",
    ]  # fmt: skip


def test_comments_and_keys_that_stand_apart_are_found():
    (table,) = ddl.read_ddl(POSTGRES, ddl.guess_dialect(POSTGRES))
    assert (table.comment, table.columns[0].comment) == ("低保对象", "身份证号")
    assert shape(table) == [
        ("sfzh", "C", 18, 0, True, True),
        ("born", "T", None, 0, False, False),
        ("ok", "L", None, 0, False, False),
        ("n", "I", None, 0, False, False),
    ]
    (table,) = ddl.read_ddl(ORACLE, ddl.guess_dialect(ORACLE))
    assert (table.comment, table.columns[0].comment) == ("企业登记信息", "统一社会信用代码")
    assert table.columns[1].data_type == "N"


@pytest.mark.parametrize("text", ["", "SELECT 1;", "DROP TABLE x;", "'not closed", "CREATE TABLE (;", "\0"])
def test_sql_without_a_table_is_refused(text):
    with pytest.raises(BadInput) as refused:
        ddl.read_ddl(text, "mysql")
    assert refused.value.code == "no_ddl"


def test_a_dump_or_a_thousand_tables_are_refused(monkeypatch):
    monkeypatch.setattr(ddl, "MOST_TABLES", 2)
    with pytest.raises(TooLarge):
        ddl.read_ddl(MYSQL, "mysql")
    monkeypatch.setattr(ddl, "MOST_CHARACTERS", 10)
    with pytest.raises(TooLarge):
        ddl.read_ddl(MYSQL, "mysql")


def test_ticked_tables_go_through_the_dry_run_into_drafts(as_actor, officer, places, factories, legal, take):  # noqa: F811
    client = as_actor(officer)
    sent = SimpleUploadedFile("结构.sql", MYSQL.encode("gb18030"))
    client.post(reverse("workbooks:database"), {"file": sent, "dialect": ""})
    reading = SchemaReading.objects.get()
    page = client.get(reading.get_absolute_url()).content.decode()
    assert "低保对象" in page
    assert "系统表" in page
    answer = client.post(reading.get_absolute_url(), {"tables": ["0"], "out": ["0-4"]})
    made = CatalogImport.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    imports.check_import(made.pk, run=Run({}, officer), legal=legal)
    made.refresh_from_db()
    assert (made.kind, made.new_count) == ("schema", 1), remarks(made)
    take(made)
    entry = Entry.objects.get()
    assert (entry.name, entry.subject_kind) == ("低保对象", "person")
    assert entry.formats == [{"class": "database", "type": "mysql"}]
    key = entry.items.get(is_key=True)
    assert (key.name, key.label, key.sensitive, key.personal) == ("sfzh", "身份证号", True, True)
    assert key.checks == [{"kind": "resident_id", "params": {}}]
    assert list(entry.items.values_list("name", flat=True)) == ["sfzh", "xm", "je"]


def test_nothing_ticked_and_nothing_readable_come_back_with_words(as_actor, officer, legal):  # noqa: F811
    client = as_actor(officer)
    sent = SimpleUploadedFile("结构.sql", b"SELECT 1")
    answer = client.post(reverse("workbooks:database"), {"file": sent})
    assert answer.status_code == 400
    assert "没有找到数据表" in answer.content.decode()
    reading = readings.read_schema(BytesIO(MYSQL.encode()), filename="a.sql", actor=officer, legal=legal)
    answer = client.post(reading.get_absolute_url(), {})
    assert answer.status_code == 400
    assert "请至少勾选一张数据表" in answer.content.decode()


def test_a_reading_belongs_to_its_department(officer, stranger, legal):
    reading = readings.read_schema(BytesIO(MYSQL.encode()), filename="a.sql", actor=officer, legal=legal)
    with pytest.raises(NotFound):
        readings.access_reading(reading.pk, actor=stranger)
