"""
The hook for a virus scanner: a clamd socket, or a command that gets the path.

`SHUYUAN_VIRUS_SCANNER` is empty (nothing is scanned, and pages say so), `clamd:///run/clamav/clamd.sock`,
`clamd://host:3310`, or `command:/usr/bin/clamdscan --no-summary` (0 clean, 1 infected, else failed).
A scanner that is set and does not answer refuses the file.
"""

import shlex
import socket
import struct
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from shuyuan.kernel.errors import BadInput, Unavailable

_CHUNK = 256 << 10
_SECONDS = 60
_ANSWER = 4096


def is_clean(path: Path, scanner: str) -> bool:
    """Whether the file was scanned and found clean; False when no scanner is set.

    Raises BadInput `attachment_infected` and Unavailable `scanner_unavailable`.
    """
    if not scanner:
        return False
    try:
        found = (
            _by_command(path, scanner.removeprefix("command:"))
            if scanner.startswith("command:")
            else _by_clamd(path, scanner)
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise Unavailable(f"the scanner failed: {error}", code="scanner_unavailable") from error
    if found:
        raise BadInput(f"infected: {found}", code="attachment_infected", found=found)
    return True


def _by_command(path: Path, command: str) -> str:
    """What the command found, '' for nothing."""
    done = subprocess.run(
        [*shlex.split(command), str(path)], capture_output=True, timeout=_SECONDS, check=False
    )
    if done.returncode not in {0, 1}:
        msg = f"exit status {done.returncode}"
        raise ValueError(msg)
    words = done.stdout.decode(errors="replace").strip().splitlines()
    return (words[0].rsplit(":", 1)[-1].strip() if words else "?")[:100] if done.returncode else ""


def _by_clamd(path: Path, address: str) -> str:
    """Send the bytes to clamd (INSTREAM); what it found, '' for nothing."""
    parts = urlsplit(address)
    if parts.scheme != "clamd":
        msg = f"{address!r} is neither clamd:// nor command:"
        raise ValueError(msg)
    if parts.hostname:
        connection = socket.create_connection((parts.hostname, parts.port or 3310), timeout=_SECONDS)
    else:
        connection = _local_socket(parts.path)
    with connection, path.open("rb") as file:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = connection.recv(_ANSWER).rstrip(b"\0\n").decode(errors="replace")
    if answer.endswith("FOUND"):
        return answer.split(":", 1)[-1].removesuffix("FOUND").strip()[:100]
    if answer.endswith("OK"):
        return ""
    raise ValueError(answer or "no answer")


def _local_socket(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(_SECONDS)
    try:
        connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection
