"""Many short texts searched at once: what each leads to, in a few statements for all of them together."""

from collections.abc import Iterable, Sequence
from itertools import islice

from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput
from shuyuan.search.index import Slice, current
from shuyuan.search.models import Document
from shuyuan.search.query import WINDOW, closeness, in_order, read_terms, search_slices, visible_in
from shuyuan.search.tokens import Term


def find_nearest(texts: Iterable[str], *, actor: Actor | None, size: int) -> list[list[Document]]:
    """For each text the best documents that this actor may see, as `find` gives them; none without terms."""
    wanted = [_terms(text) for text in texts]
    slices = current()
    _read_ahead(slices, [term for row in wanted for term in row])
    ids = [_best(slices, row, actor) if row else [] for row in wanted]
    read = Document.objects.in_bulk({pk for row in ids for pk in row})
    return [
        _closest([read[pk] for pk in row if pk in read], terms)[:size]
        for row, terms in zip(ids, wanted, strict=True)
    ]


def _closest(documents: list[Document], terms: Sequence[Term]) -> list[Document]:
    return sorted(documents, key=lambda document: closeness(document, terms), reverse=True)


def _terms(text: str) -> tuple[Term, ...]:
    try:
        return read_terms(text)
    except BadInput:
        return ()


def _read_ahead(slices: list[Slice], terms: Sequence[Term]) -> None:
    """Have every set in memory that the terms may need; the single searches then ask the database nothing."""
    keys = {key for term in terms for family in (*term.families(), *term.homophones()) for key in family[1]}
    for one in slices:
        one.read(keys)


def _best(slices: list[Slice], wanted: Sequence[Term], actor: Actor | None) -> list[int]:
    """Ids of the documents that are worth a close look."""
    found, _approximate = search_slices(slices, wanted)
    for one in found:
        visible = visible_in(one.slice, actor)
        one.ranked = [bits & visible for bits in one.ranked]
    return list(islice(in_order(found), WINDOW))
