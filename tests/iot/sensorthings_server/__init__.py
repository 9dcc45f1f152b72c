"""A SensorThings 1.1 server on this computer, for tests: pages, nested pages, filters, data arrays, faults.

It follows OGC 18-088: service root, entity sets, navigation, ``$expand`` with nested options, ``$select``, ``$filter``
(comparisons of times and texts joined by ``and``, ``st_within``), ``$orderby``, ``$top``, ``$skip``, ``$count``,
``$resultFormat=dataArray``, creation by POST. What it does not know is refused with 400 or 501, as servers do.
"""

from .server import SensorThingsServer
from .world import World

__all__ = ["SensorThingsServer", "World"]
