"""How the guide's code tables are said in public vocabularies."""

from django.conf import settings

_AUTHORITY = "http://publications.europa.eu/resource/authority/"

#: Update cycle → frequency of the EU authority table that DCAT-AP asks for.
FREQUENCIES = {
    "realtime": f"{_AUTHORITY}frequency/CONT",
    "daily": f"{_AUTHORITY}frequency/DAILY",
    "weekly": f"{_AUTHORITY}frequency/WEEKLY",
    "ten_days": f"{_AUTHORITY}frequency/MONTHLY_3",
    "monthly": f"{_AUTHORITY}frequency/MONTHLY",
    "quarterly": f"{_AUTHORITY}frequency/QUARTERLY",
    "half_yearly": f"{_AUTHORITY}frequency/ANNUAL_2",
    "yearly": f"{_AUTHORITY}frequency/ANNUAL",
    "irregular": f"{_AUTHORITY}frequency/IRREG",
}
PUBLIC = f"{_AUTHORITY}access-right/PUBLIC"
RESTRICTED = f"{_AUTHORITY}access-right/RESTRICTED"
NON_PUBLIC = f"{_AUTHORITY}access-right/NON_PUBLIC"
AVAILABLE = f"{_AUTHORITY}planned-availability/AVAILABLE"
CHINESE = f"{_AUTHORITY}language/ZHO"
JSON_TYPE = "https://www.iana.org/assignments/media-types/application/json"
CSV_TYPE = "https://www.iana.org/assignments/media-types/text/csv"
JSON_FORMAT = f"{_AUTHORITY}file-type/JSON"
CSV_FORMAT = f"{_AUTHORITY}file-type/CSV"
TABLE_SCHEMA = "https://specs.frictionlessdata.io/table-schema/"

#: Data type letter of the guide → type of Table Schema, and of CKAN's datastore.
FIELD_TYPES = {
    "C": ("string", "text"),
    "N": ("number", "numeric"),
    "Y": ("number", "numeric"),
    "D": ("date", "date"),
    "T": ("datetime", "timestamp"),
    "L": ("boolean", "bool"),
    "I": ("integer", "int"),
    "B": ("number", "float8"),
    "F": ("number", "float8"),
    "M": ("string", "text"),
    "G": ("string", "text"),
}


def access_right(*, is_open: bool, sharing_type: str) -> str:
    """Who may use the data behind a description."""
    if is_open:
        return PUBLIC
    return NON_PUBLIC if sharing_type == "not_shared" else RESTRICTED


def language_tag() -> str:
    """The tag of the words that departments write."""
    return "zh" if settings.LANGUAGE_CODE.startswith("zh") else settings.LANGUAGE_CODE
