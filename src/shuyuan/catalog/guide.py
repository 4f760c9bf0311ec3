"""The code tables of the national catalog guide (发改高技〔2017〕1272号) as data.

The values are what the database keeps; the numbers are those that the guide's templates use. Names are
English here and Chinese in the translation file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.rules import SharingType, SubjectKind

#: 共享类型 (jz-data-2020/18.1); the numbers of the guide follow this order.
SHARING_TYPES = [
    (SharingType.UNCONDITIONAL.value, _("Unconditional")),
    (SharingType.CONDITIONAL.value, _("Conditional")),
    (SharingType.NOT_SHARED.value, _("Not shared")),
]

#: Whom or what a row of the entry is about; decides how rows are keyed (jz-data-2020/12.1).
SUBJECT_KINDS = [
    (SubjectKind.PERSON.value, _("Natural person")),
    (SubjectKind.ORGANIZATION.value, _("Organization")),
    (SubjectKind.PLACE.value, _("Place")),
    (SubjectKind.CERTIFICATE.value, _("Certificate")),
    (SubjectKind.OTHER.value, _("Other")),
]


class MethodClass(TextChoices):
    """共享方式分类: by which way the data is handed over."""

    PLATFORM = "platform", _("Through the sharing platform")
    MAIL = "mail", _("By mail")
    DISK = "disk", _("By disk")
    MEDIUM = "medium", _("Exchange of paper or electronic documents")
    OTHER = "other", _("Other way")


class MethodType(TextChoices):
    """共享方式类型 on the sharing platform."""

    DATABASE = "database", _("Database")
    FILE = "file", _("File download")
    SERVICE = "service", _("Service interface")


class Cycle(TextChoices):
    """更新周期: the guide's six first, then the extensions seen in the field."""

    REALTIME = "realtime", _("In real time")
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    YEARLY = "yearly", _("Yearly")
    TEN_DAYS = "ten_days", _("Every ten days")
    HALF_YEARLY = "half_yearly", _("Half-yearly")
    IRREGULAR = "irregular", _("Irregularly")


class OpenTheme(TextChoices):
    """开放主题分类: the twelve themes of the guide."""

    SERVICES = "services", _("Public services")
    HEALTH = "health", _("Health")
    SOCIAL = "social", _("Social security")
    FOOD = "food", _("Food and drug safety")
    WORK_SAFETY = "work_safety", _("Work safety")
    PRICES = "prices", _("Price supervision")
    ENERGY = "energy", _("Energy security")
    CREDIT = "credit", _("Credit system")
    BUILDING = "building", _("Urban and rural construction")
    COMMUNITY = "community", _("Community governance")
    ENVIRONMENT = "environment", _("Environment")
    EMERGENCY = "emergency", _("Emergency response and stability")


class KeyKind(TextChoices):
    """What a key item identifies."""

    PERSON = "person", _("Identity document number")
    ORGANIZATION = "organization", _("Unified social credit code")
    PLACE = "place", _("Code of a place")
    CERTIFICATE = "certificate", _("Certificate number")
    OTHER = "other", _("Other number")


class Level(TextChoices):
    """数据分级 of the Data Security Law, article 21; core data does not belong on this platform's lists."""

    GENERAL = "general", _("General data")
    IMPORTANT = "important", _("Important data")
    CORE = "core", _("Core data")


class Purpose(TextChoices):
    """具体用途: for what a provider lets its data be used; the same as `sharing.use_purposes` of the law."""

    ADMINISTRATIVE_BASIS = "administrative_basis", _("Basis of administrative acts")
    WORK_REFERENCE = "work_reference", _("Reference for work")
    VERIFICATION = "verification", _("Checking of data")
    COLLABORATION = "collaboration", _("Cooperation between offices")


class ChangeKind(TextChoices):
    """Why a published entry is changed; the first two start the clock of jz-data-2020/10.1."""

    LAW = "law", _("A law or regulation was changed")
    DUTY = "duty", _("The department's duties changed")
    OTHER = "other", _("Other reason")


@dataclass(frozen=True)
class FormatClass:
    """信息资源格式: a class, its number in the guide, its types and the sharing methods that fit it."""

    code: str
    number: int
    name: Any
    types: tuple[str, ...]
    methods: tuple[MethodType, ...]


_FILE = (MethodType.FILE,)

FORMATS: Mapping[str, FormatClass] = {
    row.code: row
    for row in (
        FormatClass(
            "document",
            1,
            _("Electronic document"),
            ("OFD", "wps", "xml", "txt", "doc", "docx", "html", "pdf", "ppt"),
            _FILE,
        ),
        FormatClass("spreadsheet", 2, _("Spreadsheet"), ("et", "xls", "xlsx"), _FILE),
        FormatClass(
            "database",
            3,
            _("Database"),
            (
                *("Dm", "KingbaseES", "access", "dbf", "dbase", "sysbase", "oracle", "sql server", "db2"),
                *("mysql", "postgresql", "gaussdb"),
            ),
            (MethodType.DATABASE, MethodType.SERVICE),
        ),
        FormatClass("image", 4, _("Graphics and images"), ("jpg", "gif", "bmp"), _FILE),
        FormatClass("media", 5, _("Streaming media"), ("swf", "rm", "mpg"), _FILE),
        FormatClass(
            "self_describing", 6, _("Self-describing format"), (), (MethodType.FILE, MethodType.SERVICE)
        ),
        FormatClass("service", 7, _("Service interface"), ("REST", "SOAP"), (MethodType.SERVICE,)),
    )
}

#: Data type letter → its name in the guide (信息项 数据类型).
DATA_TYPES: Mapping[str, Any] = {
    "C": _("Character"),
    "N": _("Numeric"),
    "Y": _("Currency"),
    "D": _("Date"),
    "T": _("Date and time"),
    "L": _("Boolean"),
    "M": _("Memo"),
    "G": _("General"),
    "B": _("Double"),
    "I": _("Integer"),
    "F": _("Float"),
}

#: What local templates write beside the letters and names → the type that it is kept as.
OTHER_TYPES: Mapping[str, str] = {
    "BLOB": "G",
    "二进制": "G",
    "TEXT": "M",
    "长文本": "M",
    "CLOB": "M",
    "VARCHAR": "C",
    "CHAR": "C",
    "VARCHAR2": "C",
    "NVARCHAR": "C",
    "DECIMAL": "N",
    "NUMBER": "N",
    "INT": "I",
    "INTEGER": "I",
    "BIGINT": "I",
    "DATETIME": "T",
    "TIMESTAMP": "T",
    "BOOLEAN": "L",
}

#: The six columns of the resource census, in their order; sizes in GB, 0 when unknown, never with a unit.
CENSUS = (
    "stored_size",
    "stored_records",
    "shared_size",
    "shared_records",
    "opened_size",
    "opened_records",
)

#: Types whose length must be stated in structured data.
TYPES_WITH_LENGTH = ("C", "N")


def format_labels(formats: Iterable[Mapping[str, str]]) -> list[str]:
    """What pages show for an entry's formats: ``Database / mysql``."""
    labels = []
    for row in formats:
        known = FORMATS.get(row["class"])
        if known:
            labels.append(" / ".join(filter(None, [str(known.name), row.get("type", "")])))
    return labels
