import json
import re
from pathlib import Path

import pytest

from shuyuan import web
from shuyuan.web import vendoring
from shuyuan.web.vendoring import VENDOR, digest, icon_names, plain_colors

PACKAGE = Path(web.__file__).parents[1]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
STYLES = sorted(PACKAGE.glob("*/static/**/*.css"))
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_the_one_that_was_written_down():
    present = {path.name for path in VENDOR.iterdir()} - {"manifest.json"}
    assert present == set(MANIFEST)
    for name, about in MANIFEST.items():
        assert digest(VENDOR / name) == about["integrity"], name
        assert about["license"] in {"MIT", "0BSD", "Apache-2.0", "BSD-3-Clause"}
        assert re.search(r"@\d+\.\d+\.\d+$", about["package"])


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_shipped_styles_need_no_newer_browser_than_chromium_100(path):
    css = path.read_text(encoding="utf-8")
    for function in (
        "oklch(",
        "oklab(",
        "lch(",
        "light-dark(",
        "color-mix(",
        "rgb(from",
        "hsl(from",
        "@container",
    ):
        assert function not in css, f"{path.name} uses {function}"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_shipped_styles_load_nothing_from_elsewhere(path):
    css = path.read_text(encoding="utf-8")
    assert "@import" not in css
    assert all(target.startswith(("data:", "#")) for target in re.findall(r"url\(\s*['\"]?([^'\")]*)", css))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name + "/" + path.name)
def test_templates_hold_no_script_or_style_and_load_nothing_from_elsewhere(path):
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", html), (
        "an inline script breaks the content security policy"
    )
    assert "<style" not in html
    assert not re.search(r"\son[a-z]+=\"", html), "use data attributes and a script file"
    assert "javascript:" not in html
    assert not re.search(r"(src|href|action)=\"(https?:)?//", html)


def test_every_class_of_the_house_that_a_template_uses_has_a_style():
    used = {
        (name, path.name)
        for path in TEMPLATES
        for attribute in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in re.findall(r"\bsy-[a-z-]*[a-z]\b(?![-{])", attribute)
    }
    styled = {
        name for path in STYLES for name in re.findall(r"\.(sy-[a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert not {(name, where) for name, where in used if name not in styled}


def test_every_icon_that_is_named_is_in_the_sprite():
    named = set()
    for path in TEMPLATES:
        html = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"{% icon [\"']([\w-]+)[\"']", html))
        named |= set(re.findall(r"icon=[\"']([\w-]+)[\"']", html))
    for path in PACKAGE.glob("*/navigation.py"):
        found = re.findall(
            r"Item\(\s*_\([^)]*\),\s*\"[^\"]+\",\s*\"([\w-]+)\"", path.read_text(encoding="utf-8")
        )
        named |= set(found)
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))
    assert sprite == set(icon_names())
    assert not named - sprite, "add the name to icons.txt and run python -m shuyuan.web.vendoring"


@pytest.mark.parametrize(
    ("css", "plain"),
    [
        ("color-mix(in srgb,var(--x) 10%,transparent)", "rgba(var(--x-rgb),0.1)"),
        ("color-mix(in oklab, var(--x), transparent 20%)", "rgba(var(--x-rgb),0.8)"),
        ("color-mix(in srgb,var(--x) calc(var(--o,1) * 100%),transparent)", "rgba(var(--x-rgb),var(--o,1))"),
        ("color-mix(in srgb, var(--y) 4%, transparent)", "var(--y)"),
        ("color-mix(in srgb, var(--x), black 20%)", "var(--x)"),
        ("light-dark(var(--a), var(--b))", "var(--a)"),
    ],
)
def test_colors_are_written_so_that_older_browsers_know_them(css, plain):
    sheet = f":root{{--x-rgb:1,2,3}}a{{color:{css}}}"
    assert plain_colors(sheet) == f":root{{--x-rgb:1,2,3}}a{{color:{plain}}}"


def test_a_source_map_that_we_do_not_ship_is_not_named():
    assert plain_colors("a{}\n/*# sourceMappingURL=a.css.map */") == "a{}"
    assert all("sourceMappingURL" not in path.read_text(encoding="utf-8") for path in VENDOR.iterdir())


def test_an_icon_that_does_not_exist_is_an_error(tmp_path):
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><path stroke="none" d="M0"/><path d="M1 1"/></svg>',
        encoding="utf-8",
    )
    assert '<symbol id="a" viewBox="0 0 24 24"><path d="M1 1"/></symbol>' in vendoring.sprite(tmp_path, ["a"])
    with pytest.raises(FileNotFoundError):
        vendoring.sprite(tmp_path, ["b"])
