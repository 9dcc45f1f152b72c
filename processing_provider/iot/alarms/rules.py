"""Alarm rules, declared in YAML: what is watched, when it is an alarm, after how long, what to do.

A file of rules::

    rules:
      - name: boiler_too_hot
        metric: temperature
        when: ">"
        limit: 85            # unit of the metric
        deadband: 3
        on_delay: 60         # s
        on_samples: 2        # reporting periods; the longer of both holds
        off_delay: 60
        priority: 1          # 1 critical .. 4 low
        response: Stop the burner, call the operator on duty.
        devices: {site: Town hall}
        suppressed_by: [gateway_down]
      - name: silent
        kind: no_data
        on_samples: 4
        priority: 3
        response: Look at the battery, then at the gateway.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional, Union

from ...errors import InputError
from ..yaml_files import load_yaml

VALUE, NO_DATA = "value", "no_data"
OPERATORS = (">", ">=", "<", "<=", "==", "!=")
PRIORITIES = (1, 2, 3, 4)
SELECTORS = ("device", "name", "site", "profile")
MOST_RULES, MOST_DELAY, MOST_SAMPLES = 1000, 30 * 86_400.0, 1000
LONGEST_TEXT = 2000

_KEYS = {
    "name",
    "kind",
    "metric",
    "when",
    "limit",
    "deadband",
    "on_delay",
    "off_delay",
    "on_samples",
    "off_samples",
    "priority",
    "latching",
    "response",
    "devices",
    "suppressed_by",
}

Limit = Union[float, bool, str]


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes
    ----------
    name : str
    kind : str
        ``value`` or ``no_data``.
    metric : str
        Watched value; empty, for ``no_data`` only: any frame of the device.
    operator : str
        One of :data:`OPERATORS`; empty for ``no_data``.
    limit : float, bool, str or None
        In the unit of the metric.
    deadband : float
        h >= 0, in the unit of the metric.
    on_delay, off_delay : float
        [s].
    on_samples, off_samples : int
        The same in reporting periods of the device; the longer of both holds.
    priority : int
        1 critical .. 4 low.
    latching : bool
        Whether the alarm stays after the end of its cause, until it is reset by hand.
    response : str
        What the operator has to do.
    devices : dict
        Which devices: by device, name, site, profile, each a tuple of texts, all of which must match. Empty: all.
    suppressed_by : tuple of str
        Rules that, active on the same device or on what it depends on (its only gateway), suppress this one.
    """

    name: str
    kind: str = VALUE
    metric: str = ""
    operator: str = ""
    limit: Optional[Limit] = None
    deadband: float = 0.0
    on_delay: float = 0.0
    off_delay: float = 0.0
    on_samples: int = 0
    off_samples: int = 0
    priority: int = 3
    latching: bool = False
    response: str = ""
    devices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    suppressed_by: tuple[str, ...] = ()

    def concerns(self, device: str, name: str = "", site: str = "", profile: str = "") -> bool:
        """Return whether the rule watches a device."""
        described = {"device": device, "name": name, "site": site, "profile": profile}
        return all(described[key] in wanted for key, wanted in self.devices.items())

    def is_on(self, value: Limit) -> bool:
        """Return whether a value is beyond the limit."""
        if self.operator == "==":
            return _same(value, self.limit)
        if self.operator == "!=":
            return not _same(value, self.limit)
        if isinstance(value, str):
            return False
        number = float(value)
        return {
            ">": number > self.limit,
            ">=": number >= self.limit,
            "<": number < self.limit,
            "<=": number <= self.limit,
        }[self.operator]

    def is_off(self, value: Limit) -> bool:
        """Return whether a value ends the alarm: beyond the deadband, v < L − h for a high alarm.

        Without a deadband, whatever is not on is off: 0 ends the alarm "> 0".
        """
        if self.deadband == 0.0:
            return not self.is_on(value)
        if isinstance(value, str):
            return False
        if self.operator in (">", ">="):
            return float(value) < self.limit - self.deadband
        return float(value) > self.limit + self.deadband

    def fits(self, value: Any) -> bool:
        """Return whether a value can be compared with the limit: a finite number with a number, a text with a text."""
        if isinstance(value, str):
            return isinstance(self.limit, str)
        if isinstance(value, (bool, int, float)):
            return not isinstance(self.limit, str) and math.isfinite(value)
        return False

    def delay(self, on: bool, period: Optional[float]) -> int:
        """Return the delay [ms], the longer of seconds and samples; `period` of the device [ms], None unknown."""
        seconds, samples = (self.on_delay, self.on_samples) if on else (self.off_delay, self.off_samples)
        return math.ceil(max(1000.0 * seconds, samples * (period or 0.0)))


