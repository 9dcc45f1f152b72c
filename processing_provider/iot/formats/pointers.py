"""Paths into JSON: pointers (RFC 6901) in which ``*`` stands for every member of an object or item of a list."""

from __future__ import annotations

from typing import Any

from ...errors import InputError

MAX_FOUND = 512  # places that one path may find
Token = str
ANY = "*"
Places = list[tuple[tuple[str, ...], Any]]  # what each * stood for, in order, and what is there


def parse_pointer(written: Any) -> tuple[Token, ...]:
    """Return the steps of a path such as ``/data/*/temperature``; ``""`` is the whole message.

    Raises
    ------
    InputError
        When it is not a path.
    """
    if written == "":
        return ()
    if not isinstance(written, str) or not written.startswith("/") or len(written) > 500:
        raise InputError("“{path}” is not a path into a message: write it as /name/name, * for any name.", path=written)
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in written[1:].split("/"))


def find_one(content: Any, path: tuple[Token, ...]) -> Any:
    """Return what a path without ``*`` leads to, None when it leads nowhere."""
    for token in path:
        if isinstance(content, dict):
            content = content.get(token)
        elif isinstance(content, list):
            content = _item(content, token)
        else:
            return None
    return content


def _item(items: list, token: Token) -> Any:
    if not token.isascii() or not token.isdigit() or len(token) > 6:
        return None
    index = int(token)
    return items[index] if index < len(items) else None


def find_all(content: Any, path: tuple[Token, ...]) -> Places:
    """Return all places that a path leads to, at most 512.

    Returns
    -------
    list of (tuple of str, object)
        What each ``*`` stood for, in order, and what is there.
    """
    places: Places = [((), content)]
    for token in path:
        following: Places = []
        for stars, value in places:
            if token != ANY:
                found = find_one(value, (token,))
                if found is not None:
                    following.append((stars, found))
            elif isinstance(value, dict):
                following.extend(((*stars, str(key)), item) for key, item in list(value.items())[:MAX_FOUND])
            elif isinstance(value, list):
                following.extend(((*stars, str(index)), item) for index, item in enumerate(value[:MAX_FOUND]))
        places = following[:MAX_FOUND]
    return places


def fill(path: tuple[Token, ...], stars: tuple[str, ...]) -> tuple[Token, ...]:
    """Return a path with its ``*`` replaced, in order, by what those of another path stood for."""
    left = iter(stars)
    return tuple(next(left, ANY) if token == ANY else token for token in path)
