"""Full-text index of the catalogue, inside its SQLite file.

Two indexes answer the same questions with the same records: that of SQLite (FTS5) where it was compiled in,
and one of our own, a table of words, where it was not. Only the order of results may differ slightly.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Protocol

import numpy as np

from .search_text import SearchTerm, other_forms, stems

# Fields of a record in the index, in the order of its columns, and how much more a word counts there than in the
# summary. A last column, "forms", holds the plurals of all fields, so that a word is found while it is typed: they
# weigh nothing, their singular does.
FIELD_WEIGHTS = {"title": 10.0, "keywords": 6.0, "producer": 4.0, "synopsis": 3.0, "summary": 1.0}
# How fast repeating a word stops counting, as k1 of BM25 (Robertson and Zaragoza 2009, doi:10.1561/1500000019).
_SATURATION = 1.2
# A first letter finds half the catalogue in no order that means anything, and ranking it takes longest.
_RANKED_LENGTH = 2  # letters
_AFTER_ALL = "\U0010ffff"  # comes after every word that begins with what precedes it


class TextIndex(Protocol):
    """What both indexes do."""

    def create(self) -> None:
        """Make the tables of the index, empty."""

    def put(self, row: int, texts: dict[str, str]) -> None:
        """Add or replace the texts of a record."""

    def remove(self, row: int) -> None:
        """Take a record out of the index."""

    def search(self, terms: Iterable[SearchTerm]) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that hold all the words, shape (n,), and their scores in 0..1, shape (n,)."""


def has_fts5(connection: sqlite3.Connection) -> bool:
    """Return whether this SQLite was compiled with its full-text index."""
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.fts_probe USING fts5(x)")
        connection.execute("DROP TABLE temp.fts_probe")
    except sqlite3.OperationalError:
        return False
    return True


def _scaled(rows: list[int], scores: list[float]) -> tuple[np.ndarray, np.ndarray]:
    found = np.array(scores, dtype=float)
    highest = found.max() if len(found) else 0.0
    return np.array(rows, dtype=np.int64), found / highest if highest > 0 else np.ones(len(found))


class FtsIndex:
    """The index of SQLite; our words are already folded, so its tokenizer only has to split at spaces."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def create(self) -> None:
        """Make the virtual table, empty."""
        self._connection.execute("DROP TABLE IF EXISTS words")
        self._connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5("
            "title, keywords, producer, synopsis, summary, forms, tokenize='ascii', detail=column, prefix='1 2 3')"
        )

    def put(self, row: int, texts: dict[str, str]) -> None:
        """Add or replace the texts of a record."""
        self.remove(row)
        values = [*(stems(texts.get(name, "")) for name in FIELD_WEIGHTS), other_forms(" ".join(texts.values()))]
        self._connection.execute(
            "INSERT INTO words(rowid, title, keywords, producer, synopsis, summary, forms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [row, *values],
        )

    def remove(self, row: int) -> None:
        """Take a record out of the index."""
        self._connection.execute("DELETE FROM words WHERE rowid = ?", [row])

    def search(self, terms: Iterable[SearchTerm]) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that hold all the words and their scores in 0..1, shape (n,)."""
        listed = list(terms)
        wanted = " AND ".join(
            f'("{term.stem}" OR "{term.prefix}"*)' if term.prefix else f'"{term.stem}"' for term in listed
        )
        if not wanted:
            return _scaled([], [])
        if all(len(term.stem) < _RANKED_LENGTH for term in listed):
            rows = self._connection.execute("SELECT rowid FROM words WHERE words MATCH ?", [wanted]).fetchall()
            return _scaled([row for (row,) in rows], [1.0] * len(rows))
        found = self._connection.execute(
            "SELECT rowid, -bm25(words, ?, ?, ?, ?, ?, 0.0) FROM words WHERE words MATCH ?",
            [*FIELD_WEIGHTS.values(), wanted],
        ).fetchall()
        return _scaled([row for row, _ in found], [score for _, score in found])


class PostingIndex:
    """Our own index: for every word, the records that hold it and how much it counts there."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def create(self) -> None:
        """Make the table, empty, and its way back from records to words."""
        self._connection.execute("DROP TABLE IF EXISTS posting")
        self._connection.execute(
            "CREATE TABLE posting(word TEXT, dataset INTEGER, weight REAL, PRIMARY KEY(word, dataset)) WITHOUT ROWID"
        )
        self._connection.execute("CREATE INDEX posting_dataset ON posting(dataset)")

    def put(self, row: int, texts: dict[str, str]) -> None:
        """Add or replace the texts of a record."""
        self.remove(row)
        weights = dict.fromkeys(other_forms(" ".join(texts.values())).split(), 0.0)
        for name, weight in FIELD_WEIGHTS.items():
            for word in stems(texts.get(name, "")).split():
                weights[word] = weights.get(word, 0.0) + weight
        self._connection.executemany(
            "INSERT INTO posting(word, dataset, weight) VALUES (?, ?, ?)",
            [(word, row, weight) for word, weight in weights.items()],
        )

    def remove(self, row: int) -> None:
        """Take a record out of the index."""
        self._connection.execute("DELETE FROM posting WHERE dataset = ?", [row])

    def search(self, terms: Iterable[SearchTerm]) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that hold all the words and their scores in 0..1, shape (n,)."""
        (total,) = self._connection.execute("SELECT count(*) FROM dataset WHERE deleted_at IS NULL").fetchone()
        scores: dict[int, float] = {}
        for number, term in enumerate(terms):
            weights = self._weights(term)
            rarity = float(np.log1p((total - len(weights) + 0.5) / (len(weights) + 0.5)))
            kept = weights if number == 0 else scores.keys() & weights.keys()
            scores = {row: scores.get(row, 0.0) + rarity * weights[row] / (weights[row] + _SATURATION) for row in kept}
        return _scaled(list(scores), list(scores.values()))

    def _weights(self, term: SearchTerm) -> dict[int, float]:
        if not term.prefix:
            return dict(self._connection.execute("SELECT dataset, weight FROM posting WHERE word = ?", [term.stem]))
        return dict(
            self._connection.execute(
                "SELECT dataset, sum(weight) FROM posting WHERE word = ? OR (word >= ? AND word < ?) GROUP BY dataset",
                [term.stem, term.prefix, term.prefix + _AFTER_ALL],
            )
        )
