"""Devices that the user declares: with a place, a name and a period, and not counted as unknown."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional

from ...errors import InputError
from .schema import insert
from .writer import next_revision, place_device


@dataclass(frozen=True)
class Declaration:
    """What the user says of a device.

    Attributes
    ----------
    uid : str
        EUI in 16 hexadecimal digits, or what identifies the device in its network.
    name, site, profile : str
        Empty: left as they are.
    period_s : float or None
        Expected time between two messages [s].
    longitude, latitude : float or None
        [degrees, WGS 84]; None: not on the map.
    out_of_service : bool or None
        None: left as it is.
    """

    uid: str
    name: str = ""
    site: str = ""
    profile: str = ""
    period_s: Optional[float] = None
    longitude: Optional[float] = None
    latitude: Optional[float] = None
    out_of_service: Optional[bool] = None


def device_uid(text: str) -> str:
    """Return the identifier of a device as the store writes it: an EUI in small letters without separators."""
    plain = text.strip().replace("-", "").replace(":", "").replace(" ", "")
    if len(plain) == 16 and all(letter in "0123456789abcdefABCDEF" for letter in plain):
        return plain.lower()
    return text.strip()


def declare_devices(database: Any, declarations: Iterable[Declaration]) -> tuple[int, int]:
    """Declare devices, in one transaction; recorders see them at their next batch.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    declarations : iterable of Declaration

    Returns
    -------
    tuple of int
        Devices that are new, and devices that the store knew.

    Raises
    ------
    InputError
        When an identifier is empty or stands twice, or a period is not positive.
    """
    wanted: dict[str, Declaration] = {}
    for item in declarations:
        uid = device_uid(item.uid)
        if not uid:
            raise InputError("A device has no identifier.")
        if uid in wanted:
            raise InputError("The device {uid} is declared twice.", uid=uid)
        if item.period_s is not None and not item.period_s > 0:
            raise InputError("The period of the device {uid} is not a positive number of seconds.", uid=uid)
        wanted[uid] = item
    database.begin()
    try:
        counts = _declare(database, wanted)
        database.commit()
    except BaseException:
        database.rollback()
        raise
    return counts


def _declare(database: Any, wanted: dict[str, Declaration]) -> tuple[int, int]:
    revision = next_revision(database, registry=True)
    known = {uid: number for number, uid in database.query("SELECT id, uid FROM device")}
    following = max(known.values(), default=0) + 1
    now = int(time.time() * 1000)
    made = []
    for uid in wanted:
        if uid not in known:
            known[uid] = following
            eui = uid if len(uid) == 16 and device_uid(uid) == uid and _is_hexadecimal(uid) else None
            made.append((following, uid, eui, "", "", 1, now, revision))
            following += 1
    columns = ("id", "uid", "dev_eui", "source", "network_id", "declared", "created", "revision")
    if made:
        database.insert(insert("device", columns), made)
    for uid, item in wanted.items():
        database.execute(
            "UPDATE device SET declared = 1, name = COALESCE(?, name), site = COALESCE(?, site), "
            "profile = COALESCE(?, profile), period_s = COALESCE(?, period_s), "
            "out_of_service = COALESCE(?, out_of_service), revision = ? WHERE id = ?",
            (
                item.name or None,
                item.site or None,
                item.profile or None,
                item.period_s,
                None if item.out_of_service is None else int(item.out_of_service),
                revision,
                known[uid],
            ),
        )
        if item.longitude is not None and item.latitude is not None:
            place_device(database, known[uid], item.longitude, item.latitude, None, revision)
        database.execute("DELETE FROM quarantine WHERE uid = ?", (uid,))
    return len(made), len(wanted) - len(made)


def _is_hexadecimal(text: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in text)
