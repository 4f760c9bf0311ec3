"""What `shuyuan serve` starts, and when it refuses to."""

import socket
import subprocess
import sys

import pytest

from installation import free_port
from shuyuan.cli import commands, main
from shuyuan.cli.serve import Process, processes, refuse_taken_ports
from shuyuan.kernel.errors import Conflict


def test_a_taken_port_is_refused_with_its_number():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(Conflict) as refused:
            refuse_taken_ports("127.0.0.1", (free_port(), taken))
    assert refused.value.facts == {"port": taken}


def test_pages_gateway_and_workers_are_started():
    options = commands().root.parse_args(["serve", "--workers", "2"])
    assert [process.name for process in processes(options)] == ["pages", "gateway", "worker 1", "worker 2"]


def test_a_process_that_died_is_started_again():
    process = Process("sleeper", [sys.executable, "-c", "pass"])
    process.start()
    process.child.wait()
    process.started -= 60
    process.tend()
    assert process.child.wait() == 0
    assert process.quick_deaths == 0


def test_a_process_that_dies_at_once_waits_before_the_next_start():
    process = Process("broken", [sys.executable, "-c", "raise SystemExit(3)"])
    process.start()
    first = process.child
    first.wait()
    process.tend()
    process.tend()
    assert process.child is first
    assert process.quick_deaths == 1


@pytest.mark.parametrize("arguments", [[], ["audit"], ["no-such-command"], ["serve", "--port", "many"]])
def test_wrong_use_ends_with_code_2(arguments):
    done = subprocess.run(
        [sys.executable, "-m", "shuyuan.cli", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_an_error_of_ours_is_one_line_and_code_1(capsys):
    assert main(["token", "--client", "x", "--key", "no-such-file.pem"]) == 1
    assert capsys.readouterr().err.startswith("shuyuan: no_key_file:")
