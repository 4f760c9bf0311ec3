#!/bin/sh
# Writes both lock files anew: hashes, no registry address. Needs `uv` on the PATH.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 -q "$@"; }
compile --extra postgres --extra build -o requirements/run.txt
compile --extra postgres --extra build --group dev -o requirements/dev.txt
