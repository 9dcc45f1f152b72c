#!/usr/bin/env bash
# The tests, in two processes at once: those that wait for servers and brokers, and those that compute. With arguments,
# one process that gets them.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/environment.sh

if [ $# -gt 0 ]; then
    exec "$python" -m pytest "$@"
fi

waiting=(tests/iot tests/rudi)
mkdir -p build
"$python" -m pytest "${waiting[@]}" >build/test-waiting.log 2>&1 &
other=$!
trap 'kill $other 2>/dev/null || true' EXIT
failed=0
"$python" -m pytest tests "${waiting[@]/#/--ignore=}" || failed=$?
wait $other || failed=$?
trap - EXIT
cat build/test-waiting.log
exit $failed
