"""Examples that work as they stand, once the key file and the key to look up are filled in."""

import shlex

import orjson

from shuyuan.engine.spec import CheckKind, EntrySpec, ItemSpec
from shuyuan.sharing.models import Grant

#: Made up, with valid check digits, in a region that does not exist.
_SAMPLES = {CheckKind.RESIDENT_ID: "419901199001010018", CheckKind.USCC: "91419901MA00000002"}

_CURL = """\
TOKEN=$(shuyuan token --client {client} --key private.pem --gateway {gateway})
curl --silent --show-error {gateway}/v1/data/{path}/lookup \\
  --header "Authorization: Bearer $TOKEN" \\
  --header 'Content-Type: application/json' \\
  --data {body}
"""

_PYTHON = '''\
"""Look one key up; needs only the package `cryptography` and an Ed25519 key."""

import base64, json, pathlib, secrets, time, urllib.parse, urllib.request
from cryptography.hazmat.primitives.serialization import load_pem_private_key

GATEWAY = "{gateway}"
CLIENT = "{client}"
KEY = load_pem_private_key(pathlib.Path("private.pem").read_bytes(), password=None)


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def fetch(path, body, headers):
    request = urllib.request.Request(GATEWAY + path, body, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


now = int(time.time())
claims = {{"iss": CLIENT, "sub": CLIENT, "aud": GATEWAY + "/oauth/token",
          "jti": secrets.token_urlsafe(16), "iat": now, "exp": now + 60}}
signed = b".".join(encode(json.dumps(part).encode()) for part in ({{"alg": "EdDSA"}}, claims))
assertion = signed + b"." + encode(KEY.sign(signed))

token = fetch("/oauth/token", urllib.parse.urlencode({{
    "grant_type": "client_credentials",
    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "client_assertion": assertion.decode(),
}}).encode(), {{"Content-Type": "application/x-www-form-urlencoded"}})

body = {body}
answer = fetch("/v1/data/{path}/lookup", json.dumps(body).encode(), {{
    "Authorization": "Bearer " + token["access_token"],
    "Content-Type": "application/json",
}})
print(json.dumps(answer, ensure_ascii=False, indent=2))
'''


def curl_example(*, gateway: str, grant: Grant, spec: EntrySpec, client: str) -> str:
    """For the command line, with the platform's own `shuyuan token`."""
    body = orjson.dumps(_body(grant, spec)).decode()
    return _CURL.format(gateway=gateway, path=spec.path, client=shlex.quote(client), body=shlex.quote(body))


def python_example(*, gateway: str, grant: Grant, spec: EntrySpec, client: str) -> str:
    """For a program, without any library of ours."""
    body = orjson.dumps(_body(grant, spec), option=orjson.OPT_INDENT_2).decode()
    return _PYTHON.format(gateway=gateway, path=spec.path, client=client, body=body)


def _body(grant: Grant, spec: EntrySpec) -> dict[str, object]:
    keys = {item.name: _sample(item) for item in spec.keys}
    return {
        "grant": grant.number,
        "purpose": grant.purpose_kind,
        "business_number": "2026-00001",
        "key": next(iter(keys.values())) if len(keys) == 1 else keys,
    }


def _sample(item: ItemSpec) -> str:
    kinds = [check.kind for check in item.checks]
    return next((_SAMPLES[kind] for kind in kinds if kind in _SAMPLES), "0" * min(item.length or 1, 12))
