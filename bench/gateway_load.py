"""A load generator in a process of its own: keep-alive connections, each asks again when its answer is there.

`python -m bench.gateway_load PORT CONNECTIONS SECONDS REQUESTS`: the file REQUESTS holds whole HTTP requests,
one JSON string per line. Prints JSON: answers, errors, requests per second, p50 and p99 in milliseconds.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import uvloop

_GOOD = b"HTTP/1.1 200"


class Asker(asyncio.Protocol):
    """One connection in a closed loop."""

    def __init__(self, requests: list[bytes], first: int, until: float, latencies: list[float]) -> None:
        self._requests = requests
        self._next = first
        self._until = until
        self._latencies = latencies
        self._buffer = b""
        self._missing = -1
        self.errors = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        """Ask first."""
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._started = time.perf_counter()
        self._transport.write(self._requests[self._next % len(self._requests)])
        self._next += 1

    def data_received(self, data: bytes) -> None:
        """Ask again when an answer is whole."""
        if self._missing < 0:
            self._buffer += data
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._buffer[:end].lower()
            place = head.index(b"content-length:") + 15
            length = int(head[place : head.find(b"\r\n", place) if head.find(b"\r\n", place) > 0 else None])
            self._missing = length - (len(self._buffer) - end - 4)
        else:
            self._missing -= len(data)
        if self._missing > 0:
            return
        now = time.perf_counter()
        self._latencies.append(now - self._started)
        self.errors += not self._buffer.startswith(_GOOD)
        self._buffer, self._missing = b"", -1
        if now >= self._until:
            self._transport.close()
        else:
            self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        """Stop."""
        if error is not None:
            self.errors += 1
        if not self.done.done():
            self.done.set_result(None)


async def load(port: int, connections: int, seconds: float, requests: list[bytes]) -> dict[str, float]:
    """Run for `seconds` and count."""
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    started = time.perf_counter()
    until = started + seconds
    askers = []
    for number in range(connections):
        first = number * len(requests) // connections
        _, asker = await loop.create_connection(
            lambda first=first: Asker(requests, first, until, latencies), "127.0.0.1", port
        )
        askers.append(asker)
    await asyncio.gather(*(asker.done for asker in askers))
    passed = time.perf_counter() - started
    latencies.sort()
    return {
        "answers": len(latencies),
        "errors": sum(asker.errors for asker in askers),
        "per_second": len(latencies) / passed,
        "p50_ms": latencies[len(latencies) // 2] * 1000,
        "p99_ms": latencies[len(latencies) * 99 // 100] * 1000,
    }


def main() -> int:
    port, connections, seconds, path = sys.argv[1:]
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    requests = [json.loads(line).encode() for line in lines]
    print(json.dumps(uvloop.run(load(int(port), int(connections), float(seconds), requests))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
