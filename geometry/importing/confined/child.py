"""Process that reads one foreign file without rights and sends back its content as data.

Started by `platefront.geometry.importing.confined.process`. Everything the reader needs is
imported before the process is confined, and the file is opened only after that.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from platefront.geometry.importing.confined.confinement import confine
from platefront.geometry.importing.confined.message import packed
from platefront.geometry.importing.confined.transfer import (
    Parts,
    parts_of_drawing,
    parts_of_error,
    parts_of_image,
)
from platefront.geometry.importing.drawing import Drawing, DrawingError

READY = b"!"
"""First byte of the answer: the reader is loaded and the process is confined."""


def main(request: str) -> None:
    """Read the file of a request (JSON) and write the answer to standard output."""
    answer = os.dup(1)
    os.dup2(2, 1)  # libraries print, too
    asked = json.loads(request)
    reader = getattr(import_module(f"{asked['package']}.{asked['module']}"), asked["function"])
    confine([Path(place) for place in asked["readable"]])
    os.write(answer, READY)
    with os.fdopen(answer, "wb") as file:
        file.writelines(packed(*_answer(reader, asked)))


def _answer(reader: Any, asked: dict[str, Any]) -> Parts:
    """Return the content of the file, or the reason why it cannot be read."""
    name = asked["name"]
    try:
        found = reader(Path(asked["path"]), name, *asked["arguments"])
        return parts_of_drawing(found) if isinstance(found, Drawing) else parts_of_image(found)
    except DrawingError as error:
        return parts_of_error(error)
    except MemoryError:
        raise
    except RecursionError:
        reason = "it is nested too deep"
    except OSError as error:
        reason = error.strerror or str(error)
    except Exception as error:  # whatever a library stumbles on, the user has a damaged file
        reason = f"{type(error).__name__}: {_shortened(error)}"
    return parts_of_error(DrawingError(name, f"the file cannot be read: {reason}"))


def _shortened(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


_LONGEST = 200


if __name__ == "__main__":
    main(*sys.argv[1:])
