"""The one catalogue of what can be wrong with a record: code of the portal, severity, sentence.

The codes are those of the portal's integration reports, so that what is found here before publishing and
what the portal answers after are told in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import InputError

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Message:
    """A sentence of the catalogue.

    Attributes
    ----------
    code : str
        ``ERR-101`` to ``ERR-500``.
    severity : str
        ``error`` (the portal refuses the record) or ``warning`` (it accepts it, yet someone will stumble).
    template : InputError
        The sentence, its values between braces.
    strict : bool
        A warning that becomes an error when checking strictly: some portals refuse it.
    """

    code: str
    severity: str
    template: InputError
    strict: bool = False


MESSAGES: Mapping[str, Message] = {
    "malformed": Message("ERR-101", ERROR, InputError("The record is not an object with fields: check the file.")),
    "unknown_field": Message(
        "ERR-102",
        WARNING,
        InputError("The field {name} does not exist in version {version} of the records: remove it or check its name."),
        strict=True,
    ),
    "unsupported_version": Message(
        "ERR-106",
        ERROR,
        InputError("The version {found} of the records is not known: give one from 1.2.0 to 1.4.1."),
    ),
    "not_text": Message("ERR-201", ERROR, InputError("This must be text, between quotes.")),
    "not_number": Message("ERR-201", ERROR, InputError("This must be a number, without quotes.")),
    "not_whole": Message("ERR-201", ERROR, InputError("This must be a whole number, without quotes.")),
    "not_flag": Message("ERR-201", ERROR, InputError("This must be true or false, without quotes.")),
    "not_list": Message("ERR-201", ERROR, InputError("This must be a list, between square brackets.")),
    "not_object": Message("ERR-201", ERROR, InputError("This must be an object with fields, between braces.")),
    "null_value": Message("ERR-201", ERROR, InputError("This is empty (null): fill it in or remove it.")),
    "required": Message("ERR-202", ERROR, InputError("The field {name} is required: fill it in.")),
    "too_few": Message("ERR-202", ERROR, InputError("At least {count} is needed here.")),
    "too_long": Message("ERR-203", ERROR, InputError("This has {length} characters and may have {limit}: shorten it.")),
    "longer_than_advised": Message(
        "ERR-203", WARNING, InputError("This has {length} characters; {limit} at most are advised.")
    ),
    "forbidden_characters": Message(
        "ERR-301", ERROR, InputError("This contains characters that cannot be shown: type it again.")
    ),
    "script": Message("ERR-301", ERROR, InputError("This contains a script or an active page element: remove it.")),
    "not_in_list": Message("ERR-302", ERROR, InputError("“{found}” is not one of the values allowed: {allowed}.")),
    "unknown_theme": Message(
        "ERR-302", WARNING, InputError("“{found}” is not a theme of the list: the portal may refuse it."), strict=True
    ),
    "theme_label": Message(
        "ERR-302", WARNING, InputError("“{found}” is the label of a theme: write its code, {code}."), strict=True
    ),
    "unlisted_file_type": Message(
        "ERR-302", WARNING, InputError("The file type {found} is not in the list of the nodes: some refuse it.")
    ),
    "unlisted_contract": Message(
        "ERR-302", WARNING, InputError("The interface contract “{found}” is not one that the portal can display.")
    ),
    "out_of_range": Message("ERR-303", ERROR, InputError("{found} is not between {minimum} and {maximum}.")),
    "dates_order": Message("ERR-303", ERROR, InputError("The end comes before the beginning: exchange the two dates.")),
    "updated_before_created": Message(
        "ERR-303", WARNING, InputError("The date of update comes before the date of creation: check both.")
    ),
    "bbox_inverted": Message(
        "ERR-303",
        WARNING,
        InputError("The north of the extent is south of its south, or its west east of its east: exchange them."),
    ),
    "bbox_world": Message(
        "ERR-303", WARNING, InputError("The extent is the whole world: give that of the data, so that a map finds it.")
    ),
    "ring_not_closed": Message(
        "ERR-303", WARNING, InputError("A ring of the geographic distribution does not end where it begins: close it.")
    ),
    "duplicate": Message("ERR-304", ERROR, InputError("The identifier {found} is used twice in the record.")),
    "selfdata_open": Message(
        "ERR-305", WARNING, InputError("The record is about each person’s own data and its access is not restricted.")
    ),
    "gdpr_open": Message(
        "ERR-306", ERROR, InputError("Data that are sensitive under the GDPR must have a restricted access.")
    ),
    "bad_uuid": Message(
        "ERR-307", ERROR, InputError("“{found}” is not an identifier of the form 8-4-4-4-12 hexadecimal digits.")
    ),
    "bad_date": Message(
        "ERR-307", ERROR, InputError("“{found}” is not a date such as 2024-05-31T09:00:00Z: write it so.")
    ),
    "bad_email": Message("ERR-307", ERROR, InputError("“{found}” is not an e-mail address.")),
    "bad_format": Message(
        "ERR-307", ERROR, InputError("“{found}” does not have the form expected, that of {example}.")
    ),
    "bad_address": Message(
        "ERR-307", WARNING, InputError("“{found}” is not an address that begins with http:// or https://.")
    ),
    "unreadable_address": Message(
        "ERR-307", ERROR, InputError("“{found}” cannot be read as an address: check it, and that it has no space.")
    ),
    "credentials": Message(
        "ERR-307", WARNING, InputError("The address holds a user name or a password, which everybody will read.")
    ),
    "placeholder": Message(
        "ERR-307", WARNING, InputError("“{found}” is a mark to be replaced by a value before the record is sent.")
    ),
    "unknown_checksum": Message(
        "ERR-307", WARNING, InputError("The checksum is no {algorithm} digest: the file cannot be verified.")
    ),
    "empty_text": Message("ERR-308", ERROR, InputError("This is empty: fill it in or remove the field.")),
    "connector_parameters": Message(
        "ERR-405", ERROR, InputError("A {contract} service needs the parameters {missing}: add them.")
    ),
    # What only the portal can know; its reports are told with these.
    "missing_parameter": Message("ERR-103", ERROR, InputError("The portal was not given a parameter that it needs.")),
    "unknown_dataset": Message("ERR-104", ERROR, InputError("The portal does not know this dataset.")),
    "rights": Message(
        "ERR-110",
        ERROR,
        InputError("The portal does not let this node publish for this organisation: ask its team to declare both."),
    ),
    "not_creator": Message("ERR-403", ERROR, InputError("Only the node that created the record may change it.")),
    "portal_failure": Message(
        "ERR-500", ERROR, InputError("The portal failed while it read the record: try again, then write to its team.")
    ),
}
_GENERAL = {
    "ERR-101": "malformed",
    "ERR-103": "missing_parameter",
    "ERR-104": "unknown_dataset",
    "ERR-110": "rights",
    "ERR-111": "rights",
    "ERR-112": "rights",
    "ERR-113": "rights",
    "ERR-305": "selfdata_open",
    "ERR-306": "gdpr_open",
    "ERR-308": "empty_text",
    "ERR-403": "not_creator",
    "ERR-500": "portal_failure",
}


def portal_sentence(code: str, message: str = "") -> InputError:
    """Return the sentence of a code of a portal's report, the portal's own message where ours needs values.

    Parameters
    ----------
    code : str
        ``ERR-…``.
    message : str
        What the portal says beside it.
    """
    key = _GENERAL.get(code.strip().upper())
    if key:
        return MESSAGES[key].template
    return InputError("The portal answers {code}: {message}.", code=code or "-", message=message.rstrip(". ") or "-")
