"""The states of a batch, and which may follow which."""

from enum import StrEnum


class BatchState(StrEnum):
    """Where a batch stands."""

    UNREADABLE = "unreadable"  # kept as sent, but it could not be read
    RECEIVED = "received"  # kept and readable; the columns wait to be mapped
    QUEUED = "queued"  # mapped; a worker will take it
    RUNNING = "running"  # a worker reads, checks and merges
    MERGED = "merged"  # accepted rows are in the pool
    UNCHANGED = "unchanged"  # everything in it was in the pool already
    REFUSED = "refused"  # above the refusal threshold, or no row was left: nothing merged
    FAILED = "failed"  # a fault of the platform; can be started again
    CANCELLED = "cancelled"  # withdrawn before it merged


ENDED = frozenset(
    {
        BatchState.UNREADABLE,
        BatchState.MERGED,
        BatchState.UNCHANGED,
        BatchState.REFUSED,
        BatchState.CANCELLED,
    }
)

#: State → tone of its badge: under way, done, somebody must act, refused.
TONES = {
    BatchState.UNREADABLE: "refused",
    BatchState.RECEIVED: "waiting",
    BatchState.QUEUED: "info",
    BatchState.RUNNING: "info",
    BatchState.MERGED: "done",
    BatchState.UNCHANGED: "neutral",
    BatchState.REFUSED: "refused",
    BatchState.FAILED: "refused",
    BatchState.CANCELLED: "neutral",
}

#: State → states that may follow.
FOLLOWS: dict[BatchState, frozenset[BatchState]] = {
    BatchState.RECEIVED: frozenset({BatchState.QUEUED, BatchState.CANCELLED}),
    BatchState.QUEUED: frozenset({BatchState.RUNNING, BatchState.CANCELLED, BatchState.FAILED}),
    BatchState.RUNNING: frozenset(
        {
            BatchState.RUNNING,
            BatchState.MERGED,
            BatchState.UNCHANGED,
            BatchState.REFUSED,
            BatchState.FAILED,
            BatchState.CANCELLED,
        }
    ),
    BatchState.FAILED: frozenset({BatchState.QUEUED, BatchState.RUNNING, BatchState.CANCELLED}),
}


def may_follow(current: str, following: BatchState) -> bool:
    """Whether a batch in the first state may pass to the second."""
    return following in FOLLOWS.get(BatchState(current), frozenset())
