"""No drawing runs a command, writes a file or reads one that is not its own."""

from __future__ import annotations

import os
from pathlib import Path

import gmsh
import pytest

from platefront.geometry.errors import SectionError
from platefront.geometry.importing import read_drawing
from platefront.geometry.importing.confined import landlock, seccomp
from platefront.geometry.trust import trust
from tests.geometry.importing.frame_files import GEO, write_msh
from tests.shared.drawings import svg

with_calls = pytest.mark.skipif(not seccomp.available(), reason="no system calls are filtered")
with_files = pytest.mark.skipif(not landlock.version(), reason="the kernel has no Landlock")

ACTIONS = {
    "system call": 'SystemCall "touch {made}";',
    "system in the background": 'NonBlockingSystemCall "touch {made}";',
    "system by another word": 'System "touch {made}";',
    "include": 'Include "{other}";',
    "merge": 'Merge "{other}";',
    "merge of shapes": 'ShapeFromFile("{other}");',
    "save": 'Save "{made}";',
    "save a picture": 'Print "{made}.png";',
    "save a mesh": 'Mesh 2;\nSave "{made}.msh";',
    "print": 'Printf("x") > "{made}";',
    "append": 'Printf("x") >> "{made}";',
    "error file": 'Error("x") > "{made}";',
    "create a folder": 'CreateDir "{made}";',
    "delete a file": 'DeleteFile "{kept}";',
    "rename a file": 'RenameFile("{kept}", "{made}");',
    "option that names a program": 'General.TextEditor = "touch {made}";\nSave "{made}";',
    "options saved": 'General.SaveOptions = 1;\nSave "{made}.opt";',
}


