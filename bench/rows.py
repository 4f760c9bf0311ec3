"""Rows in bulk: copies of what the demonstration has."""

_AT_ONCE = 5_000


def copy(row, count: int, changes) -> None:
    """Put in `count` copies of a row; `changes(row, number)` says what is different in each."""
    insert(type(row), (clone(row, **changes(row, number)) for number in range(1, count + 1)))


def clone(row, **changes):
    """A row like another, not saved, with other values in some columns."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001
    values.pop(row._meta.pk.attname)  # noqa: SLF001
    return type(row)(**{**values, **changes})


def insert(model, rows) -> None:
    """Put rows in, many at a time."""
    waiting = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _AT_ONCE:
            model.objects.bulk_create(waiting)
            waiting.clear()
    model.objects.bulk_create(waiting)
