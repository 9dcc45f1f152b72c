"""Files of bytes written aside, then given their name."""

from __future__ import annotations

from pathlib import Path

from ...errors import InputError
from ...raster_files import written_aside


def write_bytes(path: str, data: bytes) -> None:
    """Write a file aside, then give it its name: an existing one is replaced once the new one is complete.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    try:
        with written_aside(path) as aside:
            Path(aside).write_bytes(data)
    except OSError as error:
        raise InputError(
            "{file} could not be written: {cause}. Choose another folder.",
            file=path,
            cause=error.strerror or str(error),
        ) from error
