"""Counters for Prometheus: how much, how fast, with which outcome; never a value of a row or a key."""

from bisect import bisect_left
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """Plain numbers on the way of a request; Prometheus' form is made when somebody asks."""

    def __init__(self, chain: str = "") -> None:
        self.outcomes: dict[tuple[str, int], int] = {}
        self.keys_asked = 0
        self.keys_found = 0
        self.batches = 0
        self.records = 0
        self.snapshot_version = 0
        self.chain = chain
        self._buckets = [0] * (len(_BOUNDS) + 1)
        self._seconds = 0.0
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def count(self, endpoint: str, status: int, seconds: float) -> None:
        """One finished request."""
        key = (endpoint, status)
        self.outcomes[key] = self.outcomes.get(key, 0) + 1
        self._seconds += seconds
        self._buckets[bisect_left(_BOUNDS, seconds)] += 1

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """What `prometheus_client` asks of a collector."""
        labels = ["chain"]
        requests = CounterMetricFamily(
            "shuyuan_gateway_requests",
            "Requests by endpoint and status",
            labels=[*labels, "endpoint", "status"],
        )
        for (endpoint, status), value in sorted(self.outcomes.items()):
            requests.add_metric([self.chain, endpoint, str(status)], value)
        yield requests
        total, buckets = 0, []
        for bound, value in zip((*map(str, _BOUNDS), "+Inf"), self._buckets, strict=True):
            total += value
            buckets.append((bound, float(total)))
        duration = HistogramMetricFamily("shuyuan_gateway_seconds", "Duration of requests", labels=labels)
        duration.add_metric([self.chain], buckets, self._seconds)
        yield duration
        for name, help_, value in (
            ("shuyuan_gateway_keys_asked", "Keys asked in answered lookups", self.keys_asked),
            ("shuyuan_gateway_keys_found", "Keys found in answered lookups", self.keys_found),
            ("shuyuan_gateway_record_batches", "Durable batches of read records", self.batches),
            ("shuyuan_gateway_records", "Durable read records", self.records),
        ):
            counter = CounterMetricFamily(name, help_, labels=labels)
            counter.add_metric([self.chain], value)
            yield counter
        version = GaugeMetricFamily(
            "shuyuan_gateway_snapshot_version", "Version of the grant snapshot", labels=labels
        )
        version.add_metric([self.chain], self.snapshot_version)
        yield version