def _same(value: Limit, limit: Optional[Limit]) -> bool:
    if isinstance(value, str) or isinstance(limit, str):
        return value == limit
    return float(value) == float(limit)


class _Reader:
    """One declared rule, read key by key; each mistake is a sentence that names the rule and the key."""

    def __init__(self, content: Any, number: int) -> None:
        if not isinstance(content, dict):
            raise InputError("Rule {number} is not a list of keys and values.", number=number)
        self._content = content
        self.name = content.get("name")
        if not isinstance(self.name, str) or not self.name.strip() or len(self.name) > 100:
            raise InputError("Rule {number} needs a name of at most 100 characters.", number=number)
        unknown = sorted(str(key) for key in set(content) - _KEYS)
        if unknown:
            raise InputError("Rule {rule}: there is no key {key}.", rule=self.name, key=unknown[0][:100])

    def number(self, key: str, low: float, high: float, default: float = 0.0) -> float:
        value = self._content.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise InputError(
                "Rule {rule}: {key} must be a number from {low:g} to {high:g}.",
                rule=self.name,
                key=key,
                low=low,
                high=high,
            )
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int = 0) -> int:
        value = self.number(key, low, high, default)
        if value != int(value):
            raise InputError("Rule {rule}: {key} must be a whole number.", rule=self.name, key=key)
        return int(value)

    def text(self, key: str) -> str:
        value = self._content.get(key, "")
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise InputError(
                "Rule {rule}: {key} must be a text of at most {most} characters.",
                rule=self.name,
                key=key,
                most=LONGEST_TEXT,
            )
        return value.strip()

    def choice(self, key: str, choices: Iterable[str], default: str = "") -> str:
        value = self._content.get(key, default)
        if not isinstance(value, str) or value not in choices:
            raise InputError(
                "Rule {rule}: {key} must be one of {choices}.", rule=self.name, key=key, choices=" ".join(choices)
            )
        return value

    def flag(self, key: str) -> bool:
        value = self._content.get(key, False)
        if not isinstance(value, bool):
            raise InputError("Rule {rule}: {key} must be true or false.", rule=self.name, key=key)
        return value

    def texts(self, key: str, value: Any) -> tuple[str, ...]:
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise InputError("Rule {rule}: {key} must be a text or a list of texts.", rule=self.name, key=key)
        return tuple(value)

    def limit(self) -> Limit:
        value = self._content.get("limit")
        if isinstance(value, (bool, str)):
            return value
        if isinstance(value, (int, float)) and math.isfinite(value):
            return float(value)
        raise InputError("Rule {rule}: limit must be a number, a text, or true or false.", rule=self.name)

    def selectors(self) -> dict[str, tuple[str, ...]]:
        given = self._content.get("devices", {})
        if not isinstance(given, dict) or set(given) - set(SELECTORS):
            raise InputError(
                "Rule {rule}: devices are chosen by {keys} only.", rule=self.name, keys=", ".join(SELECTORS)
            )
        return {key: self.texts(key, value) for key, value in given.items()}

    def rule(self) -> Rule:
        kind = self.choice("kind", (VALUE, NO_DATA), VALUE)
        watched = {"metric": self.text("metric")}
        if kind == VALUE:
            if not watched["metric"]:
                raise InputError("Rule {rule} watches no metric.", rule=self.name)
            watched["operator"] = self.choice("when", OPERATORS)
            watched["limit"] = self.limit()
            watched["deadband"] = self.number("deadband", 0.0, 1e9)
        elif {"when", "limit", "deadband"} & set(self._content):
            raise InputError("Rule {rule} is about silence; it takes no when, limit or deadband.", rule=self.name)
        rule = Rule(
            self.name.strip(),
            kind,
            **watched,
            on_delay=self.number("on_delay", 0.0, MOST_DELAY),
            off_delay=self.number("off_delay", 0.0, MOST_DELAY),
            on_samples=self.whole("on_samples", 0, MOST_SAMPLES),
            off_samples=self.whole("off_samples", 0, MOST_SAMPLES),
            priority=self.whole("priority", PRIORITIES[0], PRIORITIES[-1], 3),
            latching=self.flag("latching"),
            response=self.text("response"),
            devices=self.selectors(),
            suppressed_by=self.texts("suppressed_by", self._content.get("suppressed_by", [])),
        )
        check_rule(rule)
        return rule


