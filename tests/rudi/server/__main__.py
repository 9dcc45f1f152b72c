"""Run the server until Ctrl+C: ``python -m cityorchestra.tests.rudi.server --port 8123``."""

from __future__ import annotations

import argparse
import time

from . import RudiServer, ServerOptions
from .bodies import PatternBody
from .portal_tokens import USERS


def main() -> None:
    """Read the options, start, say where, wait."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--mode", choices=("normalised", "dirty"), default="normalised", help="records as served")
    parser.add_argument("--require", choices=("open", "anonymous", "user"), default="open", help="token to read")
    parser.add_argument("--token-life", type=float, default=300.0, help="seconds")
    parser.add_argument("--staging", type=float, default=5.0, help="seconds that a posted file waits for its commit")
    parser.add_argument("--large-mb", type=int, default=0, help="also give a media of this size, for measurements")
    given = parser.parse_args()
    options = ServerOptions(
        mode=given.mode, require=given.require, token_life_s=given.token_life, staging_s=given.staging
    )
    with RudiServer(options, port=given.port) as server:
        print(f"portal {server.url}  node {server.url}  manager {server.url}/manager  storage {server.url}/storage")
        if given.large_mb:
            body = PatternBody(given.large_mb * 2**20)
            print(f"large {server.serve('large.bin', body)} {body.sha256()}", flush=True)
        print(f"{len(server.state.catalogue.records)} records; accounts: {', '.join(USERS)}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print()


main()
