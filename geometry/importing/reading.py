"""Reading of foreign files: checks of the file here, its content in a confined process."""

from __future__ import annotations

import hashlib
from pathlib import Path

from platefront.geometry.importing.confined.formats import DRAWINGS, IMAGE, Format
from platefront.geometry.importing.confined.message import MessageError
from platefront.geometry.importing.confined.process import Request, read_confined
from platefront.geometry.importing.confined.transfer import drawing_of, image_of
from platefront.geometry.importing.drawing import Drawing, DrawingError
from platefront.geometry.importing.files import FileRefusedError, read_regular
from platefront.geometry.importing.images.grey_image import GreyImage
from platefront.geometry.trust import OPTION, is_trusted


def read_drawing(
    path: Path, tolerance: float, scale: float | None, sha256: str | None = None
) -> Drawing:
    """Read a drawing in the format given by the extension of its file name.

    Args:
        path: the file.
        tolerance: largest deviation of polylines from curves [m].
        scale: length of one unit of the file [m]; None for the unit stated in the file.
        sha256: SHA-256 of the content that is expected; None for any.

    Raises:
        DrawingError: unknown extension, or the file cannot be read in this format.
    """
    kind = _kind(path)
    check_trusted(path)
    content = content_of(path, kind.largest)
    _check_unchanged(path, content, sha256)
    place = path.resolve() if kind.is_program else None
    request = Request(kind, path.name, content, (tolerance, scale), place)
    try:
        return drawing_of(read_confined(request))
    except MessageError as error:
        raise DrawingError(path.name, f"the reader gave no valid answer: {error}") from None


def read_grey_image(path: Path, sha256: str | None = None) -> GreyImage:
    """Read a grey-level PNG or TIFF image of 8 or 16 bit or floating point.

    Args:
        path: the file.
        sha256: SHA-256 of the content that is expected; None for any.

    Raises:
        DrawingError: the image cannot be read, is coloured or transparent, or is one of several
            in the file.
    """
    content = content_of(path, IMAGE.largest)
    _check_unchanged(path, content, sha256)
    try:
        return image_of(read_confined(Request(IMAGE, path.name, content)))
    except MessageError as error:
        raise DrawingError(path.name, f"the reader gave no valid answer: {error}") from None


def check_trusted(path: Path) -> None:
    """Refuse a drawing that is a program, unless the user has said that it is trusted.

    Raises:
        DrawingError: it is one, and is not trusted.
    """
    kind = DRAWINGS.get(path.suffix.lower())
    if kind is not None and kind.is_program and not is_trusted(path):
        place = path.absolute()
        shown = place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place
        raise DrawingError(
            path.name,
            f"a {path.suffix} file is a program, which could run others and write files; it is "
            "read only if you trust it. Save the model as .msh, .step or .brep instead, or, if "
            f"you wrote the file or have read it, add {OPTION} {shown} to the command",
        )


def content_of(path: Path, largest: int) -> bytes:
    """Return the content of a regular file.

    Raises:
        DrawingError: it does not exist, is no regular file or is too large.
    """
    try:
        return read_regular(path, largest)
    except FileNotFoundError:
        raise DrawingError(path.name, "there is no such file") from None
    except FileRefusedError as error:
        raise DrawingError(path.name, f"the file {error}") from None
    except OSError as error:
        raise DrawingError(path.name, f"the file cannot be read: {error.strerror}") from None


def largest_size(path: Path) -> int:
    """Return the size up to which a file of this name is read [bytes]."""
    return DRAWINGS.get(path.suffix.lower(), IMAGE).largest


def _kind(path: Path) -> Format:
    kind = DRAWINGS.get(path.suffix.lower())
    if kind is None:
        endings = ", ".join(DRAWINGS)
        raise DrawingError(
            path.name, f'the file extension "{path.suffix}" is unknown; supported are {endings}'
        )
    return kind


def _check_unchanged(path: Path, content: bytes, sha256: str | None) -> None:
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise DrawingError(path.name, "the file was changed while it was read")
