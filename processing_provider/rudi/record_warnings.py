"""What a record that was read has that is not as it should be: one code, one sentence, one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import InputError

# The sentences are InputError templates so that they are translated like every other sentence.
SENTENCES: Mapping[str, InputError] = {
    "not_an_object": InputError("The record is not an object with fields; nothing can be read from it."),
    "wrong_type": InputError("This field does not hold what is expected here; it was left out."),
    "text_from_number": InputError("This field should be text but holds a number; it was read as text."),
    "number_from_text": InputError("This field should be a number but holds text; the number was read from it."),
    "missing_id": InputError("The record has no identifier; one was made from its content."),
    "missing_title": InputError("The record has no title."),
    "missing_producer": InputError("The record names no producer."),
    "null_media": InputError("One of the files or services is empty (null); it was left out."),
    "no_media": InputError("The record has no file and no service: there is nothing to download or display."),
    "missing_url": InputError("This file or service has no address; it can be neither downloaded nor displayed."),
    "relative_url": InputError("The address is relative to the portal; it is completed when it is used."),
    "unsafe_url": InputError("The address does not begin with http or https; it will not be opened."),
    "credentials_in_url": InputError("The address holds a user name or password; it was removed from what is shown."),
    "missing_contract": InputError("The way to use the address (interface contract) is not given; it was guessed."),
    "unknown_theme": InputError("The theme is neither a code nor a label of the list; it was kept as it is."),
    "theme_label": InputError("The theme is given by its label and not by its code; the code was found."),
    "missing_licence": InputError("The licence is missing: ask the producer before using the data."),
    "unknown_licence": InputError("The licence is not one of the list; read its terms before using the data."),
    "licence_conflict": InputError(
        "The name of the licence and its address are those of two different licences; ask the producer which applies."
    ),
    "unknown_checksum": InputError("The checksum is not a real one; the file cannot be verified after download."),
    "bad_size": InputError("The size of the file is not a positive whole number; it is taken as unknown."),
    "bad_date": InputError("This date cannot be read; it is taken as unknown."),
    "dates_order": InputError("The end comes before the beginning."),
    "bad_language": InputError("The language code is missing or unknown."),
    "missing_bbox": InputError("The record has no extent; it will not be found by a search on the map."),
    "bbox_incomplete": InputError("The extent lacks one of its four sides; it is taken as unknown."),
    "bbox_inverted_latitude": InputError("The north of the extent is south of its south; the two were exchanged."),
    "bbox_inverted_longitude": InputError("The west of the extent is east of its east; the two were exchanged."),
    "bbox_out_of_range": InputError("The extent is not in degrees of longitude and latitude; it is taken as unknown."),
    "bbox_world": InputError("The extent is the whole world, which says nothing of where the data are."),
    "bbox_point": InputError("The extent is a point or a line without width."),
    "too_long": InputError("This text is too long to be shown in full; it was cut."),
    "too_many": InputError("There are too many items here; only the first {limit} were read."),
    "gdpr_open": InputError("The record says that it holds personal data and yet that its access is not restricted."),
}


@dataclass(frozen=True)
class RecordWarning:
    """One thing that is not as it should be in a record.

    Attributes
    ----------
    code : str
        Key of ``SENTENCES``.
    path : str
        Where, as ``available_formats[0].checksum``.
    values : dict
        Values of the sentence.
    """

    code: str
    path: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def error(self) -> InputError:
        """The sentence with its values, to be translated and shown."""
        template = SENTENCES[self.code]
        return type(template)(template.sentence, **self.values)

    def __str__(self) -> str:
        return f"{self.path}: {self.error}" if self.path else str(self.error)
