"""Drawings that are programs: scripts of Gmsh under every extension, and entities of XML."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import Random

from verification.campaigns.drawings import Maker
from verification.campaigns.drawings.good import good, svg

_STATEMENTS = (
    'SystemCall "touch ../made";',
    'NonBlockingSystemCall "touch ../made";',
    'Include "../other.geo";',
    'Merge "../other.geo";',
    'Save "../made.msh";',
    'Print "../made.png";',
    'Printf("x") > "../made";',
    'Printf("x") >> "../kept";',
    'DeleteFile "../kept";',
    'RenameFile("../kept", "../made");',
    'CreateDir "../made";',
)
_ENTITIES = (
    '<!ENTITY e SYSTEM "../kept">',
    '<!ENTITY e SYSTEM "file:///etc/passwd">',
    '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p; <!ENTITY e "x">',
)


def _script(ending: str, rng: Random, folder: Path) -> str:
    script = "\n".join(rng.sample(_STATEMENTS, rng.randint(1, 4)))
    (folder.parent / "other.geo").write_text('SystemCall "touch ../made";\n')
    (folder / f"a{ending}").write_text(script)
    return f"a{ending}"


def _within_a_mesh(rng: Random, folder: Path) -> str:
    mesh, script = good("text.msh").decode(), rng.choice(_STATEMENTS)
    end = "$EndMeshFormat\n"
    text = rng.choice(
        (
            mesh.replace(end, f"{end}{script}\n"),
            f"{mesh}\n{script}\n$EndElements\n",
            f"{script}\n{mesh}",
            f"// $MeshFormat\n{script}\n{mesh}",
        )
    )
    (folder / "a.msh").write_text(text)
    return "a.msh"


def _entity(rng: Random, folder: Path) -> str:
    kind = f"<!DOCTYPE svg [{rng.choice(_ENTITIES)}]>\n"
    text = svg('<circle id="c" cx="50" cy="40" r="8"><title>&e;</title></circle>')
    (folder / "a.svg").write_text(kind + text)
    return "a.svg"


def makers() -> dict[str, list[Maker]]:
    """Return kind → makers."""
    endings = (".msh", ".geo", ".step", ".brep", ".svg", ".wkt")
    scripts: list[Maker] = [partial(_script, ending) for ending in endings]
    return {"programs and entities": [*scripts, _within_a_mesh, _within_a_mesh, _entity]}
