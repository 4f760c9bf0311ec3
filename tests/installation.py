"""A whole installation in a folder of its own: set up, asked, served and killed as an operator would."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

TESTS = Path(__file__).parent
READY_SECONDS = 60.0


class Installation:
    """Everything below `home`; processes started here are killed by `close`."""

    def __init__(self, home, **environment):
        self.home = Path(home)
        self.pages_port, self.gateway_port = free_port(), free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SHUYUAN_")}
        self.environment = {
            **kept,
            "SHUYUAN_HOME": str(self.home),
            "SHUYUAN_GATEWAY_URL": f"http://127.0.0.1:{self.gateway_port}",
            "SHUYUAN_WORKER_LEASE_SECONDS": "2",
            "PYTHONPATH": str(TESTS),
            "PYTHONWARNINGS": "default",
            **environment,
        }
        self.processes = []

    @property
    def pages(self):
        """The address of the pages."""
        return f"http://127.0.0.1:{self.pages_port}"

    @property
    def gateway(self):
        """The address of the gateway."""
        return f"http://127.0.0.1:{self.gateway_port}"

    def shuyuan(self, *arguments, expect=0):
        """Run one command of the operator; its standard output. Fails on another exit code."""
        done = subprocess.run(
            [sys.executable, "-m", "shuyuan.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def django(self, code):
        """Run Python with Django set up, in a process of its own; its standard output."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "shuyuan.config.settings"},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *command):
        """Start a long process in a group of its own."""
        process = subprocess.Popen(
            [sys.executable, *command],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def serve(self):
        """Start all processes and wait until pages and gateway answer."""
        process = self.start(
            "-m", "shuyuan.cli", "serve",
            "--port", str(self.pages_port), "--gateway-port", str(self.gateway_port),
        )  # fmt: skip
        wait_for(lambda: answers(f"{self.gateway}/readyz") and answers(f"{self.pages}/"))
        return process

    def close(self):
        """Kill what still runs."""
        for process in self.processes:
            kill(process)


def kill(process):
    """kill -9 for the process and its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address):
    """Whether a GET is answered with a status below 400."""
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


def wait_for(condition, seconds=READY_SECONDS):
    """Ask again and again until the condition holds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")
