"""Collects what the dry run found, and writes it down in one go."""

from collections import Counter

from shuyuan.workbooks.models import CatalogImport, ImportLine, ImportRemark
from shuyuan.workbooks.planning import Planned
from shuyuan.workbooks.reading import Remark, Source
from shuyuan.workbooks.states import Outcome
from shuyuan.workbooks.writing import changes_of

#: Nobody reads more; the counts are complete.
MOST_REMARKS = 20_000
_BATCH = 500


class Report:
    """The lines and remarks of one import."""

    def __init__(self, made: CatalogImport) -> None:
        self._import_id = made.pk
        self._lines: list[ImportLine] = []
        self._remarks: list[ImportRemark] = []
        self._outcomes: Counter[str] = Counter()
        self._remark_count = 0
        self._revisions = 0
        self._notes: list[dict[str, object]] = []
        self._rows = 0

    @property
    def lines(self) -> int:
        """How many entries were planned so far."""
        return len(self._lines)

    def add(self, plan: Planned) -> None:
        """Note what happens with one entry."""
        read = plan.read
        position = len(self._lines) + 1
        refusals = sum(1 for remark in read.remarks if remark.refuses)
        self._outcomes[plan.outcome] += 1
        self._revisions += plan.is_revision and plan.outcome is Outcome.CHANGED
        self._lines.append(
            ImportLine(
                source_id=self._import_id,
                position=position,
                row=read.row,
                pointer=read.pointer,
                name=read.name[:200] or "—",
                code=read.code[:64],
                outcome=plan.outcome.value,
                item_count=len(plan.items),
                changes=changes_of(plan),
                refusal_count=refusals,
                warning_count=len(read.remarks) - refusals,
                entry_id=plan.target.root_id if plan.target and plan.outcome is not Outcome.REFUSED else None,
            )
        )
        for remark in read.remarks:
            self._note(remark, position)
        read.remarks.clear()

    def finish(self, source: Source) -> None:
        """Take over what belongs to the file as a whole."""
        for remark in source.loose:
            self._note(remark, 0)
        self._notes = list(source.notes)
        self._rows = source.total

    def save_to(self, made: CatalogImport) -> None:
        """Write lines and remarks anew and the counts into the row, which the caller saves."""
        made.lines.all().delete()
        made.remarks.all().delete()
        ImportLine.objects.bulk_create(self._lines, batch_size=_BATCH)
        ImportRemark.objects.bulk_create(self._remarks, batch_size=_BATCH)
        made.new_count = self._outcomes[Outcome.NEW]
        made.changed_count = self._outcomes[Outcome.CHANGED]
        made.unchanged_count = self._outcomes[Outcome.UNCHANGED]
        made.refused_count = self._outcomes[Outcome.REFUSED]
        made.revision_count = self._revisions
        made.remark_count = self._remark_count
        made.row_count = self._rows
        made.notes = self._notes

    def _note(self, remark: Remark, line: int) -> None:
        self._remark_count += 1
        if len(self._remarks) >= MOST_REMARKS:
            return
        self._remarks.append(
            ImportRemark(
                source_id=self._import_id,
                position=self._remark_count,
                line=line,
                refuses=remark.refuses,
                row=remark.row,
                column=remark.column,
                pointer=remark.pointer[:120].replace("\0", ""),
                value=remark.value[:200].replace("\0", ""),
                code=remark.code,
                facts=remark.facts,
            )
        )
