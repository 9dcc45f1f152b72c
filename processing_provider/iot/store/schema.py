"""The tables of a store, declared once for every database.

Times are whole milliseconds since 1970, UTC. Devices and metrics are numbered; a series is numbered
``device * METRICS + metric``, so that it needs no table to be found. Every table that a screen follows carries
``revision``, the number of the commit that last changed the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SCHEMA_VERSION = 1
METRICS = 4096  # numbers kept for the metrics of one device; with 2**19 devices a series number fits in 31 bits
STEPS_MS = {"obs_15min": 900_000, "obs_1h": 3_600_000, "obs_1d": 86_400_000}  # length of a bucket [ms]
SRS = 4326  # longitude and latitude, WGS 84

INTEGER, REAL, TEXT, BYTES, POINT = "integer", "real", "text", "bytes", "point"


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes
    ----------
    name : str
    columns : tuple of (name, type)
    key : tuple of str
        Primary key.
    numbered : bool
        Whether the database numbers the rows itself; the key is then ``id``.
    unique : tuple of tuple of str
    indexes : tuple of tuple of str
    listed : str
        How a GeoPackage lists it: ``features``, ``attributes``, or nothing for long series.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    numbered: bool = False
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    listed: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(name for name, _ in self.columns)


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    kinds = {"i": INTEGER, "r": REAL, "t": TEXT, "b": BYTES, "p": POINT}
    pairs = (word.rsplit(":", 1) for word in text.split())
    return tuple((name, kinds[kind]) for name, kind in pairs)


def _aggregate(name: str) -> Table:
    return Table(name, _columns("ds:i t:i mean:r low:r high:r last:r n:i q:i"), ("ds", "t"))


TABLES = (
    Table("store_facts", _columns("name:t value:t"), ("name",)),
    # revision: of the last commit. registry: changes when devices or metrics do, so that writers read them again.
    Table("revision", _columns("id:i revision:i registry:i"), ("id",)),
    Table(
        "device",
        _columns(
            "id:i geom:p uid:t dev_eui:t source:t network_id:t name:t site:t profile:t period_s:r altitude_m:r "
            "declared:i out_of_service:i created:i revision:i"
        ),
        ("id",),
        unique=(("uid",),),
        listed="features",
    ),
    Table(
        "device_state",
        _columns(
            "device:i revision:i last_seen:i last_up:i counter:i session:i rssi:r snr:r spreading_factor:i gateways:i "
            "margin_db:r battery_percent:r external_power:i skew_ms:i received:i duplicates:i simulated:i "
            "loss_24h_percent:r alarm_priority:i"
        ),
        ("device",),
        listed="attributes",
    ),
    Table("presence", _columns("id:i state:t"), ("id",), listed="attributes"),
    Table("metric", _columns("id:i name:t"), ("id",), unique=(("name",),), listed="attributes"),
    Table(
        "datastream",
        _columns("id:i device:i metric:i unit:t kind:t created:i"),
        ("id",),
        listed="attributes",
    ),
    Table("datastream_state", _columns("ds:i revision:i t:i v:r q:i text:t"), ("ds",), listed="attributes"),
    Table("obs", _columns("ds:i t:i v:r q:i"), ("ds", "t")),
    Table("obs_text", _columns("ds:i t:i text:t"), ("ds", "t")),
    *(_aggregate(name) for name in STEPS_MS),
    Table(
        "frame",
        _columns(
            "device:i t:i content:i received:i counter:i session:i port:i data_rate:i spreading_factor:i bandwidth:i "
            "frequency:i rssi:r snr:r gateways:i receptions:b payload_size:i confirmed:i simulated:i"
        ),
        ("device", "t", "content"),
    ),
    Table(
        "frame_duplicate",
        _columns("id:i device:i t:i received:i counter:i session:i content:i"),
        ("id",),
        numbered=True,
    ),
    Table(
        "event",
        _columns("id:i t:i received:i device:i kind:t command:t acknowledged:i counter:i text:t detail:t"),
        ("id",),
        numbered=True,
        indexes=(("device", "t"), ("command",)),
        listed="attributes",
    ),
    Table(
        "gateway",
        _columns("id:i geom:p uid:t source:t name:t altitude_m:r last_seen:i frames:i revision:i"),
        ("id",),
        unique=(("uid",),),
        listed="features",
    ),
    Table("gateway_stats", _columns("gateway:i t:i detail:t"), ("gateway", "t")),
    # device: its number, or minus that of a gateway. ds: 0 where a rule watches no metric. content: facts of the state
    # and of the delays, for the recorder to go on from.
    Table(
        "alarm",
        _columns(
            "id:i rule:t device:i ds:i state:t priority:i raised:i changed:i acknowledged:i acknowledged_by:t "
            "shelved_until:i reason:t value:r revision:i content:t"
        ),
        ("id",),
        numbered=True,
        unique=(("rule", "device", "ds"),),
        listed="attributes",
    ),
    # What operators ask of alarms; the recorder does it at its next look and notes when, or why not.
    Table(
        "alarm_action",
        _columns("id:i t:i alarm:i action:t who:t reason:t until:i applied:i refused:t"),
        ("id",),
        numbered=True,
        indexes=(("applied",),),
    ),
    Table(
        "alarm_journal",
        _columns("id:i t:i rule:t device:i ds:i from_state:t to_state:t cause:t value:r who:t text:t"),
        ("id",),
        numbered=True,
        indexes=(("t",),),
        listed="attributes",
    ),
    Table(
        "command",
        _columns(
            "id:i reference:t device:i template:t value:t port:i payload:b state:t created:i changed:i expires:i "
            "issuer:t evidence:t revision:i"
        ),
        ("id",),
        numbered=True,
        unique=(("reference",),),
        listed="attributes",
    ),
    Table(
        "audit",
        _columns("id:i t:i who:t action:t subject:t content:t previous_hash:t hash:t"),
        ("id",),
        numbered=True,
        unique=(("hash",),),
        listed="attributes",
    ),
    Table("raw", _columns("id:i received:i topic:t payload:b"), ("id",)),
    Table(
        "reject",
        _columns("id:i received:i topic:t reason:t detail:t payload:b n:i"),
        ("id",),
        numbered=True,
        listed="attributes",
    ),
    Table(
        "quarantine",
        _columns("uid:t source:t name:t first:i last:i n:i"),
        ("uid",),
    ),
    # Which messages of the broker the last commits took: see processing_provider/iot/recorder/deliveries.py.
    Table("delivery", _columns("id:i client:t content:b"), ("id",), numbered=True),
)
BY_NAME = {table.name: table for table in TABLES}

# State of a device from the age of its last message: late after 2.2 periods, lost after 4, both plus 60 s.
# False "lost" happens about p**4 of the time when a share p of messages is lost.
LATE_PERIODS, LOST_PERIODS, GRACE_S = 2.2, 4.0, 60.0
LIVE_VIEW = "device_live"


PRESENCES = ((1, "never"), (2, "ok"), (3, "late"), (4, "lost"), (5, "out_of_service"))


def live_columns(now_ms: str) -> str:
    """Return the columns and tables of the view of devices beside their state.

    The word of the state comes from a table, since a GeoPackage wants columns of a declared type and a view has one
    for columns of tables only.

    Parameters
    ----------
    now_ms : str
        SQL of the present moment [ms].
    """
    age = " ".join(["(", now_ms, "- s.last_seen) / 1000.0"])
    return " ".join(
        [
            "d.geom AS geom, d.uid AS uid, d.dev_eui AS dev_eui, d.name AS name, d.site AS site,",
            "d.profile AS profile, d.period_s AS period_s, s.last_seen AS last_seen, p.state AS state,",
            "s.rssi AS rssi, s.snr AS snr, s.spreading_factor AS spreading_factor, s.gateways AS gateways,",
            "s.margin_db AS margin_db, s.battery_percent AS battery_percent, s.loss_24h_percent AS loss_24h_percent,",
            "s.alarm_priority AS alarm_priority, s.received AS received, s.revision AS revision",
            "FROM device d LEFT JOIN device_state s ON s.device = d.id JOIN presence p ON p.id =",
            "CASE WHEN d.out_of_service = 1 THEN 5 WHEN s.last_seen IS NULL THEN 1 WHEN d.period_s IS NULL THEN 2",
            f"WHEN {age} > {LOST_PERIODS} * d.period_s + {GRACE_S} THEN 4",
            f"WHEN {age} > {LATE_PERIODS} * d.period_s + {GRACE_S} THEN 3 ELSE 2 END",
        ]
    )


@dataclass(frozen=True)
class Insert:
    """An insertion of many rows.

    Attributes
    ----------
    table : str
    columns : tuple of str
    conflict : str
        What follows the values, such as ``ON CONFLICT (ds, t) DO NOTHING``.
    """

    table: str
    columns: tuple[str, ...]
    conflict: str = ""

    def sql(self, values: str) -> str:
        """Return the statement, with the given place of the values."""
        return " ".join(
            ["INSERT INTO", self.table, "(", ", ".join(self.columns), ") VALUES", values, self.conflict]
        ).rstrip()


def insert(table: str, columns: Sequence[str] = (), update: str = "", ignore: bool = False) -> Insert:
    """Return the insertion into a table of :data:`TABLES`.

    Parameters
    ----------
    table : str
    columns : sequence of str, optional
        All columns, without the number that the database gives, when absent.
    update : str, optional
        What to do for a row whose key exists: the text after ``DO UPDATE SET``.
    ignore : bool, optional
        Leave a row whose key exists as it is.
    """
    declared = BY_NAME[table]
    names = tuple(columns) or tuple(name for name in declared.names if not (declared.numbered and name == "id"))
    unknown = set(names) - set(declared.names)
    if unknown:
        raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
    target = ", ".join(declared.key)
    if update:
        conflict = " ".join(["ON CONFLICT (", target, ") DO UPDATE SET", update])
    else:
        conflict = "ON CONFLICT DO NOTHING" if ignore else ""
    return Insert(table, names, conflict)
