"""The regions of Jiaozuo and the departments of such a city, as data for the seed.

Region codes: GB/T 2260, and 410871 from the statistics bureau's table, whose towns legally belong to a
district. The departments stand in `departments.csv` under names that cities of this size use; an
installation edits what it has in its database.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

CITY = "410800"

#: Code, name, English name; parents before their children.
REGIONS = (
    ("410000", "河南省", "Henan Province"),
    ("410800", "焦作市", "Jiaozuo City"),
    ("410802", "解放区", "Jiefang District"),
    ("410803", "中站区", "Zhongzhan District"),
    ("410804", "马村区", "Macun District"),
    ("410811", "山阳区", "Shanyang District"),
    ("410821", "修武县", "Xiuwu County"),
    ("410822", "博爱县", "Bo'ai County"),
    ("410823", "武陟县", "Wuzhi County"),
    ("410825", "温县", "Wen County"),
    ("410871", "焦作城乡一体化示范区", "Jiaozuo Urban-Rural Integration Demonstration Zone"),
    ("410882", "沁阳市", "Qinyang City"),
    ("410883", "孟州市", "Mengzhou City"),
)

#: Code of the statistics bureau alone → the district that its towns legally belong to.
STATISTICAL = {"410871": "410811"}


@dataclass(frozen=True)
class Line:
    """One department of the directory; `kind` as in `Department.Kind`, `region` a code."""

    code: str
    name: str
    name_en: str
    short_name: str
    data_office: str
    kind: str
    region: str


def read_departments() -> list[Line]:
    """The lines of `departments.csv`, in its order."""
    with Path(__file__).with_name("departments.csv").open(encoding="utf-8", newline="") as file:
        return [Line(**row) for row in csv.DictReader(file)]
