"""All processes of the platform on one machine, started again when they die."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import types
from collections.abc import Iterable
from dataclasses import dataclass, field

from shuyuan.kernel.errors import Conflict

#: A process that dies sooner than this after its start waits before the next start.
QUICK_DEATH_SECONDS = 5.0
_STOP_SECONDS = 20.0
_POLL_SECONDS = 0.5


@dataclass
class Process:
    """One child: its command, and when it was last started."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    start_again_at: float | None = None

    def start(self) -> None:
        """Start it with our environment and its own additions."""
        self.started = time.monotonic()
        self.start_again_at = None
        self.child = subprocess.Popen(self.command, env={**os.environ, **self.environment})

    def tend(self) -> None:
        """Start it again if it has died; one that dies at once waits longer each time, up to 30 seconds."""
        if self.child is None or self.child.poll() is None:
            return
        now = time.monotonic()
        if self.start_again_at is None:
            is_quick = now - self.started < QUICK_DEATH_SECONDS
            self.quick_deaths = self.quick_deaths + 1 if is_quick else 0
            self.start_again_at = now + (min(2.0**self.quick_deaths, 30.0) if is_quick else 0.0)
        if now >= self.start_again_at:
            sys.stderr.write(f"shuyuan: {self.name} ended with {self.child.returncode}, starting it again\n")
            self.start()


def processes(options: argparse.Namespace) -> list[Process]:
    """Pages, gateway workers' parent, and job workers, with their commands."""
    python = sys.executable
    pages = [
        python, "-m", "granian", "--interface", "wsgi", "--host", options.host, "--port", str(options.port),
        "--workers", "1", "--blocking-threads", "4", "--backpressure", "64", "--no-ws",
        "--log-level", "warning", "shuyuan.config.wsgi:application",
    ]  # fmt: skip
    gateway_environment = {
        "SHUYUAN_GATEWAY_HOST": options.host,
        "SHUYUAN_GATEWAY_PORT": str(options.gateway_port),
        "SHUYUAN_GATEWAY_WORKERS": str(options.gateway_workers),
    }
    return [
        Process("pages", pages),
        Process("gateway", [python, "-m", "shuyuan.gateway"], gateway_environment),
        *(
            Process(f"worker {number + 1}", [python, "-m", "shuyuan.jobs"])
            for number in range(options.workers)
        ),
    ]


def refuse_taken_ports(host: str, ports: Iterable[int]) -> None:
    """Raise Conflict `port_taken` when somebody listens already: two servers would share it silently."""
    for port in ports:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # Ended connections do not count.
            try:
                probe.bind((host, port))
            except OSError as error:
                raise Conflict(
                    f"port {port} of {host} is taken: stop what listens there, or choose another port",
                    code="port_taken",
                    port=port,
                ) from error


def run_serve(options: argparse.Namespace) -> int:
    """Run until SIGTERM or Ctrl-C; children get SIGTERM and some time to finish."""
    refuse_taken_ports(options.host, (options.port, options.gateway_port))
    os.environ["SHUYUAN_GATEWAY_URL"] = os.environ.get(
        "SHUYUAN_GATEWAY_URL", f"http://{options.host}:{options.gateway_port}"
    )
    stopping = False

    def stop(_signal: int, _frame: types.FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    running = processes(options)
    for process in running:
        process.start()
    sys.stdout.write(f"\nShuyuan is at http://{options.host}:{options.port}/ (Ctrl-C stops it)\n")
    sys.stdout.write(f"The data interface is at http://{options.host}:{options.gateway_port}/\n\n")
    sys.stdout.flush()
    while not stopping:
        time.sleep(_POLL_SECONDS)
        for process in running:
            process.tend()
    _stop(running)
    return 0


def _stop(running: list[Process]) -> None:
    for process in running:
        if process.child is not None and process.child.poll() is None:
            process.child.terminate()
    deadline = time.monotonic() + _STOP_SECONDS
    for process in running:
        if process.child is None:
            continue
        try:
            process.child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.child.kill()
            process.child.wait()
