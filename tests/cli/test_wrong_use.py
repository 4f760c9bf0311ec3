"""The command line with wrong input: one line that says what is wrong, and the exit code of it."""

import os
import subprocess
import sys

import pytest

from shuyuan.cli import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bogus"], "invalid choice: 'bogus'"),
        (["demo", "--people", "-5"], "-5 is less than 1"),
        (["demo", "--people", "many"], "invalid whole_number value: 'many'"),
        (["demo", "--projects", "-1"], "-1 is not between 0 and 5000"),
        (["demo", "--projects", "1000000000"], "1000000000 is not between 0 and 5000"),
        (["demo", "--projects", "1e9"], "invalid project_count value: '1e9'"),
        (["demo", "--projects", "x"], "invalid project_count value: 'x'"),
        (["serve", "--port", "70000"], "70000 is no port"),
        (["serve", "--port", "http"], "invalid port_number value: 'http'"),
        (["serve", "--workers", "0"], "0 is less than 1"),
        (["law", "load"], "required: file"),
    ],
)
def test_wrong_use_is_said_in_a_line(capsys, arguments, said):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", [["audit", "verify"], ["demo"], ["search", "rebuild"]])
def test_an_installation_without_tables_is_told_to_set_up(tmp_path, command):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SHUYUAN_")}
    done = subprocess.run(
        [sys.executable, "-m", "shuyuan.cli", *command],
        env={**environment, "SHUYUAN_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "shuyuan setup" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "no scheme is not sqlite or postgresql"),
        ("mysql://reader:geheim@127.0.0.1/city", "mysql is not sqlite or postgresql"),
        ("postgresql://reader:geheim@127.0.0.1:port/city", "its port is no number"),
    ],
)
def test_an_impossible_database_address_is_said_in_a_line_without_its_password(tmp_path, url, said):
    done = subprocess.run(
        [sys.executable, "-m", "shuyuan.cli", "doctor"],
        env={**os.environ, "SHUYUAN_HOME": str(tmp_path), "SHUYUAN_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"shuyuan: SHUYUAN_DATABASE_URL: {done.stderr.partition('URL: ')[2]}"
    assert said in done.stderr
    assert "geheim" not in done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("HOME", __file__, "cannot hold the session key: Not a directory"),
        ("PUBLIC_RATE", "many", "'many' is no whole number"),
        ("UPLOAD_LIMIT_BYTES", "-5", "'-5' is no whole number"),
    ],
)
def test_an_impossible_setting_is_said_in_a_line_that_names_it(tmp_path, variable, value, said):
    environment = {**os.environ, "SHUYUAN_HOME": str(tmp_path), f"SHUYUAN_{variable}": value}
    environment.pop("SHUYUAN_SECRET_KEY", None)
    done = subprocess.run(
        [sys.executable, "-m", "shuyuan.cli", "doctor"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"shuyuan: SHUYUAN_{variable}: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
