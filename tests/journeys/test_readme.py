"""The shell lines of the README run as they stand against a fresh installation, and answer as it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from installation import Installation

ROOT = Path(__file__).parents[2]
PEOPLE = "300"
pytestmark = [pytest.mark.slow, pytest.mark.browser]


def shell_lines(page):
    """Everything in `sh` blocks, with this interpreter's folder in the place of `.venv/bin`."""
    blocks = re.findall(r"(?m)^```sh\n(.*?)^```", page, re.DOTALL)
    assert blocks, "the README has lost its commands"
    return "\n".join(blocks).replace(".venv/bin/", f"{Path(sys.executable).parent}/")


@pytest.fixture
def city(tmp_path):
    """A served demonstration city of its own."""
    installed = Installation(tmp_path / "home")
    installed.shuyuan("setup")
    installed.shuyuan("demo", "--people", PEOPLE, "--projects", "0")
    installed.serve()
    yield installed
    installed.close()


def test_the_tour_of_the_readme_works_as_written(city):
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", shell_lines(page)],
        cwd=ROOT,
        env={**city.environment, "SHUYUAN_PAGES": city.pages, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    said = done.stdout
    assert done.returncode == 0, f"{said}\n{done.stderr}"
    refused_cell = re.search(r"batch: \S+/collection/\d+/\n((?:.*\n){5})", said)[1].split()
    assert refused_cell[:4] == ["42", "areaCode", "所属县级区划代码", "419901"]
    assert '"name": "示例901街道"' in said
    assert '"code": "purpose_outside_grant"' in said
    assert "\ngenuine: {" in said
    assert re.search(r"audit trail: .* read records: intact\n$", said)
