"""`shuyuan token`: what a client system does to get an access token, for trying it by hand."""

import argparse
import sys
from pathlib import Path

import httpx2

from shuyuan.config import environment as env
from shuyuan.kernel.errors import BadInput, Unavailable
from shuyuan.sharing.assertion import client_assertion


def run_token(options: argparse.Namespace) -> int:
    """Print an access token; the private key is read from the file and goes nowhere."""
    address = (options.gateway or env.text("GATEWAY_URL", "http://127.0.0.1:8010")).rstrip("/")
    try:
        key = Path(options.key).read_text(encoding="ascii")
    except OSError as error:
        raise BadInput(f"the key file cannot be read: {options.key}", code="no_key_file") from error
    endpoint = f"{address}/oauth/token"
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": client_assertion(options.client, key, endpoint),
    }
    try:
        answer = httpx2.post(endpoint, data=form, timeout=10)
    except httpx2.HTTPError as error:
        raise Unavailable(f"the gateway at {address} does not answer", code="no_gateway") from error
    if answer.status_code != httpx2.codes.OK:
        raise BadInput(f"the gateway refused: {answer.text}", code="token_refused")
    sys.stdout.write(answer.json()["access_token"] + "\n")
    return 0
