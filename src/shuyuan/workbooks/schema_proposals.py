"""Proposes entries and items from the tables of a database: names from comments, protection from names."""

import re
from typing import Any

from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.proposals import propose_items
from shuyuan.workbooks.ddl import DIALECTS, DatabaseColumn, DatabaseTable
from shuyuan.workbooks.documents import FORMAT, VERSION

#: What a table holds besides data of the business.
SYSTEM, CODES, DATA = "system", "codes", "data"
_SYSTEM = re.compile(
    r"^(sys_|act_|qrtz_|flyway|databasechangelog|django_|auth_|oauth|undo_log|gen_table|pg_|sqlite_|dual$|hibernate)"
    r"|(_|^)(log|logs|bak|backup|tmp|temp|copy\d*|hist_tmp|session|sessions|token|tokens|menu|role|roles|permission"
    r"|config|job|jobs|lock|locks|migrations?)(_?\d+)?$",
    re.IGNORECASE,
)
_CODES = re.compile(r"(^|_)(dict|dic|code|codes|enum|type|types|dm|zd|codetable)(_|$)", re.IGNORECASE)
_CODES_SAID = re.compile(r"字典|代码表|码表|数据项值域|枚举")
_SYSTEM_SAID = re.compile(r"日志|系统配置|菜单|权限|备份|临时|流程引擎")
_SEPARATORS = re.compile(r"[，,；;（(：:。\n\r\t]| - |--")
_TABLE_TAIL = re.compile(r"(数据表|信息表|基本表|主表|记录表|表)$")

#: Names of columns by initials of their pinyin or in English → what they usually are.
USUAL = {
    "xm": "姓名",
    "sfzh": "身份证号",
    "sfzhm": "身份证号码",
    "zjhm": "证件号码",
    "zjlx": "证件类型",
    "xb": "性别",
    "mz": "民族",
    "csrq": "出生日期",
    "lxdh": "联系电话",
    "lxfs": "联系方式",
    "sjh": "手机号",
    "sjhm": "手机号码",
    "dz": "地址",
    "jtzz": "家庭住址",
    "hjdz": "户籍地址",
    "tyshxydm": "统一社会信用代码",
    "xydm": "统一社会信用代码",
    "qymc": "企业名称",
    "dwmc": "单位名称",
    "mc": "名称",
    "bm": "编码",
    "bh": "编号",
    "zt": "状态",
    "bz": "备注",
    "je": "金额",
    "rq": "日期",
    "kssj": "开始时间",
    "jssj": "结束时间",
    "cjsj": "创建时间",
    "gxsj": "更新时间",
    "xgsj": "修改时间",
    "fddbr": "法定代表人",
    "jgmc": "机构名称",
    "xzqh": "行政区划代码",
    "name": "名称",
    "id_card": "身份证号",
    "idcard": "身份证号",
    "id_number": "身份证件号码",
    "phone": "电话",
    "mobile": "手机号码",
    "address": "地址",
    "birthday": "出生日期",
    "sex": "性别",
    "gender": "性别",
    "create_time": "创建时间",
    "update_time": "更新时间",
    "remark": "备注",
    "status": "状态",
    "uscc": "统一社会信用代码",
}
_TECHNICAL = re.compile(
    r"^(id|uuid|guid|del_flag|is_deleted?|deleted|version|create_by|update_by|tenant_id|sort)$"
)
_IDENTITY = re.compile(r"身份证|证件号")
_CREDIT = re.compile(r"信用代码")
_SENSITIVE = re.compile(
    r"身份证|证件号|电话|手机|住址|户籍地址|家庭地址|银行卡|银行账号|病历|指纹|人脸|联系方式"
)
_PERSONAL = re.compile(
    r"姓名|性别|民族|出生|身份证|证件号|电话|手机|邮箱|住址|户籍|婚姻|职业|学历|收入|疾病|病历|银行卡|银行账号|宗教|法定代表人"
)


def kind_of(table: DatabaseTable) -> str:
    """Whether a table belongs to the system, holds codes, or holds data."""
    if _SYSTEM.search(table.name) or _SYSTEM_SAID.search(table.comment):
        return SYSTEM
    if _CODES_SAID.search(table.comment) or _CODES.search(table.name):
        return CODES
    return DATA


def entry_name(table: DatabaseTable) -> str:
    """The name of the entry: what the comment calls the table, without saying that it is one."""
    first = _SEPARATORS.split(table.comment.strip(), maxsplit=1)[0].strip()
    name = _TABLE_TAIL.sub("", first) or first or table.name
    return name[:128]


def item_label(column: DatabaseColumn) -> str:
    """The name of the item: the beginning of the comment, else what the column name usually means."""
    said = _SEPARATORS.split(column.comment.strip(), maxsplit=1)[0].strip()
    return (said or USUAL.get(column.name.lower(), "") or column.name)[:100]


def is_technical(column: DatabaseColumn) -> bool:
    """Whether the column serves the program alone: numbers of rows, marks of deletion."""
    return bool(_TECHNICAL.match(column.name.lower()))


def is_personal(label: str) -> bool:
    """Whether the name of an item tells of personal information."""
    return bool(_PERSONAL.search(label))


def is_sensitive(label: str) -> bool:
    """Whether the name of an item tells of what must be encrypted."""
    return bool(_SENSITIVE.search(label))


def to_document(tables: list[DatabaseTable], dialect: str) -> dict[str, Any]:
    """The chosen tables as a catalog document, which goes through the same dry run as any other."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "entries": [_entry(table, dialect) for table in tables],
    }


def _entry(table: DatabaseTable, dialect: str) -> dict[str, Any]:
    kind = DIALECTS[dialect][0]
    labels: set[str] = set()
    items = []
    for column in table.columns:
        label = item_label(column)
        if label in labels:
            label = f"{label}（{column.name}）"[:100]
        labels.add(label)
        items.append(_item(column, label))
    is_about_people = any(item["personal"] and item["is_key"] for item in items)
    content = EntryContent(
        name=entry_name(table),
        abstract=table.comment.strip()[:1000],
        formats=[{"class": "database", "type": kind}] if kind else [],
        method_types=["service"],
        subject_kind="person" if is_about_people else "other",
    )
    return {**vars(content), "items": items}


def _item(column: DatabaseColumn, label: str) -> dict[str, Any]:
    name = re.sub(r"[^a-z0-9_]+", "_", column.name.lower()).strip("_")
    if not name[:1].isalpha():
        name = propose_items([label], [])[0].name
    is_identity = bool(_IDENTITY.search(label)) and column.data_type == "C"
    is_credit = bool(_CREDIT.search(label)) and column.data_type == "C"
    key_kind = (
        ("person" if is_identity else "organization" if is_credit else "other") if column.is_key else ""
    )
    check = "resident_id" if is_identity else "uscc" if is_credit else ""
    content = ItemContent(
        name=name[:59],
        label=label,
        description=column.comment.strip()[:200] if column.comment.strip() != label else "",
        data_type=column.data_type,
        length=column.length,
        scale=column.scale,
        required=column.required,
        is_key=column.is_key and column.data_type in {"C", "I", "N", "D"},
        key_kind=key_kind,
        sensitive=is_sensitive(label),
        personal=is_personal(label),
        checks=[{"kind": check, "params": {}}] if check else [],
        mask={"kind": "keep", "first": 6, "last": 4} if is_identity else None,
    )
    return dict(vars(content))
