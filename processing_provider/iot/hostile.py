"""The one door for messages from a network: size, depth, numbers and texts are bounded before anything reads them.

Nothing here raises for what a stranger may send: a message gives its content or a :class:`~.events.Reject`. JSON is
read with orjson where it is installed and with the standard library otherwise; both give the same answers.
"""

from __future__ import annotations

import importlib
import json
import math
import re
from itertools import accumulate
from typing import Any, Callable, Optional, Union

from .events import Reject

MAX_PAYLOAD = 64 * 1024  # bytes; a LoRaWAN uplink in JSON has about 1 to 4 KiB
MAX_DEPTH = 32  # objects and lists inside one another
MAX_KEYS = 512  # names in all objects of a message together
MAX_STRING = 4096  # bytes of one text in UTF-8
MAX_TOPIC = 512  # characters
MAX_WHOLE = 2**53  # beyond, not every whole number is a double: kept as text
MAX_DETAIL = 200  # characters of the detail of a reject

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)  # a string without its end is one too: linear time
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_DIGITS_TO_ZERO = bytes(ord("0") if chr(byte) in "123456789" else byte for byte in range(256))
_SIXTEEN = b"0" * 16
_LONG_DIGITS = re.compile(rb'(?:^|[^"\w.])-?\d{16}')
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


class _NotFiniteError(ValueError):
    """A number that is none: NaN, infinity, or too large for a double."""


def _refuse_constant(_: str) -> None:
    raise _NotFiniteError


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise _NotFiniteError
    return value


def _whole_or_text(digits: str) -> Union[int, str]:
    if len(digits) > 17:  # sign and 16 digits; int() of thousands of digits takes quadratic time
        return digits
    value = int(digits)
    return value if abs(value) <= MAX_WHOLE else digits


_STRICT = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite, parse_int=_whole_or_text)


def fast_loads() -> Optional[Callable[[bytes], Any]]:
    """Return orjson's reader, or None where orjson is not installed."""
    try:
        return importlib.import_module("orjson").loads
    except ImportError:
        return None


FAST = fast_loads()


def shown(text: object) -> str:
    """Return a text as the detail of a reject: at most 200 characters, one line, no control characters."""
    return _UNPRINTABLE.sub(" ", str(text)[: 2 * MAX_DETAIL])[:MAX_DETAIL]


def reject(reason: str, detail: object = "", topic: str = "") -> Reject:
    """Return a reject whose detail and topic are safe to store and to show."""
    return Reject(reason, shown(detail), _UNPRINTABLE.sub(" ", topic[:MAX_TOPIC]))


def topic_problem(topic: str) -> str:
    """Return what is wrong with the topic of a received message, empty when nothing is."""
    if not topic:
        return "the topic is empty"
    if len(topic) > MAX_TOPIC:
        return f"the topic has {len(topic)} characters, at most {MAX_TOPIC} are taken"
    if "#" in topic or "+" in topic:
        return "the topic holds a wildcard"
    if _UNPRINTABLE.search(topic):
        return "the topic holds control characters"
    return ""


def depth(payload: bytes) -> int:
    """Return how deep the objects and lists of a JSON text go, without parsing it; what is in strings does not count.

    An upper bound is returned at once where it is within the limit, which is so for nearly every message.
    """
    openers = payload.count(b"{") + payload.count(b"[")
    if openers <= MAX_DEPTH:
        return openers
    brackets = _STRING.sub(b"", payload).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def read_json(payload: bytes, topic: str = "", loads: Optional[Callable[[bytes], Any]] = FAST) -> Any:
    """Return the content of a JSON message, or a :class:`~.events.Reject`.

    Whole numbers beyond 2**53 come as text, digit for digit.

    Parameters
    ----------
    payload : bytes
    topic : str
        For the reject.
    loads : callable or None
        A fast reader of JSON that refuses what is not RFC 8259; None for the standard library's.

    Returns
    -------
    object or Reject
        ``too_large``, ``too_deep``, ``not_utf8``, ``not_finite``, ``not_json``, ``too_many_keys``, ``too_long``.
    """
    size = len(payload)
    if size > MAX_PAYLOAD:
        return reject("too_large", f"{size} bytes, at most {MAX_PAYLOAD} are taken", topic)
    if depth(payload) > MAX_DEPTH:
        return reject("too_deep", f"more than {MAX_DEPTH} objects or lists inside one another", topic)
    content: Any = None
    # Where a whole number may be too long for a double, the reader that keeps its digits takes over.
    read = loads is not None and not _has_long_number(payload)
    if read:
        try:
            content = loads(payload)
        except ValueError:
            read = False  # the slow reader tells what is wrong
    if not read:
        content = _read_strictly(payload, topic)
        if isinstance(content, Reject):
            return content
    # Each name of an object has its colon, and no text is longer than the message: most messages need no walk.
    if size > MAX_STRING or payload.count(b":") > MAX_KEYS:
        return _within_limits(content, topic)
    return content


def _has_long_number(payload: bytes) -> bool:
    """Return whether a whole number of 16 digits or more may be there; a fast look first, since nearly none has."""
    return _SIXTEEN in payload.translate(_DIGITS_TO_ZERO) and _LONG_DIGITS.search(payload) is not None


def _read_strictly(payload: bytes, topic: str) -> Any:
    try:
        content = _STRICT.decode(payload.decode("utf-8"))
    except UnicodeDecodeError as error:
        return reject("not_utf8", f"byte {error.start}: {error.reason}", topic)
    except _NotFiniteError:
        return reject("not_finite", "NaN, infinity or a number too large", topic)
    except ValueError as error:
        return reject("not_json", error, topic)
    if _SURROGATE.search(payload) and not _is_text(content):
        return reject("not_utf8", "half of a surrogate pair", topic)
    return content


def _is_text(content: Any) -> bool:
    """Return whether all texts can be written in UTF-8."""
    try:
        json.dumps(content, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _within_limits(content: Any, topic: str) -> Any:
    """Return the content, or a reject where it has too many names or a text is too long."""
    keys = 0
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            keys += len(value)
            if keys > MAX_KEYS:
                return reject("too_many_keys", f"more than {MAX_KEYS} names", topic)
            waiting.extend(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, str) and len(value) * 3 > MAX_STRING and len(value.encode("utf-8")) > MAX_STRING:
            return reject("too_long", f"a text of {len(value)} characters, at most {MAX_STRING} bytes are taken", topic)
    return content
