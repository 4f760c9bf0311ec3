"""Killing a worker at any moment of a batch loses nothing and doubles nothing."""

import json
import random
import time

import pytest

from installation import Installation, kill, wait_for

ROWS = 120_000

_PREPARE = """
from io import BytesIO
from catalog.factories import make_published_entry
from organizations.factories import make_actor, make_department
from shuyuan.casework.selectors import working_calendar
from shuyuan.collection.services import map_batch, receive_file
from shuyuan.engine.spec import DataType, ItemSpec
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import legal_now

items = (
    ItemSpec("code", "区划代码", DataType.CHARACTER, length=12, is_key=True),
    ItemSpec("name", "名称", DataType.CHARACTER, length=30, required=True),
)
department = make_department("test-department")
entry = make_published_entry(department, items, name="被中断的批次")
actor, legal = make_actor(Role.OPERATOR, department), legal_now(working_calendar())
lines = "区划代码,名称\\n" + "".join(f"{{n:012d}},名称{{n}}\\n" for n in range({rows}))
stream = BytesIO(lines.encode())
batch = receive_file(entry.code, stream=stream, filename="rows.csv", actor=actor, legal=legal)
map_batch(batch.pk, pairs={{"code": "区划代码", "name": "名称"}}, full_load=False, declared_rows={rows},
    actor=actor, legal=legal)
print(batch.pk)
"""

_LOOK = """
import json
from pathlib import Path
from django.conf import settings
from shuyuan.audit.models import Entry
from shuyuan.catalog.selectors import entry_spec
from shuyuan.collection.models import Batch, Pool
from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.lake import Lake
from shuyuan.engine.online import OnlineStore

batch = Batch.objects.get()
pool = Pool.objects.filter(entry=batch.entry).first()
spec = entry_spec(batch.entry)
with OnlineStore.open(settings.ONLINE_URL, KeyFolder(Path(settings.KEYS))) as store:
    served = store.served_version(spec)
print(json.dumps({
    "state": batch.state,
    "new": batch.rows_new,
    "pool": pool.row_count if pool else None,
    "versions": sum(1 for version in Lake(Path(settings.LAKE)).versions(spec) if version.new),
    "is_served": pool is not None and served == pool.lake_version == pool.served_version,
    "merged_entries": Entry.objects.filter(event="collection:batch:merged").count(),
}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_worker_killed_again_and_again_ends_with_every_row_once(tmp_path, seed):
    chance = random.Random(seed)
    place = Installation(tmp_path)
    place.shuyuan("setup")
    place.django(_PREPARE.format(rows=ROWS))
    try:
        for _ in range(5):
            worker = place.start("-m", "shuyuan.jobs")
            time.sleep(1.2 + chance.random() * 2.0)
            kill(worker)
        place.start("-m", "shuyuan.jobs")
        wait_for(lambda: json.loads(place.django(_LOOK))["is_served"], seconds=120)
        assert json.loads(place.django(_LOOK)) == {
            "state": "merged",
            "new": ROWS,
            "pool": ROWS,
            "versions": 1,
            "is_served": True,
            "merged_entries": 1,
        }
        place.shuyuan("audit", "verify")
    finally:
        place.close()
