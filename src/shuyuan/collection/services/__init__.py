"""Writes of collection: receiving a file, mapping its columns, running and publishing."""

from shuyuan.collection.services.mapping import map_batch
from shuyuan.collection.services.publishing import publish_entry
from shuyuan.collection.services.reading import note_cells_read, note_original_read, note_sample_read
from shuyuan.collection.services.receiving import receive_file
from shuyuan.collection.services.running import cancel_batch, restart_batch, run_batch

__all__ = [
    "cancel_batch",
    "map_batch",
    "note_cells_read",
    "note_original_read",
    "note_sample_read",
    "publish_entry",
    "receive_file",
    "restart_batch",
    "run_batch",
]