class Folder:
    """A folder whose files a drawing must leave as they are."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kept = path / "kept"
        self.kept.write_text("kept")
        self.other = path / "elsewhere" / "other.geo"
        self.other.parent.mkdir()
        self.other.write_text(f'SystemCall "touch {path}/made";\nSave "{path}/made";\n{GEO}')
        self.drawings = path / "drawings"
        self.drawings.mkdir()

    def script(self, action: str) -> str:
        return ACTIONS[action].format(made=self.path / "made", kept=self.kept, other=self.other)

    def check(self, *drawings: str) -> None:
        """Nothing was made, changed or removed."""
        assert sorted(p.name for p in self.path.iterdir()) == ["drawings", "elsewhere", "kept"]
        assert sorted(p.name for p in self.drawings.iterdir()) == sorted(drawings)
        assert [p.name for p in self.other.parent.iterdir()] == ["other.geo"]
        assert self.kept.read_text() == "kept"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def refusal(path: Path) -> str:
    with pytest.raises(SectionError) as caught:
        read_drawing(path, 1e-7, 1e-6)
    return str(caught.value)


@pytest.mark.parametrize("action", ACTIONS)
def test_script_instead_of_a_mesh_is_not_run(action, folder):
    path = folder.drawings / "a.msh"
    path.write_text(folder.script(action))
    assert "the file is no Gmsh mesh: it begins with" in refusal(path)
    folder.check("a.msh")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("where", ["after the header", "after the mesh", "in a section"])
@pytest.mark.slow
def test_script_within_a_mesh_is_not_run(action, where, folder):
    path = folder.drawings / "a.msh"
    write_msh(path)
    path.with_suffix(".geo").unlink()
    mesh, script = path.read_text(), folder.script(action)
    header = "$EndMeshFormat\n"
    path.write_text(
        {
            "after the header": mesh.replace(header, f"{header}{script}\n"),
            "after the mesh": f"{mesh}\n{script}\n$EndElements\n",
            "in a section": mesh.replace(header, f"{header}$Script\n{script}\n$EndScript\n"),
        }[where]
    )
    try:
        read_drawing(path, 1e-7, 1e-6)
    except SectionError as error:
        assert str(error).startswith("a.msh: ")
    folder.check("a.msh")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("ending", ["geo", "GEO"])
def test_script_that_is_not_trusted_is_not_run(action, ending, folder):
    path = folder.drawings / f"a.{ending}"
    path.write_text(folder.script(action) + GEO)
    said = refusal(path)
    assert "is a program" in said
    assert f"--trust {path}" in said
    assert ".msh, .step or .brep" in said
    folder.check(path.name)


@with_calls
@with_files
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.slow
def test_trusted_script_does_nothing_but_draw(action, folder):
    path = folder.drawings / "a.geo"
    path.write_text(GEO + folder.script(action))
    trust(path)
    try:
        read_drawing(path, 1e-7, 1e-6)
    except SectionError as error:
        assert str(error).startswith("a.geo: ")
    folder.check("a.geo")


def test_trusted_script_reads_what_lies_beside_it(folder):
    path = folder.drawings / "a.geo"
    (folder.drawings / "sub").mkdir()
    (folder.drawings / "sub" / "frame.geo").write_text(GEO)
    path.write_text('Include "sub/frame.geo";\n')
    trust(path)
    drawing = read_drawing(path, 1e-7, 1e-6)
    assert "fibres" in drawing.names
    assert "not kept with the results" in drawing.notes[0]


def test_trust_is_of_one_file(folder):
    for name in ("a.geo", "b.geo"):
        (folder.drawings / name).write_text(GEO)
    trust(folder.drawings / "a.geo")
    assert read_drawing(folder.drawings / "a.geo", 1e-7, 1e-6).names
    assert "is a program" in refusal(folder.drawings / "b.geo")


ENTITIES = {
    "of a file": '<!ENTITY e SYSTEM "file://{secret}">',
    "of a path": '<!ENTITY e SYSTEM "{secret}">',
    "of a parameter": '<!ENTITY % p SYSTEM "file://{secret}"> %p; <!ENTITY e "x">',
    "of a document type": '<!ENTITY e PUBLIC "-//x" "file://{secret}">',
    "of the network": '<!ENTITY e SYSTEM "http://127.0.0.1:9/x">',
}


@pytest.mark.parametrize("entity", ENTITIES)
def test_entity_of_an_svg_reads_no_file(entity, folder):
    secret = folder.path / "kept"
    path = folder.drawings / "a.svg"
    body = '<g id="&#38;"><title>&e;</title><circle id="c" cx="50" cy="30" r="20"/></g>'
    kind = f"<!DOCTYPE svg [{ENTITIES[entity].format(secret=secret)}]>\n"
    path.write_text(kind + svg(body))
    try:
        drawing = read_drawing(path, 1e-7, 1e-6)
    except SectionError as error:
        assert "kept" not in str(error).replace(str(secret), "")
    else:
        assert "kept" not in repr(drawing)
    folder.check("a.svg")


def test_entities_that_grow_without_bounds_are_refused_in_seconds(folder):
    path = folder.drawings / "a.svg"
    rows = ['<!ENTITY a0 "M 0,0 h 1 v 1 z ">']
    rows += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    path.write_text(f"<!DOCTYPE svg [{''.join(rows)}]>\n" + svg('<path id="p" d="&a11;"/>'))
    assert len(refusal(path)) < 500


@pytest.mark.parametrize("kind", ["step", "brep"])
def test_script_instead_of_a_solid_is_not_run(kind, folder):
    path = folder.drawings / f"a.{kind}"
    path.write_text(folder.script("system call") + folder.script("save"))
    said = refusal(path)
    assert "Gmsh cannot read the file" in said or "the model has no surface" in said
    folder.check(path.name)


def test_files_that_scripts_could_use_are_tried_in_earnest(folder):
    """The scripts do what they say where nothing holds them, so that the tests can fail."""
    os.chdir(folder.drawings)
    if not gmsh.isInitialized():
        gmsh.initialize(interruptible=False)
    gmsh.option.setNumber("General.Terminal", 0)
    path = folder.drawings / "a.geo"
    path.write_text(GEO + folder.script("print") + folder.script("system call"))
    gmsh.open(str(path))
    gmsh.model.remove()
    assert (folder.path / "made").exists()
