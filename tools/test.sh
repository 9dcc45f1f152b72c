#!/usr/bin/env bash
# The tests, in two processes of like length at once: rooms that mostly wait for servers and brokers, with some that
# compute, and all others. With arguments, one process that gets them.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/environment.sh

if [ $# -gt 0 ]; then
    exec "$python" -m pytest "$@"
fi

some=(tests/iot tests/rudi tests/land_take tests/walking)
mkdir -p build
"$python" -m pytest "${some[@]}" >build/test-some.log 2>&1 &
other=$!
trap 'kill $other 2>/dev/null || true' EXIT
failed=0
"$python" -m pytest tests "${some[@]/#/--ignore=}" || failed=$?
wait $other || failed=$?
trap - EXIT
cat build/test-some.log
exit $failed
