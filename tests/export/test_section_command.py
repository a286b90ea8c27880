"""`platefront section`: numbers, picture, files by their endings."""

from __future__ import annotations

import re

import ezdxf
import meshio
import numpy as np
from matplotlib import image

from platefront.commands.places import place_of
from tests.shared.case_files import CASES

PILLARS = CASES / "quick" / "pillars.toml"


def test_numbers_and_a_picture_beside(tmp_path, monkeypatch, command):
    """A pillar of 10 x 20 µm in a pitch of 24 µm, 30 µm below the counter electrode."""
    monkeypatch.chdir(tmp_path)
    code, out, _ = command("section", PILLARS)
    assert code == 0
    rows = {
        name.strip(): value
        for name, value in re.findall(r"(?m)^(\S.*?\S)  +(\S+(?: µm²?| %)?)(?:  |$)", out)
    }
    assert rows["width"] == "24 µm"
    assert rows["area of collector"] == "200 µm²"
    assert rows["area of electrolyte"] == "1000 µm²"
    assert rows["porosity"] == "58.3333 %"
    assert rows["tortuosity"] == "1.000"
    assert rows["surface upper"] == "10 µm"
    assert rows["surface side"] == "40 µm"
    assert rows["all surfaces"] == "64 µm"
    assert rows["narrowest gap"] == "14 µm"
    assert "into the mirror image" in out
    picture = place_of(PILLARS, "_section.png")
    assert picture.parts[0] == "results"
    assert picture.name == "pillars_section.png"
    assert f"drawn to {picture}" in out
    pixels = image.imread(picture)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / picture]
    ring = np.abs(pixels[..., :3] - np.array([0xB3, 0x00, 0x3C]) / 255).max(axis=2) < 0.02
    assert ring.sum() > 50  # the narrowest gap is marked


def test_several_files_at_once(tmp_path, command):
    files = [tmp_path / "out" / f"p{ending}" for ending in (".svg", ".dxf", ".msh", ".bdf")]
    options = [part for file in files for part in ("-o", str(file))]
    code, out, _ = command("section", PILLARS, *options)
    assert code == 0
    assert sorted((tmp_path / "out").iterdir()) == sorted(files)
    for file in files:
        assert f" {file}\n" in out
    assert "1 electrolyte, 2 upper, 3 side, 4 lower, 5 counter, 6 side_walls" in out
    assert "surface_upper" in ezdxf.readfile(files[1]).layers
    assert len(meshio.read(files[2]).cells_dict["triangle"]) > 100


def test_an_unknown_ending_is_refused_before_anything_is_written(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    code, out, err = command("section", PILLARS, "-o", "good.svg", "-o", "bad.step")
    assert code == 2
    assert out == ""
    message = " ".join(err.split())
    endings = ".png, .svg, .dxf, .msh, .vtu, .inp, .bdf"
    assert f"bad.step: the extension must be one of {endings}" in message
    assert list(tmp_path.iterdir()) == []
