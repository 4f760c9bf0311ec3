"""The one statement that cleans and checks every row of a file, layer by layer."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from shuyuan.engine import checks, cleaning
from shuyuan.engine.ingest.mapping import Mapping
from shuyuan.engine.lake import layout
from shuyuan.engine.readers.source import BROKEN_COLUMN, ROW_COLUMN, column_name
from shuyuan.engine.spec import EntrySpec, ItemSpec
from shuyuan.engine.sql.fragments import any_of, array, column, first_of, fragment, named, table

#: Columns of a checked row beside `_row`, the items, slot and digest: the numbers of the broken rules in the
#: order of the items (NULL for an accepted row), and the cells of a refused row as they were sent.
FAULTS, RAW = "_faults", "_raw"


@dataclass(frozen=True)
class CheckedRows:
    """Builds the statement for one entry and mapping; columns that feed no item only reach `_raw`."""

    spec: EntrySpec
    mapping: Mapping
    workbook: bool

    @property
    def fed(self) -> list[tuple[int, ItemSpec]]:
        """The items that a column of the file feeds, with their places in the entry."""
        return [
            (place, item)
            for place, item in enumerate(self.spec.items)
            if self.mapping.column_of(item.name) is not None
        ]

    def select(self, source: str) -> exp.Select:
        """The checked rows of the relation `source`, which has the schema of `SourceTable`."""
        cells = [column(column_name(place)) for place in range(len(self.mapping.columns))]
        # Rows without any content are no rows; spreadsheets leave many at the end.
        filled = any_of([fragment(":cell <> ''", cell=cell) for cell in (column(BROKEN_COLUMN), *cells)])
        layer = exp.select(exp.Star()).from_(table(source)).where(filled)
        for number, (prefix, step) in enumerate(self._steps()):
            added = [named(step(place, item), f"{prefix}{place}") for place, item in self.fed]
            # Without copies: the tree is large, and nobody else holds it.
            layer = exp.select(exp.Star(), *added, copy=False).from_(
                layer.subquery(f"layer_{number}", copy=False), copy=False
            )
        rows = self._rows(layer.subquery("judged", copy=False))
        digests = (named(layout.slot(self.spec), layout.SLOT), named(layout.digest(self.spec), layout.DIGEST))
        return exp.select(exp.Star(), *digests).from_(rows.subquery("named", copy=False), copy=False)

    def _steps(self) -> list[tuple[str, Callable[[int, ItemSpec], exp.Expr]]]:
        """Prefix of the added columns and what stands in them; a layer reads those before it."""
        return [
            ("untidy_", lambda _, item: cleaning.untidy(self._raw(item))),
            (
                "tidied_",
                lambda place, item: cleaning.tidied(item, self._raw(item), column(f"untidy_{place}")),
            ),
            (
                "spelled_",
                lambda place, item: cleaning.spelled(item, column(f"tidied_{place}"), workbook=self.workbook),
            ),
            ("text_", lambda place, item: cleaning.upgraded(item, column(f"spelled_{place}"))),
            ("value_", lambda place, item: cleaning.value(item, column(f"text_{place}"))),
            ("remainder_", lambda place, item: checks.remainder(item, column(f"text_{place}"))),
            ("fault_", self._fault),
        ]

    def _raw(self, item: ItemSpec) -> exp.Expr:
        label = self.mapping.column_of(item.name)
        return column(column_name(self.mapping.columns.index(label or "")))

    def _fault(self, place: int, item: ItemSpec) -> exp.Expr:
        found = checks.faults(
            item,
            raw=self._raw(item),
            untidy=column(f"untidy_{place}"),
            text=column(f"text_{place}"),
            value=column(f"value_{place}"),
            remainder=column(f"remainder_{place}"),
            workbook=self.workbook,
        )
        branches = [(condition, checks.rule_code(code)) for code, condition in found]
        return fragment("coalesce(:fault, :none)", fault=first_of(branches), none=checks.rule_code(""))

    def _rows(self, judged: exp.Subquery) -> exp.Select:
        """The row under the names of the items, with faults and raw cells where something is refused."""
        broken = fragment(":broken IS NOT NULL", broken=column(BROKEN_COLUMN))
        refused = any_of(
            [broken, *(fragment(":fault > 0", fault=column(f"fault_{place}")) for place, _ in self.fed)]
        )
        fed = {place for place, _ in self.fed}
        items = [
            named(column(f"value_{place}"), item.name)
            if place in fed
            else named(exp.cast(exp.null(), cleaning.sql_type(item)), item.name)
            for place, item in enumerate(self.spec.items)
        ]
        numbers = [
            column(f"fault_{place}") if place in fed else checks.rule_code("")
            for place in range(len(self.spec.items))
        ]
        sent = [column(column_name(place)) for place in range(len(self.mapping.columns))]
        faults = fragment(
            "CASE WHEN :broken THEN [] WHEN :refused THEN :numbers END",
            broken=broken,
            refused=refused,
            numbers=array(numbers),
        )
        raw = fragment(
            "CASE WHEN :broken THEN [:whole] WHEN :refused THEN :sent END",
            broken=broken,
            whole=column(BROKEN_COLUMN),
            refused=refused,
            sent=array(sent),
        )
        return exp.select(column(ROW_COLUMN), *items, named(faults, FAULTS), named(raw, RAW)).from_(
            judged, copy=False
        )
