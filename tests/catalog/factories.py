"""Makes valid entries for the tests of all rooms."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count

from shuyuan.catalog.classes import ensure_classes
from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.steps import class_of_department, refresh_search_text, write_version
from shuyuan.engine.spec import DataType, ItemSpec

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
_numbers = count(1)

TOWNSHIP_ITEMS = (
    ItemSpec("code", "区划代码", DataType.CHARACTER, length=9, is_key=True),
    ItemSpec("name", "名称", DataType.CHARACTER, length=60, required=True),
)


def make_entry(department, items: Iterable[ItemSpec] = TOWNSHIP_ITEMS, **fields) -> Entry:
    """A complete draft of the department; `items` are specs, `fields` go to the entry."""
    ensure_classes()
    fields = {
        "name": f"乡镇街道区划{next(_numbers)}",
        "abstract": "测试用的乡镇和街道代码与名称。",
        "node": class_of_department(department.pk, department.name),
        "formats": [{"class": "database", "type": "mysql"}],
        "sharing_type": "unconditional",
        "method_types": ["service"],
        "created_at": AT,
        "saved_at": AT,
        **fields,
    }
    entry = Entry.objects.create(provider=department, **fields)
    for position, spec in enumerate(items, 1):
        Item.objects.create(
            entry=entry,
            position=position,
            name=spec.name,
            label=spec.label,
            data_type=spec.type.value,
            length=spec.length,
            scale=spec.scale,
            required=spec.required or spec.is_key,
            is_key=spec.is_key,
            sensitive=spec.sensitive,
            checks=[{"kind": check.kind.value, "params": check.params} for check in spec.checks],
        )
    refresh_search_text(entry)
    entry.save(update_fields=["search_text"])
    return entry


def make_published_entry(department, items: Iterable[ItemSpec] = TOWNSHIP_ITEMS, **fields) -> Entry:
    """A published entry, version 1, with a code of its own; without review and audit."""
    entry = make_entry(department, items, **fields)
    write_version(entry, at=AT, post_id=None)
    return entry


def form_of_entry(**changes) -> dict:
    """A complete form of an entry."""
    return {
        "name": "养老机构名录",
        "abstract": "本市养老机构的名称和床位。",
        "subject_kind": "other",
        "secrecy": "no",
        "level": "general",
        "format_1": "database/mysql",
        "sharing_type": "unconditional",
        "method_class": "platform",
        "method_types": ["service"],
        "update_cycle": "monthly",
        **changes,
    }
