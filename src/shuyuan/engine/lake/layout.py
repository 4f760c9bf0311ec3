"""How rows lie in a table: the hash bucket of the key, the digest of the row, the number of buckets."""

from collections.abc import Sequence

from sqlglot import exp

from shuyuan.engine.spec import DataType, EntrySpec, ItemSpec
from shuyuan.engine.sql.fragments import column, fragment

#: Columns that a table has beside the items.
BUCKET, DIGEST = "_bucket", "_digest"
#: The key's place among `SLOTS`, from which the bucket of any power of two follows.
SLOT = "_slot"
SLOTS = 1 << 20

#: A correction rewrites whole buckets, so they are small: with 4,000 rows each, 100 corrected rows
#: rewrite a tenth of a table of four million. More files than `MOST_BUCKETS` would make reading slow.
ROWS_PER_BUCKET = 4_096
MOST_BUCKETS = 1_024

_SEPARATOR = "\x1f"


def bucket_count(rows: int) -> int:
    """The number of buckets, a power of two, for a table of so many rows."""
    wanted = max(1, rows // ROWS_PER_BUCKET)
    return min(MOST_BUCKETS, 1 << (wanted - 1).bit_length())


def slot(spec: EntrySpec) -> exp.Expr:
    """The slot of a row from its key; stable across versions of every library."""
    texts = [stable_text(item) for item in spec.keys]
    joined = texts[0] if len(texts) == 1 else _joined(texts)
    return fragment("CAST(md5_number(:key) & :mask AS INTEGER)", key=joined, mask=SLOTS - 1)


def bucket(buckets: int) -> exp.Expr:
    """The bucket of a row from its slot."""
    return fragment("CAST(:slot % :buckets AS INTEGER)", slot=column(SLOT), buckets=buckets)


def digest(spec: EntrySpec) -> exp.Expr:
    """128 bits of SHA-256 over names and values that are not NULL, in the order of the names.

    An item that is added later and empty leaves the digest as it was.
    """
    items = sorted(spec.items, key=lambda item: item.name)
    pairs = [fragment(":name || :text", name=f"{item.name}=", text=stable_text(item)) for item in items]
    return fragment("unhex(substr(sha256(:row), 1, 32))", row=_joined(pairs))


def stable_text(item: ItemSpec) -> exp.Expr:
    """A value as text that does not depend on settings."""
    value = column(item.name)
    if item.type is DataType.DATETIME:
        return fragment("CAST(epoch_us(:value) AS VARCHAR)", value=value)
    return fragment("CAST(:value AS VARCHAR)", value=value)


def _joined(texts: Sequence[exp.Expr]) -> exp.Expr:
    return exp.Anonymous(this="concat_ws", expressions=[exp.Literal.string(_SEPARATOR), *texts])
