"""What `shuyuan doctor` looks at: folders, keys, databases, calendar, workers, outbox, gateway."""

import shutil
import stat
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs.models import Job
from shuyuan.kernel.errors import ShuyuanError
from shuyuan.notices.models import Delivery

_FREE_BYTES = 5 * 1024**3
_STALE = timedelta(minutes=2)


@dataclass(frozen=True)
class Result:
    """What one check found."""

    name: str
    passed: bool
    detail: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def check_folders() -> Result:
    """Every folder exists and can be written, with room to spare."""
    missing = [
        str(folder)
        for folder in (settings.LAKE, settings.LANDING, settings.WORK)
        if not Path(folder).is_dir()
    ]
    if missing:
        return Result("folders", passed=False, detail=f"missing: {', '.join(missing)}; run `shuyuan setup`")
    free = shutil.disk_usage(settings.LAKE).free
    return Result("folders", passed=free > _FREE_BYTES, detail=f"{free // 1024**3} GiB free")


def check_keys() -> Result:
    """The key files exist, and nobody else can read them."""
    folder = Path(settings.KEYS)
    files = list(folder.glob("*.key")) if folder.is_dir() else []
    if not files:
        return Result("keys", passed=False, detail="none; run `shuyuan setup`")
    open_ones = [path.name for path in files if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    detail = f"readable by others: {', '.join(open_ones)}" if open_ones else f"{len(files)} key files"
    return Result("keys", passed=not open_ones, detail=detail)


def check_database() -> Result:
    """The application database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, ImproperlyConfigured) as error:
        return Result("database", passed=False, detail=f"does not answer: {type(error).__name__}")
    detail = f"{len(waiting)} migrations wait; run `shuyuan setup`" if waiting else connection.vendor
    return Result("database", passed=not waiting, detail=detail)


def check_calendar() -> Result:
    """The working days of this year and the next are known, and this year's are announced."""
    today = timezone.localdate()
    try:
        calendar = working_calendar()
        calendar.is_working_day(today.replace(year=today.year + 1))
        provisional = calendar.is_provisional(today, today)
    except (ShuyuanError, DatabaseError) as error:
        return Result("calendar", passed=False, detail=str(error))
    detail = "this year is provisional" if provisional else f"revision {calendar.revision}"
    return Result("calendar", passed=not provisional, detail=detail)


def check_workers() -> Result:
    """No job waits for long, and no running job has lost its worker."""
    now = timezone.now()
    try:
        waiting = Job.objects.filter(state=Job.State.QUEUED, not_before__lt=now - _STALE).count()
        lost = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now - _STALE).count()
    except DatabaseError as error:
        return Result("workers", passed=False, detail=type(error).__name__)
    passed = not waiting and not lost
    return Result("workers", passed=passed, detail=f"{waiting} jobs wait for long, {lost} lost their worker")


def check_outbox() -> Result:
    """No mail or short message has failed for good."""
    try:
        failed = Delivery.objects.filter(state=Delivery.State.FAILED).count()
    except DatabaseError as error:
        return Result("outbox", passed=False, detail=type(error).__name__)
    return Result("outbox", passed=not failed, detail=f"{failed} deliveries failed; see /notices/outbox/")


def check_gateway() -> Result:
    """The gateway is ready."""
    try:
        answer = httpx2.get(f"{settings.GATEWAY_URL}/readyz", timeout=3)
    except httpx2.HTTPError as error:
        return Result("gateway", passed=False, detail=f"{settings.GATEWAY_URL}: {type(error).__name__}")
    ready = answer.status_code == httpx2.codes.OK
    return Result("gateway", passed=ready, detail=f"{settings.GATEWAY_URL}: {answer.status_code}")


CHECKS: tuple[Callable[[], Result], ...] = (
    check_folders,
    check_keys,
    check_database,
    check_calendar,
    check_workers,
    check_outbox,
    check_gateway,
)
