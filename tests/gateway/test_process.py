"""The real process under granian: it starts, answers over a socket, and loses nothing when it is killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlencode

import orjson
import pytest
from tests.gateway.conftest import GRANT, LOOKUP, PURPOSE, key

from shuyuan.engine import receipts
from shuyuan.engine.online import verify_batches
from shuyuan.gateway.assertions import ASSERTION_TYPE

pytestmark = pytest.mark.slow

BODY = orjson.dumps({"grant": GRANT.grant, "purpose": PURPOSE, "business_number": "YW-1", "key": key(1)})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def gateway(city, *, workers=1, **environment):
    """A gateway process in a group of its own; gives its port and the process."""
    port = free_port()
    settings = {
        "SHUYUAN_ONLINE_URL": city.url,
        "SHUYUAN_KEYS": str(city.keys.folder),
        "SHUYUAN_GATEWAY_PORT": str(port),
        "SHUYUAN_GATEWAY_URL": f"http://127.0.0.1:{port}",
        "SHUYUAN_GATEWAY_WORKERS": str(workers),
        "SHUYUAN_GATEWAY_RATE": "100000",
        **environment,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "shuyuan.gateway"], env={**os.environ, **settings}, start_new_session=True
    )
    try:
        wait_until_ready(port, process)
        yield port, process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)


def wait_until_ready(port, process):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "the gateway ended"
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            status = connection.getresponse().status
            connection.close()
        except OSError:
            status = 0
        if status == 200:
            return
        threading.Event().wait(0.05)
    pytest.fail("the gateway does not get ready")


def post(connection, path, body, headers):
    connection.request("POST", path, body=body, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def sign_in(city, port):
    city.clock.wall = time.time()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": city.assertion(aud=f"http://127.0.0.1:{port}/oauth/token"),
    }
    headers = {"content-type": "application/x-www-form-urlencoded"}
    status, body = post(connection, "/oauth/token", urlencode(form), headers)
    connection.close()
    assert status == 200, body
    return orjson.loads(body)["access_token"]


class Asker(threading.Thread):
    """Asks until the gateway is gone, and keeps every answer that it got whole."""

    def __init__(self, port, token, enough):
        super().__init__()
        self.port, self.token, self.enough = port, token, enough
        self.answers = []

    def run(self):
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            while True:
                status, answer = post(connection, LOOKUP, BODY, headers)
                if status == 200:
                    self.answers.append(answer)
                    self.enough.release()
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_killing_the_gateway_loses_nothing_that_was_answered(city, workers):
    city.change_grant(valid_until=GRANT.valid_until.replace(year=2099))
    with gateway(city, workers=workers) as (port, process):
        token, enough = sign_in(city, port), threading.Semaphore(0)
        askers = [Asker(port, token, enough) for _ in range(6)]
        for asker in askers:
            asker.start()
        for _ in range(200):
            assert enough.acquire(timeout=30)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for asker in askers:
            asker.join()
    public = city.keys.public("gateway")
    known = {public.id: public}
    answered = [
        receipts.verify_answer(answer, known)["request_id"] for asker in askers for answer in asker.answers
    ]
    assert len(answered) >= 200
    batches = city.store.take_batches({}, 100_000)
    assert verify_batches(batches, known) == []
    recorded = [record["request_id"] for batch in batches for record in batch.parsed()]
    assert set(answered) <= set(recorded)
    assert len(recorded) == len(set(recorded))

    with gateway(city) as (port, _):  # the chains go on where they ended
        asker = Asker(port, sign_in(city, port), threading.Semaphore(0))
        asker.start()
        assert asker.enough.acquire(timeout=30)
    asker.join()
    assert verify_batches(city.store.take_batches({}, 100_000), known) == []


def test_a_gateway_without_keys_says_so_and_ends(city, tmp_path):
    environment = {"SHUYUAN_ONLINE_URL": city.url, "SHUYUAN_KEYS": str(tmp_path / "none")}
    done = subprocess.run(
        [sys.executable, "-m", "shuyuan.gateway"],
        env={**os.environ, **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
    assert "no_key" in done.stderr.decode()


def test_a_revocation_works_within_one_second_in_the_real_process(city):
    city.change_grant(valid_until=GRANT.valid_until.replace(year=2099))
    with gateway(city) as (port, _):
        asker = Asker(port, sign_in(city, port), threading.Semaphore(0))
        headers = {"content-type": "application/json", "authorization": f"Bearer {asker.token}"}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        assert post(connection, LOOKUP, BODY, headers)[0] == 200
        city.change_grant(revoked=True)
        threading.Event().wait(1.0)
        assert post(connection, LOOKUP, BODY, headers)[0] == 403
        connection.close()


def test_rubbish_on_the_wire_is_answered_or_dropped(city):
    with gateway(city, SHUYUAN_GATEWAY_BODY_SECONDS="0.3") as (port, process):
        token = sign_in(city, port)
        head = f"POST {LOOKUP} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        head += "Content-Type: application/json\r\n"
        for raw, expected in [
            (b"\x16\x03\x01\x02\x00", b""),
            (b"GET / HTTP/9.9\r\n\r\n", b""),
            (f"{head}Content-Length: 50\r\n\r\n{{".encode(), b"408"),
            (f"{head}Content-Length: 99999999\r\n\r\n".encode(), b"413"),
            (f"{head}Content-Length: 2\r\n\r\n{{}}".encode(), b"400"),
        ]:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                connection.sendall(raw)
                assert expected in connection.recv(65536)[:20]
        assert process.poll() is None
        wait_until_ready(port, process)
