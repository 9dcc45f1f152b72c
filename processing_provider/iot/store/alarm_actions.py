"""What operators ask of alarms: written into the store in a short transaction, done by the recorder at its next look.

The recorder alone knows the delays of the alarms and writes their states; QGIS asks. What is asked while no recorder
runs waits for the next one, and is shown as done meanwhile.
"""

from __future__ import annotations

import time
from typing import Any, Optional

from ...errors import InputError
from ...rudi.accounts import Secret
from ..alarms.states import LONGEST_SHELF
from .alarm_rows import ACTIONS, act_on, alarm_state, pending_actions, possible
from .opening import Address, is_postgres, open_store
from .schema import insert
from .writer import next_revision

MOST_TEXT = 500  # characters of a reason
ASKED = insert("alarm_action", ("t", "alarm", "action", "who", "reason", "until"))


def ask_action(
    address: Address,
    alarm: int,
    action: str,
    who: str,
    reason: str = "",
    until: Optional[int] = None,
    password: Optional[Secret] = None,
) -> int:
    """Ask something of an alarm; waits at most 5 s for other writers, so not from the thread of a window.

    Parameters
    ----------
    address : str or Path
        Of the store.
    alarm : int
        Number of the alarm (:class:`.alarm_rows.AlarmRow`).
    action : str
        ``acknowledge``, ``reset`` (of a latched alarm), ``shelve``, ``unshelve``, ``take_out`` (of service) or
        ``put_back``.
    who : str
        Operator.
    reason : str
        Needed to shelve and to take out of service.
    until : int, optional
        End of the shelf [ms since 1970], within 24 h; 24 h from now when absent.
    password : Secret, optional
        Of a PostgreSQL store.

    Returns
    -------
    int
        Number of the commit.

    Raises
    ------
    InputError
        When it is not possible in the state that the alarm has once what was asked before is done, when the store is
        not there, or when it stayed locked.
    """
    if action not in ACTIONS:
        raise InputError("There is no action {action} on an alarm.", action=action)
    if not who.strip():
        raise InputError("Say who acts on the alarm.")
    if not is_postgres(address):
        open_store(address, read_only=True).close()  # a store that is not there is not made
    database = open_store(address, password=password)
    try:
        return _ask(database, alarm, action, who.strip(), " ".join(reason.split())[:MOST_TEXT], until)
    except InputError:
        raise
    except Exception as error:
        if database.failure(error) != "wait":
            raise
        raise InputError(
            "The store is busy or cannot be written; nothing was changed. Try again. ({reason})",
            reason=str(error).strip()[:200],
        ) from error
    finally:
        getattr(database, "leave", database.close)()


def _ask(database: Any, alarm: int, action: str, who: str, reason: str, until: Optional[int]) -> int:
    now = time.time_ns() // 1_000_000
    if action == "shelve" and until is None:
        until = now + LONGEST_SHELF
    database.begin()
    try:
        found = next(iter(database.query("SELECT content FROM alarm WHERE id = ?", (alarm,))), None)
        if found is None:
            raise InputError("The alarm {number} is not in the store.", number=alarm)
        state = alarm_state(found[0])
        for before, _, words, end, moment in pending_actions(database).get(alarm, []):
            possible(state, before, words or "", end, moment)
        act_on(state, action, reason, until, now)
        revision = next_revision(database)
        database.insert(ASKED, [(now, alarm, action, who, reason, until)])
        # Its row changes, so that those who follow revisions show it.
        database.execute("UPDATE alarm SET revision = ? WHERE id = ?", (revision, alarm))
        database.commit()
    except BaseException:
        database.rollback()
        raise
    return revision
