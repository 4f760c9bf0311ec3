"""Background work: queued jobs with lease, retry, progress and cancel, and schedules.

One table and a lease instead of a queue server; a job of a worker that died is taken up again, so a
handler runs at least once and must be safe to run again from the start.
"""
