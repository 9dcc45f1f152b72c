"""Lists that come page by page, with an end whatever the server says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

from ..errors import InputError
from .transport import safe_url

PAGE_SIZE = 100  # records asked for at once, one request after the other: portals are not to be hammered
MAX_ITEMS = 50_000  # no catalogue of a territory has as many


@dataclass(frozen=True)
class Page:
    """One page of a list: how many there are in all (None when not said), where the page begins, what it holds."""

    total: Optional[int]
    offset: int
    items: list[Any] = field(default_factory=list)


def by(name: str) -> Callable[[dict[str, Any]], Any]:
    """Return a function that gives a field of an item."""
    return lambda item: item.get(name)


def page_of(answer: Any, offset: int) -> Page:
    """Return a page from what a server answered: ``{total, items}`` (or ``elements``), or a bare list.

    Items that are no objects are left out, as is all that is not a list: a reader degrades, it does not fail.
    """
    if isinstance(answer, list):
        return Page(None, offset, [item for item in answer if isinstance(item, dict)])
    if not isinstance(answer, dict):
        return Page(0, offset)
    items = _items_of(answer) or []
    total = answer.get("total")
    known = isinstance(total, int) and not isinstance(total, bool) and total >= 0
    return Page(total if known else None, offset, [item for item in items if isinstance(item, dict)])


def list_page(answer: Any, offset: int, url: str) -> Page:
    """Return a page of a list that must be one, such as that of the datasets: see :func:`page_of`.

    An answer that is none (nothing at all, one object, a message) must not be taken for a catalogue that has become
    empty: what is known of it would be withdrawn.

    Parameters
    ----------
    answer : object
        JSON of the answer, None for an empty one.
    offset : int
    url : str
        What was asked, for the sentence.

    Raises
    ------
    InputError
        When it is no list. ``{"total": 0}`` is one, be it without items.
    """
    page = page_of(answer, offset)
    holds_items = isinstance(answer, list) or (isinstance(answer, dict) and _items_of(answer) is not None)
    says_none = isinstance(answer, dict) and page.total == 0
    if not holds_items and not says_none:
        raise InputError(
            "{url} answered something that is no list, so nothing was taken from it. Try again later, or check the "
            "address.",
            url=safe_url(url),
        )
    return page


def _items_of(answer: dict[str, Any]) -> Optional[list[Any]]:
    return next((answer[key] for key in ("items", "elements", "data") if isinstance(answer.get(key), list)), None)


def walk(
    ask: Callable[[int, int], Page],
    *,
    page_size: int = PAGE_SIZE,
    max_items: int = MAX_ITEMS,
    key: Optional[Callable[[Any], Any]] = None,
) -> Iterator[Any]:
    """Give the items of a list, page after page.

    Ends at ``max_items``, at the total announced, at an empty page, or when a page brings nothing new (a server that
    ignores ``offset`` would answer the first page for ever).

    Parameters
    ----------
    ask : callable
        Offset and number of items wanted, to a page.
    page_size, max_items : int
    key : callable, optional
        Gives what identifies an item: an item is given once, even when the list moved between two pages.
    """
    offset, given = 0, 0
    seen: set[Any] = set()
    while given < max_items:
        page = ask(offset, min(page_size, max_items - given) if key is None else page_size)
        if not page.items:
            return
        fresh = 0
        for item in page.items:
            identity = key(item) if key else None
            if isinstance(identity, str):
                if identity in seen:
                    continue
                seen.add(identity)
            fresh += 1
            yield item
            given += 1
            if given >= max_items:
                return
        offset += len(page.items)
        if (key is not None and not fresh) or (page.total is not None and offset >= page.total):
            return
        if page.total is None and len(page.items) < page_size:
            return
