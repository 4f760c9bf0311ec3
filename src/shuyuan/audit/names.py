"""Names for the codes that entries keep: departments are told by the room above that knows them."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest

Names = Callable[[], Mapping[str, str]]
_SOURCES: list[Names] = []
_KEPT = "_department_names"


def name_departments(source: Names) -> None:
    """Have departments' names found by that function (code → name)."""
    _SOURCES[:] = [source]


def departments(request: HttpRequest | None = None) -> Mapping[str, str]:
    """Code → name of every department, asked once a request; empty while nobody tells."""
    if request is None:
        return _SOURCES[0]() if _SOURCES else {}
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, departments())
    names: Mapping[str, str] = getattr(request, _KEPT)
    return names
