#!/usr/bin/env bash
# Make build/rudi-peers, where the official clients of RUDI and readers of our exports live for the tests.
# A second call only checks. Without it the tests that need them are skipped by name.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/environment.sh

peers=build/rudi-peers
stamp=$( (cat tools/requirements-rudi-peers.txt; $system_python --version) | sha256sum | cut -d' ' -f1)
if [ "$(cat $peers/setup-stamp 2>/dev/null)" != "$stamp" ]; then
    echo "Making $peers"
    [ -x $peers/bin/python ] || $system_python -m venv $peers
    # The variables of QGIS would let packages of .venv pass for installed.
    env -u PYTHONPATH $peers/bin/python -m pip install -q --disable-pip-version-check -r tools/requirements-rudi-peers.txt
    echo "$stamp" >$peers/setup-stamp
fi
