"""YAML files of users: small, plain values only, no aliases, and each mistake told in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ..errors import InputError

MAX_FILE = 256 * 1024  # bytes
MAX_DEPTH = 32  # lists and mappings inside one another


def load_yaml(written: str, name: str) -> Any:
    """Return the content of a YAML text, as plain values only.

    Parameters
    ----------
    written : str
    name : str
        Of the file, for messages.

    Raises
    ------
    InputError
        When it is too large, not YAML, too deep, or holds aliases or tags of types.
    """
    if len(written) > MAX_FILE:
        raise InputError("The file {name} is too large: at most {most} characters are taken.", name=name, most=MAX_FILE)
    try:
        _refuse_aliases_and_depth(written)
        return yaml.safe_load(written)
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(
            "The file {name} is not YAML that can be taken: {cause}.",
            name=name,
            cause=" ".join(str(error).split())[:300],
        ) from error


def _refuse_aliases_and_depth(written: str) -> None:
    """Look at the events of a text before anything is made of it: a few lines of aliases can stand for gigabytes."""
    depth = 0
    for event in yaml.parse(written, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not taken")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise yaml.YAMLError(f"more than {MAX_DEPTH} lists or mappings inside one another")


def read_text(path: Path) -> str:
    """Return the text of a small file in UTF-8.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise InputError("The file {name} is too large: at most {most} bytes are taken.", name=path, most=MAX_FILE)
        return path.read_text(encoding="utf-8")
    except UnicodeError as error:
        raise InputError("The file {name} is not text in UTF-8.", name=path) from error
    except OSError as error:
        raise InputError("The file {name} cannot be read: {cause}.", name=path, cause=str(error)) from error
