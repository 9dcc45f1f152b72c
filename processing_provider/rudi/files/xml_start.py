"""XML files looked at before GDAL reads them: what may stand before the first element, and nothing of the rest."""

from __future__ import annotations

from typing import BinaryIO
from xml.parsers import expat

from ...errors import InputError

PIECE = 4096  # bytes
LONGEST_START = 2**20  # comments before the first element are seldom longer [bytes]


class _FoundError(Exception):
    """The first element: what comes after it can declare nothing."""


class _RefusedError(Exception):
    """A document type or an entity."""


def root_element(stream: BinaryIO, source: str) -> str:
    """Return the name of the first element of an XML file, without its namespace.

    Parameters
    ----------
    stream : BinaryIO
        At the beginning of the file.
    source : str
        Name for the message.

    Raises
    ------
    InputError
        When the file declares a document type or entities, through which XML can read other files or fill the memory,
        or when it is no XML.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    names: list[str] = []

    def refuse(*_: object) -> None:
        raise _RefusedError

    def first(name: str, _: object) -> None:
        names.append(name.rpartition("}")[2])
        raise _FoundError

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = first
    try:
        for _ in range(LONGEST_START // PIECE):
            piece = stream.read(PIECE)
            parser.Parse(piece, not piece)
            if not piece:
                break
    except _FoundError:
        return names[0]
    except _RefusedError as error:
        raise InputError(
            "{source} declares a document type or entities, through which a file can read others; it was not opened.",
            source=source,
        ) from error
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise InputError("{source} is not well-formed XML: {cause}.", source=source, cause=str(error)) from error
    raise InputError("{source} is not well-formed XML: {cause}.", source=source, cause="no element")
