"""The examples on the API page are what a client can run."""

import io
import subprocess
import sys
from contextlib import redirect_stdout
from unittest import mock

import orjson

from shuyuan.catalog.selectors import entry_spec
from shuyuan.engine.crypto import PublicKey
from shuyuan.engine.crypto.signing import decode
from shuyuan.kernel.identifiers.resident_identity import fault
from shuyuan.sharing.examples import curl_example, python_example

URL = "http://gateway.example"


def example(make, grant, client_system):
    return make(gateway=URL, grant=grant, spec=entry_spec(grant.entry), client=client_system.client_id)


def test_the_shell_example_is_shell_and_names_a_made_up_person(grant, client_system):
    text = example(curl_example, grant, client_system)
    checked = subprocess.run(["bash", "-n"], input=text.encode(), capture_output=True, check=False)

    body = orjson.loads(text.split("--data '")[1].rsplit("'", 1)[0])
    assert checked.returncode == 0
    assert body["grant"] == grant.number
    assert body["key"].startswith("4199")
    assert fault(body["key"]) is None


def test_the_python_example_runs_as_it_stands(grant, client_system, pair, tmp_path, monkeypatch):
    (tmp_path / "private.pem").write_text(pair.private_pem, encoding="ascii")
    monkeypatch.chdir(tmp_path)
    asked = []

    def answer(request, timeout):
        asked.append(request)
        body = {"access_token": "t"} if request.full_url.endswith("/oauth/token") else {"results": []}
        return io.BytesIO(orjson.dumps(body))

    with mock.patch("urllib.request.urlopen", answer), redirect_stdout(io.StringIO()) as printed:
        exec(compile(example(python_example, grant, client_system), "example", "exec"), {})

    token, lookup = asked
    assertion = token.data.decode().split("client_assertion=")[1].split("&")[0]
    signed, _, signature = assertion.rpartition(".")
    assert PublicKey.from_jwk(pair.public.jwk).verifies(signed.encode(), decode(signature))
    assert lookup.full_url == f"{URL}/v1/data/{grant.entry.path}/lookup"
    assert lookup.get_header("Authorization") == "Bearer t"
    assert orjson.loads(lookup.data)["grant"] == grant.number
    assert "results" in printed.getvalue()


def test_the_assertion_needs_no_django():
    code = "import sys, shuyuan.sharing.assertion; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
