"""The page of the data interface says what the program does."""

from pathlib import Path

from shuyuan.catalog import guide
from shuyuan.gateway.app import Gateway
from shuyuan.gateway.clock import SystemClock
from shuyuan.gateway.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "api.md").read_text(encoding="utf-8")


def test_the_program_that_checks_receipts_is_shown_whole():
    program = (DOCS / "examples" / "verify_receipt.py").read_text(encoding="utf-8")
    assert f"```python\n{program}```" in PAGE


def test_every_address_is_listed():
    gateway = Gateway(Settings(online_url="sqlite:///nowhere", keys=Path("nowhere")), SystemClock())
    missing = [address for address in gateway._routes if f"`{address}`" not in PAGE]
    assert not missing


def test_every_limit_is_the_default_of_the_settings():
    usual = Settings(online_url="", keys=Path())
    for words in (
        f"| {usual.rate_per_second:.0f}, with bursts",
        f"| keys per lookup | {usual.keys_limit:,} |",
        f"{usual.body_limit // 1024} KiB in at most {usual.body_seconds:.0f} seconds",
        f"{usual.token_seconds} seconds; assertion at most {usual.assertion_seconds}",
    ):
        assert words in PAGE


def test_every_kind_of_purpose_is_named():
    assert all(f"`{kind}`" in PAGE for kind in guide.Purpose.values)
