"""The master catalog in the columns of the national template (发改高技〔2017〕1272号), item by item."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from shuyuan.catalog import guide, wording
from shuyuan.catalog.lists import DutyList
from shuyuan.catalog.models import ClassNode, Entry, Item
from shuyuan.web.lists import Column, Listing


def _class_at(level: int) -> Callable[[Item], str]:
    """The name of the class of that level above the item's entry, '' where the path is shorter."""

    def find(item: Item) -> str:
        node: ClassNode | None = item.entry.node
        while node is not None and node.level > level:
            node = node.parent
        return node.name if node is not None and node.level == level else ""

    return find


def _methods(item: Item) -> str:
    return wording.value_label(Entry, "method_types", item.method_types or item.entry.method_types)


def _type(item: Item) -> str:
    return f"{item.get_data_type_display()} {item.data_type}"


def _sharing(item: Item) -> str:
    return str(dict(guide.SHARING_TYPES)[item.effective_sharing_type])


def _format_classes(item: Item) -> str:
    return "、".join(str(guide.FORMATS[row["class"]].name) for row in item.entry.formats)


def _format_types(item: Item) -> str:
    return "、".join(row["type"] for row in item.entry.formats if row["type"])


class TemplateList(Listing):
    """Rows of items in the template's order; on the page only the telling columns are shown at first."""

    @property
    def whole_workbook(self) -> str:
        """The address of the list with every column, as it is filtered, as a workbook."""
        query = self.request.GET.copy()
        query.setlist("columns", [column.name for column in self.columns])
        query["export"] = "xlsx"
        return f"?{query.urlencode()}"

    name = "template"
    columns = (
        Column("class1", _("Class (level 1)"), value=_class_at(1), default=False),
        Column("class2", _("Class (level 2)"), value=_class_at(2)),
        Column("class3", _("Class (level 3)"), value=_class_at(3), default=False),
        Column("class4", _("Class (level 4)"), value=_class_at(4), default=False),
        Column("business", _("Related business"), value="entry.related_business", default=False),
        Column("entry", _("Entry"), value="entry.name", main=True, sort="entry__name"),
        Column("code", _("Code"), value="entry.code", sort="entry__code"),
        Column("provider", _("Provider"), value="entry.provider.name", sort="entry__provider__code"),
        Column("uscc", _("Code of the provider"), value="entry.provider.uscc", default=False),
        Column("office", _("Internal office"), value="entry.internal_office", default=False),
        Column("abstract", _("Abstract"), value="entry.abstract", default=False),
        Column("format", _("Format class"), value=_format_classes, default=False),
        Column("format_type", _("Format type"), value=_format_types, default=False),
        Column("format_note", _("Description of the format"), value="entry.format_note", default=False),
        Column("item", _("Item"), value="label", sort="label"),
        Column("type", _("Data type"), value=_type),
        Column("length", _("Length"), number=True),
        Column("sharing", _("Sharing type"), value=_sharing),
        Column(
            "condition",
            _("Sharing condition, or legal basis when not shared"),
            value=lambda item: item.sharing_condition or item.entry.sharing_condition,
            default=False,
        ),
        Column("way", _("By which way"), value="entry.get_method_class_display", default=False),
        Column("methods", _("Sharing method"), value=_methods, default=False),
        Column("open", _("Open to the public"), value="is_open", default=False),
        Column("open_condition", _("Condition of opening"), value="entry.open_condition", default=False),
        Column("cycle", _("Update cycle"), value="entry.get_update_cycle_display"),
        Column("published", _("Publish date"), value="entry.published_on", default=False),
        Column("level", _("Data level"), value="get_level_display", default=False),
    )
    filters = DutyList.filters
    per_page = 50
    empty = _("Nothing has been published yet.")
