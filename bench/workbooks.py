"""A department's whole catalog from a workbook to drafts, against the bare reading and inserting of the same.

The baseline reads the same sheet with the same reader and inserts as many rows of entries and items with
`bulk_create`, without looking at any of them. The product reads, groups, checks every cell and every rule,
compares with what is there, keeps a report, and writes drafts with search text and a signed audit entry each.

`python -m bench.workbooks [--entries N] [--items N] [--rounds N] [--json FILE]`; on PostgreSQL when
SHUYUAN_DATABASE_URL names an empty database.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

#: Seconds from the file to drafts that are allowed, and how much of the baseline's time it may take.
TARGET_SECONDS = 30.0
_KINDS = ("名录", "登记信息", "许可信息", "处罚信息", "补贴发放信息", "年度检查信息", "统计信息", "投诉信息")
_SUBJECTS = (
    "养老机构",
    "社会组织",
    "婚姻登记",
    "殡葬服务",
    "救助对象",
    "地名",
    "慈善组织",
    "残疾人",
    "儿童福利",
    "志愿服务",
)
_LABELS = (
    "编号",
    "名称",
    "地址",
    "联系电话",
    "负责人姓名",
    "成立日期",
    "登记机关",
    "状态",
    "面积",
    "数量",
    "金额",
    "开始日期",
    "结束日期",
    "所属区县",
    "统一社会信用代码",
    "证书编号",
    "等级",
    "类型",
    "备注",
    "更新时间",
)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="shuyuan-bench-") as folder:
        os.environ.setdefault("SHUYUAN_DATABASE_URL", f"sqlite:///{folder}/app.sqlite3")
        os.environ |= {"SHUYUAN_HOME": folder, "DJANGO_SETTINGS_MODULE": "shuyuan.config.settings"}
        report = _measure(Path(folder), options)
    print(json.dumps(report, indent=2))
    if options.json:
        Path(options.json).write_text(json.dumps(report), encoding="utf-8")
    sys.exit(0 if report["met"] else 1)


def _measure(folder: Path, options: argparse.Namespace) -> dict:
    import django  # noqa: PLC0415 settings come from the environment above

    django.setup()
    city = _City(folder)
    content = make_workbook(options.entries, options.items)
    path = folder / "catalog.xlsx"
    path.write_bytes(content)
    seconds: dict[str, list[float]] = {"bare_read": [], "bare_insert": [], "check": [], "write": []}
    for _round in range(options.rounds):
        city.empty()
        for name, took in (*city.bare(path, options), *city.imported(content)):
            seconds[name].append(took)
    medians = {name: round(statistics.median(all_), 2) for name, all_ in seconds.items()}
    bare = medians["bare_read"] + medians["bare_insert"]
    whole = medians["check"] + medians["write"]
    return {
        "entries": options.entries,
        "items": options.entries * options.items,
        "bytes": len(content),
        "database": city.engine,
        "seconds": medians,
        "from_file_to_drafts": round(whole, 2),
        "bare": round(bare, 2),
        "ratio": round(whole / bare, 2),
        "target_seconds": TARGET_SECONDS,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "met": whole < TARGET_SECONDS,
    }


def make_workbook(entries: int, items: int) -> bytes:
    """A workbook in the usual columns with the resource repeated in every row."""
    import xlsxwriter  # noqa: PLC0415

    from shuyuan.workbooks.columns import BY_KEY  # noqa: PLC0415

    keys = [
        *("number", "business", "name", "office", "abstract", "format_class", "format_type", "item", "type"),
        *("length", "sharing", "condition", "method_class", "methods", "open", "cycle", "scope", "purposes"),
    ]
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet("信息资源目录")
    sheet.write_row(0, 0, [BY_KEY[key].heading for key in keys])
    line = 0
    for number in range(entries):
        name = f"{_name(number)}{_KINDS[number % len(_KINDS)]}"
        for place in range(items):
            line += 1
            label = _LABELS[place % len(_LABELS)] + (str(place // len(_LABELS) + 1) if place >= 20 else "")
            label = f"{_SUBJECTS[number % len(_SUBJECTS)]}{label}"
            row = (
                *(number + 1, f"业务事项{number % 97}", name, f"第{number % 9 + 1}科"),
                *(f"{name}的基本情况，自2015年起逐月更新，来自业务系统。", "数据库", "mysql", label),
                *(
                    "字符型C",
                    20 + place,
                    "有条件共享",
                    "仅限法定职责内核验",
                    "共享平台方式",
                    "服务接口、数据库",
                ),
                *("否", "每月", "各有关部门", "行政依据"),
            )
            sheet.write_row(line, 0, row)
    book.close()
    return stream.getvalue()


def _name(number: int) -> str:
    """A name that differs from all others in more than digits."""
    letters = "东西南北中山水城乡路河湖海江桥湾镇村街巷"
    parts = []
    for _place in range(4):
        number, rest = divmod(number, len(letters))
        parts.append(letters[rest])
    return "".join(parts)


class _City:
    """An installation with one department, its officer and the law of one day."""

    def __init__(self, folder: Path) -> None:
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        from shuyuan.casework.selectors import working_calendar  # noqa: PLC0415
        from shuyuan.casework.services import seed_calendar  # noqa: PLC0415
        from shuyuan.catalog.classes import ensure_classes  # noqa: PLC0415
        from shuyuan.engine.crypto import keys  # noqa: PLC0415
        from shuyuan.kernel.actor import Actor, Role  # noqa: PLC0415
        from shuyuan.organizations.models import Department, Person, Post, Region  # noqa: PLC0415
        from shuyuan.regulations.context import LEGAL_ZONE, LegalContext  # noqa: PLC0415
        from shuyuan.regulations.law import load_law  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        self.engine = connection.vendor
        keys.create(folder / "keys")
        seed_calendar()
        ensure_classes()
        region = Region.objects.create(code="419900", name="虚拟市")
        self.department = Department.objects.create(
            code="civil-affairs", name="虚拟市民政局", region=region, uscc="114199000000000001"
        )
        person = Person.objects.create(username="officer", full_name="李明轩")
        post = Post.objects.create(
            person=person, department=self.department, role=Role.DATA_OFFICER, started_on=date(2026, 1, 5)
        )
        self.actor = Actor(person.pk, person.full_name, post.pk, self.department.code, Role.DATA_OFFICER)
        now = datetime(2026, 11, 23, 9, 0, tzinfo=LEGAL_ZONE)
        self.legal = LegalContext(load_law(), working_calendar(), now.date(), now)
        self.params: dict = {}
        self.job_id = 0

    def empty(self) -> None:
        """Take all drafts away."""
        from shuyuan.catalog.models import Entry, Item  # noqa: PLC0415

        Item.objects.all()._raw_delete("default")  # noqa: SLF001
        Entry.objects.all().delete()

    def bare(self, path: Path, options: argparse.Namespace) -> list[tuple[str, float]]:
        """Read the sheet and insert rows, nothing else."""
        import python_calamine  # noqa: PLC0415
        from django.db import transaction  # noqa: PLC0415

        from shuyuan.catalog.models import Entry, Item  # noqa: PLC0415

        started = time.perf_counter()
        rows = python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()
        read = time.perf_counter() - started
        at = datetime.now(UTC)
        started = time.perf_counter()
        with transaction.atomic():
            entries = [
                Entry(provider=self.department, name=row[2], abstract=row[4], created_at=at, saved_at=at)
                for row in rows[1 :: options.items]
            ]
            Entry.objects.bulk_create(entries)
            Item.objects.bulk_create(
                [
                    Item(
                        entry=entries[number // options.items], position=number, name=f"c{number}",
                        label=f"{row[7]}{number}", data_type="C", length=int(row[9]),
                    )
                    for number, row in enumerate(rows[1:])
                ],
                batch_size=500,
            )  # fmt: skip
        inserted = time.perf_counter() - started
        self.empty()
        return [("bare_read", read), ("bare_insert", inserted)]

    def imported(self, content: bytes) -> list[tuple[str, float]]:
        """The same file through the dry run and into drafts."""
        from shuyuan.catalog.models import Item  # noqa: PLC0415
        from shuyuan.workbooks import imports  # noqa: PLC0415

        person = {"actor": self.actor, "legal": self.legal}
        made = imports.receive_import(BytesIO(content), filename="catalog.xlsx", **person)
        started = time.perf_counter()
        imports.check_import(made.pk, run=self, legal=self.legal)
        checked = time.perf_counter() - started
        imports.apply_import(made.pk, mode="valid", **person)
        started = time.perf_counter()
        imports.run_import(made.pk, run=self, legal=self.legal)
        written = time.perf_counter() - started
        made.refresh_from_db()
        print(f"  {made.written_count} drafts, {Item.objects.count()} items", file=sys.stderr)
        return [("check", checked), ("write", written)]

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """A job reports; nobody listens."""

    def check_cancelled(self) -> None:
        """Nobody cancels."""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--items", type=int, default=20, help="items of each entry (default 20)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which medians are taken")
    parser.add_argument("--json", help="where the report goes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
