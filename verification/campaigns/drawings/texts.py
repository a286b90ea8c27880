"""Drawings that are deep, large or full of impossible numbers."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from random import Random

from verification.campaigns.drawings import Maker
from verification.campaigns.drawings.good import good, svg

_NUMBERS = (
    "nan",
    "inf",
    "-inf",
    "1e300",
    "1e999",
    "-1e308",
    "1e-320",
    "9" * 5000,
    "0x10",
    "1e",
    "",
)


def _svg(body: str) -> tuple[str, str]:
    return "a.svg", svg(body)


def _dxf_tags(*entities: str) -> tuple[str, str]:
    body = "\n".join(entities)
    return "a.dxf", f"0\nSECTION\n2\nENTITIES\n{body}\n0\nENDSEC\n0\nEOF\n"


def _circle(x: str, r: str) -> str:
    return f"0\nCIRCLE\n8\nfibres\n10\n{x}\n20\n40\n30\n0\n40\n{r}"


def _block_in_itself() -> tuple[str, str]:
    text = good("a.dxf").decode()
    mark = "AcDbBlockBegin"
    before, found, after = text.rpartition(mark)
    inserted = "\n  0\nINSERT\n  2\nfibre\n 10\n1\n 20\n1\n 30\n0\n  0\nENDBLK"
    return "a.dxf", before + found + after.replace("\n  0\nENDBLK", inserted, 1)


def _geojson(coordinates: str) -> tuple[str, str]:
    return "a.geojson", f'{{"type": "Polygon", "coordinates": {coordinates}}}'


def _deep(rng: Random) -> list[tuple[str, str]]:
    depth = rng.choice((300, 3_000, 50_000))
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return [
        _svg("<g>" * depth + '<circle cx="9" cy="9" r="4"/>' + "</g>" * depth),
        _svg('<svg x="1">' * depth + "</svg>" * depth),
        _geojson("[" * depth + "]" * depth),
        ("a.geojson", '{"a":' * depth + "1" + "}" * depth),
        ("a.wkt", "fibres: " + "GEOMETRYCOLLECTION (" * depth + ")" * depth),
        ("a.wkt", "fibres: POLYGON " + "(" * depth + "0 0" + ")" * depth),
        ("a.svg", f"<!DOCTYPE svg [<!ENTITY a0 'x'>{entities}]>" + svg('<path d="&a11;"/>')),
        _svg("".join(f'<g id="g{n}"><use href="#g{(n + 1) % depth}"/></g>' for n in range(depth))),
        _svg('<g id="a"><use href="#a"/><use href="#a"/></g>'),
        _block_in_itself(),
        _svg(f'<circle cx="9" cy="9" r="4" transform="{"rotate(1) " * depth}"/>'),
        _svg(f"<style>{'g > ' * depth} circle {{ display: none }}</style>"),
    ]


def _impossible(rng: Random) -> list[tuple[str, str]]:
    number = rng.choice(_NUMBERS)
    return [
        _svg(f'<circle cx="{number}" cy="40" r="8"/>'),
        _svg(f'<circle cx="50" cy="40" r="{number}"/>'),
        _svg(f'<path d="M 10,10 L {number},30 L 40,50 z"/>'),
        _svg(f'<path d="M 10,10 a {number},5 0 1 0 9,9 z"/>'),
        _svg(f'<rect x="1" y="1" width="9" height="9" transform="scale({number})"/>'),
        ("a.svg", svg('<circle cx="50" cy="40" r="8"/>').replace("0 0 100 80", f"0 0 {number} 80")),
        _dxf_tags(_circle(number, "8")),
        _dxf_tags(_circle("50", number)),
        ("a.dxf", good("a.dxf").decode().replace("\n8.0\n", f"\n{number}\n")),
        _geojson(f"[[[0, 0], [{number}, 0], [5, 5], [0, 0]]]"),
        ("a.wkt", f"fibres: POLYGON ((0 0, {number} 0, 5 5, 0 0))"),
        ("a.msh", good("text.msh").decode().replace("4.1 0 8", f"4.1 0 {number}")),
        ("a.msh", good("text.msh").decode().replace("\n100 ", f"\n{number} ")),
        ("a.step", good("a.step").decode().replace("(0.,", f"({number},")),
    ]


def _large(rng: Random) -> list[tuple[str, str]]:
    many = rng.choice((20_000, 40_000))
    circles = (
        f'<circle cx="{n % 200 * 0.5 + 0.2:.2f}" cy="{n // 200 * 0.4 + 0.2:.2f}" r="0.1"/>'
        for n in range(many)
    )
    zigzag = (f"{n * 1e-4:.4f},{40 + n % 2}" for n in range(25 * many))
    ring = [[n, n % 2 + 1] for n in range(5 * many)]
    lines = "\n".join(
        f"0\nLINE\n8\nfibres\n10\n{n}\n20\n1\n11\n{n + 1}\n21\n{n % 3}" for n in range(many)
    )
    return [
        _svg("".join(circles)),
        _svg(f'<path id="p" d="M 0,0 L {" ".join(zigzag)} L 99,9 z"/>'),
        _svg('<path id="p" d="' + "M 1,1 h 1 v 1 z " * many + '"/>'),
        _svg(f'<circle id="{"x" * 1_000_000}" cx="50" cy="40" r="8"/>'),
        _geojson(json.dumps([[*ring, [0, 9], ring[0]]])),
        _dxf_tags(*(_circle(str(n % 100), "0.1") for n in range(many))),
        _dxf_tags(lines),
        ("a.wkt", "\n".join(f"fibres: POINT ({n} 1)" for n in range(5 * many))),
    ]


_KINDS = {
    "nested deep, or within itself": _deep,
    "impossible numbers": _impossible,
    "very large": _large,
}


def _made(kind: str, index: int, rng: Random, folder: Path) -> str:
    name, text = _KINDS[kind](rng)[index]
    (folder / name).write_text(text, encoding="utf-8")
    return name


def makers() -> dict[str, list[Maker]]:
    """Return kind → makers."""
    return {
        kind: [partial(_made, kind, index) for index in range(len(texts(Random(0))))]
        for kind, texts in _KINDS.items()
    }