def check_rule(rule: Rule) -> None:
    """Raise InputError when the parts of a rule contradict each other."""
    if rule.kind == NO_DATA:
        if rule.on_delay == 0.0 and rule.on_samples == 0:
            raise InputError(
                "Rule {rule}: say after how long silence is an alarm, on_delay or on_samples.", rule=rule.name
            )
        return
    if rule.operator in ("==", "!=") and rule.deadband:
        raise InputError("Rule {rule}: a deadband goes with > >= < and <= only.", rule=rule.name)
    if rule.operator not in ("==", "!=") and isinstance(rule.limit, (str, bool)):
        raise InputError("Rule {rule}: {when} needs a number as limit.", rule=rule.name, when=rule.operator)


def _check_suppression(rules: Mapping[str, Rule]) -> None:
    for rule in rules.values():
        for other in rule.suppressed_by:
            if other not in rules:
                raise InputError("Rule {rule}: there is no rule {other} to suppress it.", rule=rule.name, other=other)
    done: set[str] = set()
    for start in rules:
        path = []
        stack = [(start, iter(rules[start].suppressed_by))]
        path.append(start)
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                done.add(name)
                stack.pop()
                path.pop()
            elif following in path:
                raise InputError("Rules suppress each other in a circle: {names}.", names=" ".join([*path, following]))
            elif following not in done:
                stack.append((following, iter(rules[following].suppressed_by)))
                path.append(following)


def check_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules that hold together: names used once, suppressors that exist, no circle."""
    rules = tuple(rules)
    by_name: dict[str, Rule] = {}
    for rule in rules:
        if rule.name in by_name:
            raise InputError("Two rules are called {rule}.", rule=rule.name)
        check_rule(rule)
        by_name[rule.name] = rule
    _check_suppression(by_name)
    return rules


def read_rules(written: str, name: str = "rules") -> tuple[Rule, ...]:
    """Read a file of rules.

    Parameters
    ----------
    written : str
        YAML.
    name : str
        Of the file, for messages.

    Returns
    -------
    tuple of Rule

    Raises
    ------
    InputError
        Which names the rule and the key that are wrong.
    """
    content = load_yaml(written, name)
    if not isinstance(content, dict) or set(content) != {"rules"} or not isinstance(content["rules"], list):
        raise InputError("The file {name} must hold one list, called rules.", name=name)
    if len(content["rules"]) > MOST_RULES:
        raise InputError("The file {name} has more than {most} rules.", name=name, most=MOST_RULES)
    return check_rules(_Reader(item, number).rule() for number, item in enumerate(content["rules"], start=1))


def hasty_rules(rules: Iterable[Rule], period: float) -> tuple[str, ...]:
    """Return the rules whose delay is shorter than the reporting period [ms] of a device: one sample decides alone."""
    return tuple(rule.name for rule in rules if rule.kind == VALUE and rule.delay(True, period) < period)
