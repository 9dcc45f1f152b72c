"""Sentences for the user: errors that name a cause and a remedy, and the end of a cancelled run.

Science modules and the bridge raise :class:`InputError` with an English template and its values; the
algorithm base translates the template before it is shown, so one sentence serves every language.
"""

from __future__ import annotations


class InputError(ValueError):
    """An input that the user can mend.

    Parameters
    ----------
    sentence : str
        English sentence, a ``str.format`` template: what is wrong and what to do.
    **values
        Values of the template, already in the unit named by the sentence.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence = sentence
        self.values = values

    def __reduce__(self):
        """Keep template and values when a cluster worker sends the error back."""
        return (_rebuild, (type(self), self.sentence, self.values))


def _rebuild(kind: type[InputError], sentence: str, values: dict[str, object]) -> InputError:
    return kind(sentence, **values)


class RunCancelledError(Exception):
    """The user cancelled; nothing was written."""
