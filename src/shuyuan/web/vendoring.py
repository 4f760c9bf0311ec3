"""
Fetch the front-end files that we ship: `python -m shuyuan.web.vendoring` (needs npm, no build step).

Every file is copied out of a pinned package, made fit for Chromium 100 and written down in
`manifest.json` with its sha384, so that a test notices a file that changed on the way.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

STATIC = Path(__file__).parent / "static" / "web"
VENDOR = STATIC / "vendor"
ICON_LIST = Path(__file__).parent / "icons.txt"

#: Package and exact version → the files taken from it and what they are called here.
PACKAGES = {
    "@tabler/core@1.4.0": {"dist/css/tabler.min.css": "tabler.css", "dist/js/tabler.min.js": "tabler.js"},
    "htmx.org@2.0.10": {"dist/htmx.min.js": "htmx.js", "LICENSE": "htmx.LICENSE"},
    "@tabler/icons@3.51.0": {"LICENSE": "tabler.LICENSE"},
}
LICENSES = {"@tabler/core": "MIT", "@tabler/icons": "MIT", "htmx.org": "0BSD"}

_MIX = re.compile(
    r"color-mix\(in \w+, ?var\(--(?P<name>[\w-]+)\)"
    r"(?P<share> [\d.]+%| calc\(var\(--[\w-]+(?:, ?1)?\) ?\* ?100%\))?"
    r", ?(?P<other>transparent|black|#000)(?P<rest> [\d.]+%)?\)"
)
#: What the general rewriting cannot say, by hand: what is mixed, and a plain color near it.
_BY_HAND = {
    "var(--tblr-scrollbar-color,var(--tblr-body-color)) 20%,transparent": "#c8ccd2",
    "var(--tblr-scrollbar-color,var(--tblr-body-color)) 40%,transparent": "#9aa1ab",
    " var(--tblr-color-dark), transparent var(--tblr-backdrop-opacity)": "rgba(24,36,51,.5)",
    " var(--tblr-color-light), transparent var(--tblr-backdrop-opacity)": "rgba(24,36,51,.2)",
    "var(--tblr-alert-bg),var(--tblr-bg-surface)": "var(--tblr-bg-surface)",
    "transparent,var(--tblr-link-color) var(--tblr-link-opacity,100%)": "var(--tblr-link-color)",
    "transparent,var(--tblr-link-hover-color) var(--tblr-link-opacity,100%)": "var(--tblr-link-hover-color)",
}


def plain_colors(css: str) -> str:
    """The same style sheet without color functions that Chromium 100 does not know.

    A share of a color over nothing turns into `rgba()` where the sheet defines the color's numbers,
    and into the color itself where it does not; `light-dark()` into its light half.
    """
    with_numbers = set(re.findall(r"--([\w-]+)-rgb:", css))

    def replace(match: re.Match[str]) -> str:
        name, share, rest = match["name"], match["share"], match["rest"]
        if match["other"] != "transparent" or name not in with_numbers:
            return f"var(--{name})"
        if share and "calc" in share:
            opacity = re.sub(r"^ calc\((var\(.*\)) ?\* ?100%\)$", r"\1", share)
        elif share:
            opacity = f"{float(share.strip(' %')) / 100:g}"
        else:
            opacity = f"{1 - float((rest or '50').strip(' %')) / 100:g}"
        return f"rgba(var(--{name}-rgb),{opacity})"

    for mix, plain in _BY_HAND.items():
        css = css.replace(f"color-mix(in srgb,{mix})", plain)
    css = _MIX.sub(replace, css)
    css = re.sub(r"light-dark\((var\([^)]*\)), ?var\([^)]*\)\)", r"\1", css)
    return re.sub(r"\s*/\*# sourceMappingURL=[^*]*\*/", "", css)


def sprite(icons: Path, names: list[str]) -> str:
    """One SVG file with a symbol per icon; raises FileNotFoundError for a name that does not exist."""
    symbols = []
    for name in names:
        root = ET.parse(icons / f"{name}.svg").getroot()  # noqa: S314 a pinned package
        shapes = "".join(
            f"<{child.tag.split('}')[-1]} "
            + " ".join(f'{key}="{value}"' for key, value in child.attrib.items())
            + "/>"
            for child in root
            if child.attrib.get("stroke") != "none"
        )
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round">'
    )
    return head + "\n".join(["", *symbols, "</svg>", ""])


def icon_names() -> list[str]:
    """The icons that the sprite holds, from `icons.txt`: one name a line."""
    return ICON_LIST.read_text(encoding="utf-8").split()


def digest(path: Path) -> str:
    """The sha384 of a file, written as in an integrity attribute."""
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def fetch(package: str, folder: Path) -> Path:
    """Unpack a package of the registry that npm is set up for; returns the unpacked folder."""
    done = subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", str(folder), package],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / done.stdout.split()[-1]
    target = folder / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def main() -> int:
    """Fetch everything anew and write the manifest."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    files = {}
    with tempfile.TemporaryDirectory() as scratch:
        for package, wanted in PACKAGES.items():
            name = package.rpartition("@")[0]
            source = fetch(package, Path(scratch))
            for inside, outside in wanted.items():
                text = (source / inside).read_text(encoding="utf-8")
                text = plain_colors(text) if outside.endswith(".css") else text
                text = re.sub(r"\s*//# sourceMappingURL=\S*", "", text)
                (VENDOR / outside).write_text(text, encoding="utf-8")
                files[outside] = {"package": package, "license": LICENSES[name]}
            if name == "@tabler/icons":
                (VENDOR / "icons.svg").write_text(
                    sprite(source / "icons" / "outline", icon_names()), encoding="utf-8"
                )
                files["icons.svg"] = {"package": package, "license": LICENSES[name]}
    manifest = {name: {**about, "integrity": digest(VENDOR / name)} for name, about in sorted(files.items())}
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
