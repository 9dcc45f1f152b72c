"""Values of a command as a user writes them: ``70``, or ``opening=70; mode=eco``."""

from __future__ import annotations

import math

from ...errors import InputError
from ..codecs.fields import Field
from ..events import Value
from .templates import CommandTemplate

_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def read_values(template: CommandTemplate, written: str) -> dict[str, Value]:
    """Return the values of the fields of a command.

    Parameters
    ----------
    template : CommandTemplate
    written : str
        One value where the command has one field; otherwise ``field=value``, separated by semicolons.

    Raises
    ------
    InputError
        When a field is not the command's, is missing, stands twice, or has a value of another kind.
    """
    known = {one.name: one for one in template.body.fields}
    text = written.strip()
    if "=" not in text and len(known) == 1 and text:
        (only,) = known.values()
        return {only.name: _value(only, text)}
    found: dict[str, Value] = {}
    for part in filter(None, (item.strip() for item in text.split(";"))):
        name, mark, value = (piece.strip() for piece in part.partition("="))
        if not mark or name not in known or name in found:
            raise InputError(
                "“{part}” is not a value of the command {command}; write {fields}.",
                part=part,
                command=template.name,
                fields="; ".join(f"{one}=…" for one in known) or "-",
            )
        found[name] = _value(known[name], value)
    missing = [name for name in known if name not in found]
    if missing:
        raise InputError(
            "The command {command} needs a value for {fields}.", command=template.name, fields=", ".join(missing)
        )
    return found


def _value(field: Field, text: str) -> Value:
    if field.texts:
        return text
    if field.boolean:
        if text.lower() in (*_YES, *_NO):
            return text.lower() in _YES
        raise InputError("{field} is true or false, not {value}.", field=field.name, value=text)
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError("{field} is a number, not {value}.", field=field.name, value=text)
    return number
