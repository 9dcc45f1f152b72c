"""Many requests from several threads through QGIS's network; run as a program, since a dead-lock cannot be stopped."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from cityorchestra.processing_provider.rudi.algorithms.qgis_transport import QgisTransport
from cityorchestra.processing_provider.rudi.transport import Request
from cityorchestra.tests.rudi.server import RudiServer
from cityorchestra.tests.rudi.server.bodies import PatternBody
from qgis.core import QgsApplication

SIZE = 3 * 2**20 + 17  # more than Qt keeps before it is read [bytes]
THREADS = 4


def main(requests: int) -> None:
    """Send the requests, then say how many bytes came."""
    application = QgsApplication([], False)
    application.initQgis()
    with RudiServer() as server, ThreadPoolExecutor(THREADS) as pool:
        url = server.serve("large.bin", PatternBody(SIZE))
        transport = QgisTransport()
        bodies = pool.map(lambda _: len(transport.send(Request("GET", url)).body), range(requests))
        print(sum(bodies))
    application.exitQgis()


if __name__ == "__main__":
    main(int(sys.argv[1]))
