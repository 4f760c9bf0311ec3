"""A department that sends small files of invented people, and the platform that takes them."""

import io
from dataclasses import dataclass
from pathlib import Path

from shuyuan.engine.ingest import Mapping, Outcome, propose, run
from shuyuan.engine.lake import Lake
from shuyuan.engine.landing import Landed, land
from shuyuan.engine.readers import open_file
from shuyuan.engine.spec import Check, CheckKind, DataType, EntrySpec, ItemSpec

PEOPLE = EntrySpec(
    "307001/2",
    "参保人员",
    1,
    (
        ItemSpec("number", "编号", DataType.CHARACTER, 12, is_key=True),
        ItemSpec("name", "姓名", DataType.CHARACTER, 20, required=True),
        ItemSpec(
            "sex",
            "性别",
            DataType.CHARACTER,
            1,
            checks=(Check(CheckKind.CODE_LIST, {"values": ["男", "女"]}),),
        ),
        ItemSpec("born_on", "出生日期", DataType.DATE),
        ItemSpec("amount", "金额", DataType.CURRENCY, 10),
        ItemSpec("remark", "备注", DataType.MEMO),
    ),
)

HEADER = "编号,姓名,性别,出生日期,金额,备注"
ROWS = [
    "A001,测试甲,男,1990-01-05,12.50,",
    "A002,测试乙,女,1991-02-06,100,好",
    "A003,测试丙,男,1992-03-07,0.10,",
]


@dataclass
class Sender:
    """Sends files as a department does and runs batches as the platform does."""

    folder: Path
    lake: Lake

    def land(self, content: bytes | str, name: str = "people.csv") -> Landed:
        data = content.encode() if isinstance(content, str) else content
        return land(io.BytesIO(data), self.folder / "landing", filename=name, limit_bytes=1 << 24)

    def open(self, content: bytes | str, name: str = "people.csv", **options):
        return open_file(self.land(content, name), **options)

    def run(
        self, content: bytes | str | Landed, batch_id: str = "1", spec: EntrySpec = PEOPLE, **options
    ) -> Outcome:
        name = options.pop("name", "people.csv")
        landed = content if isinstance(content, Landed) else self.land(content, name)
        mapping = options.pop("mapping", None) or self.mapping(landed, spec)
        options.setdefault("threshold_percent", 100)
        return run(
            landed, spec, mapping, lake=self.lake, work=self.folder / "work", batch_id=batch_id, **options
        )

    def mapping(self, landed: Landed, spec: EntrySpec = PEOPLE) -> Mapping:
        return propose(open_file(landed).columns, spec)

    def pool(self, spec: EntrySpec = PEOPLE, version: int | None = None) -> list[dict]:
        with self.lake.session() as connection:
            key = spec.keys[0].name
            rows = self.lake.relation(connection, spec, version).to_arrow_table().to_pylist()
        return sorted(rows, key=lambda row: row[key])


def csv_of(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"
