"""What the data plane is told about an entry and a grant: frozen records without any database."""

import re
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from shuyuan.kernel.errors import BadInput

_COLUMN = re.compile(r"^[a-z][a-z0-9_]{0,58}$")


class DataType(StrEnum):
    """The eleven data types of the national catalog guide, by their letters."""

    CHARACTER = "C"  # 字符型
    NUMERIC = "N"  # 数值型, decimal(38, scale)
    CURRENCY = "Y"  # 货币型, decimal(20, 2)
    DATE = "D"  # 日期型
    DATETIME = "T"  # 日期时间型, UTC microseconds
    BOOLEAN = "L"  # 逻辑型
    MEMO = "M"  # 备注型
    GENERAL = "G"  # 通用型, kept as text
    DOUBLE = "B"  # 双精度型
    INTEGER = "I"  # 整型, 64 bits
    FLOAT = "F"  # 浮点型


class CheckKind(StrEnum):
    """What a value must satisfy beyond its type and length."""

    PATTERN = "pattern"  # params: {"regex": str} RE2 syntax, full match
    RESIDENT_ID = "resident_id"  # GB 11643 with check digit, 15 → 18 is a cleaning step
    USCC = "uscc"  # GB 32100 with check character
    CODE_LIST = "code_list"  # params: {"values": [str, …]}
    RANGE = "range"  # params: {"min": str | None, "max": str | None}, inclusive
    REFERENCE = "reference"  # params: {"entry": code, "item": name}: the value exists in that pool


class MaskKind(StrEnum):
    """How a value is shown less than whole."""

    KEEP = "keep"  # params: first, last: that many characters stay, the rest turn into '*'
    HIDE = "hide"  # the value is replaced by '***'
    YEAR = "year"  # a date becomes its year


@dataclass(frozen=True)
class Check:
    """One check on one item."""

    kind: CheckKind
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Mask:
    """One mask; `first` and `last` only count for KEEP."""

    kind: MaskKind
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class ItemSpec:
    """One item (信息项) as the data plane needs it.

    `name` is the column, `label` what people read; `length` is in characters (for NUMERIC the number
    of digits) and `scale` the digits after the point. Keys are always required. `sensitive` items
    are encrypted in the online store.
    """

    name: str
    label: str
    type: DataType
    length: int | None = None
    scale: int = 0
    required: bool = False
    is_key: bool = False
    sensitive: bool = False
    checks: tuple[Check, ...] = ()

    def __post_init__(self) -> None:
        if not _COLUMN.match(self.name):
            raise BadInput(f"not a column name: {self.name!r}", code="bad_column_name", name=self.name)


@dataclass(frozen=True)
class EntrySpec:
    """One catalog entry as the data plane needs it; `version` is that of the published entry."""

    code: str
    name: str
    version: int
    items: tuple[ItemSpec, ...]

    def __post_init__(self) -> None:
        names = [item.name for item in self.items]
        if len(set(names)) != len(names):
            raise BadInput("an item name stands twice", code="duplicate_item", names=names)
        if not self.keys:
            raise BadInput("an entry needs at least one key item", code="no_key_item", entry=self.code)

    @property
    def path(self) -> str:
        """The code as it stands in URLs, folders and table names: ``307001-1`` for ``307001/1``."""
        return self.code.replace("/", "-")

    @property
    def keys(self) -> tuple[ItemSpec, ...]:
        """The items that together name one row."""
        return tuple(item for item in self.items if item.is_key)

    def item(self, name: str) -> ItemSpec:
        """The item of that name; raises BadInput when there is none."""
        for item in self.items:
            if item.name == name:
                return item
        raise BadInput(f"{self.code} has no item {name!r}", code="unknown_item", entry=self.code, item=name)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives an equal record back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "EntrySpec":
        """The record that `to_json` wrote."""
        items = tuple(
            ItemSpec(
                **{
                    **item,
                    "type": DataType(item["type"]),
                    "checks": tuple(Check(CheckKind(c["kind"]), c["params"]) for c in item["checks"]),
                }
            )
            for item in data["items"]
        )
        return cls(data["code"], data["name"], data["version"], items)


class Mode(StrEnum):
    """The four exchange modes (jz-data-2020/22.2)."""

    API = "api"  # 数据接口
    ONLINE_QUERY = "online_query"  # 联机查询
    BULK_DOWNLOAD = "bulk_download"  # 批量下载
    DATABASE_PUSH = "database_push"  # 数据库推送


class Comparison(StrEnum):
    """How a row filter compares an item with its values."""

    EQUAL = "eq"
    IN = "in"
    STARTS_WITH = "starts_with"
    FROM = "from"  # greater or equal
    UNTIL = "until"  # less or equal


@dataclass(frozen=True)
class Condition:
    """One part of a row filter; all parts must hold. Only items that are not sensitive can filter."""

    item: str
    comparison: Comparison
    values: tuple[str, ...]


@dataclass(frozen=True)
class GrantedItem:
    """An item that a grant gives, with its mask if it is not given whole."""

    name: str
    mask: Mask | None = None


@dataclass(frozen=True)
class GrantSpec:
    """What one consumer may read of one entry: this and nothing else compiles to the view.

    `daily_quota` counts keys asked per calendar day of the platform's time zone, None for no limit;
    `valid_until` is the last day. `clients` are the ids of the machine clients (of systems) it binds.
    """

    grant: str
    version: int
    entry: str
    provider: str
    consumer: str
    purpose: str
    items: tuple[GrantedItem, ...]
    filters: tuple[Condition, ...]
    modes: tuple[Mode, ...]
    clients: tuple[str, ...]
    valid_from: date
    valid_until: date
    daily_quota: int | None = None
    revoked: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values (days as ISO text); `from_json` gives an equal record back."""
        data = asdict(self)
        data["valid_from"] = self.valid_from.isoformat()
        data["valid_until"] = self.valid_until.isoformat()
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "GrantSpec":
        """The record that `to_json` wrote."""
        items = tuple(
            GrantedItem(
                item["name"],
                Mask(MaskKind(item["mask"]["kind"]), item["mask"]["first"], item["mask"]["last"])
                if item["mask"]
                else None,
            )
            for item in data["items"]
        )
        filters = tuple(
            Condition(part["item"], Comparison(part["comparison"]), tuple(part["values"]))
            for part in data["filters"]
        )
        return cls(
            **{
                **data,
                "items": items,
                "filters": filters,
                "modes": tuple(Mode(mode) for mode in data["modes"]),
                "clients": tuple(data["clients"]),
                "valid_from": date.fromisoformat(data["valid_from"]),
                "valid_until": date.fromisoformat(data["valid_until"]),
            }
        )
