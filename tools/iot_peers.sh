#!/usr/bin/env bash
# Make build/iot-peers, the environment of the packages that the tests of live equipment are checked against. A second
# call only looks. Tests that need it are skipped, by name, where it is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
system_python=/usr/bin/python3
peers=build/iot-peers

stamp=$( (cat tools/requirements-iot-peers.txt; $system_python --version) | sha256sum | cut -d' ' -f1)
if [ "$(cat $peers/setup-stamp 2>/dev/null)" != "$stamp" ]; then
    echo "Making $peers"
    # Nothing of the system's packages: the protobuf and the pandas that come with the peers are theirs alone.
    [ -x $peers/bin/python ] || $system_python -m venv $peers
    $peers/bin/python -m pip install -q --disable-pip-version-check -r tools/requirements-iot-peers.txt
    echo "$stamp" >$peers/setup-stamp
fi
