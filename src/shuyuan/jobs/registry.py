"""Which function does which work, and what runs by itself: filled when the rooms' `tasks.py` are imported."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any, Protocol, TypeVar

from shuyuan.kernel.actor import Actor


class Run(Protocol):
    """What a handler gets to see of its job."""

    @property
    def params(self) -> dict[str, Any]:
        """The JSON values given to `enqueue`."""

    @property
    def actor(self) -> Actor:
        """For whom it runs."""

    @property
    def job_id(self) -> int:
        """The job's number."""

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """Tell how far it is; also the place where a cancelled or stopped job leaves."""

    def check_cancelled(self) -> None:
        """Leave here (by an exception that handlers do not catch) if the job shall stop."""


HandlerT = TypeVar("HandlerT", bound=Callable[[Any], Any])


@dataclass(frozen=True)
class Handler:
    """A registered handler; `quick` ones have a thread of their own and never wait behind long work.

    `label` says in words what it does (a lazy translation).
    """

    name: str
    run: Callable[[Run], Any]
    quick: bool = False
    label: Any = ""


@dataclass(frozen=True)
class Timing:
    """When a schedule makes its job: every so many seconds, or once a day at a local time.

    `when` is asked first, so that a frequent schedule with nothing to do writes nothing.
    """

    name: str
    every_seconds: float | None = None
    daily_at: time | None = None
    when: Callable[[], bool] | None = None


#: Hears the event, the job's number and name, and who did it.
Witness = Callable[[str, int, str, Actor], object]

HANDLERS: dict[str, Handler] = {}
WITNESSES: list[Witness] = []
TIMINGS: dict[str, Timing] = {}


def handler(name: str, *, quick: bool = False, label: Any = "") -> Callable[[HandlerT], HandlerT]:
    """Register a function as the handler of the jobs of that name.

    It gets a `Run`, may return JSON values as the job's result, and must be safe to run again from
    the start: the platform runs it at least once.
    """

    def register(function: HandlerT) -> HandlerT:
        known = HANDLERS.get(name)
        if known is not None and known.run is not function:
            raise ValueError(f"two handlers for {name!r}")
        HANDLERS[name] = Handler(name, function, quick, label)
        return function

    return register


def label_of(name: str) -> str:
    """The work in words; its name when nobody gave it any."""
    known = HANDLERS.get(name)
    return str(known.label) if known and known.label else name


def witness(function: Witness) -> Witness:
    """Have a function called for what people do to jobs, in the same transaction (the audit trail)."""
    if function not in WITNESSES:
        WITNESSES.append(function)
    return function


def every(name: str, *, seconds: float, when: Callable[[], bool] | None = None) -> None:
    """Run the handler of that name every so many seconds, if `when` (asked by the worker) agrees."""
    TIMINGS[name] = Timing(name, every_seconds=seconds, when=when)


def daily(name: str, *, at: time) -> None:
    """Run the handler of that name once a day, at or soon after that local time."""
    TIMINGS[name] = Timing(name, daily_at=at)
