#!/usr/bin/env bash
# Time our code beside its peers, which live in an environment of their own. `make bench`, or with the names
# of some: tools/bench.sh foundation walking
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/environment.sh

peers=build/peers
stamp=$( (cat tools/requirements-peers.txt; $system_python --version) | sha256sum | cut -d' ' -f1)
if [ "$(cat $peers/setup-stamp 2>/dev/null)" != "$stamp" ]; then
    echo "Making $peers"
    [ -x $peers/bin/python ] || $system_python -m venv --system-site-packages $peers
    $peers/bin/python -m pip install -q --disable-pip-version-check -r tools/requirements-peers.txt
    echo "$stamp" >$peers/setup-stamp
fi

mkdir -p build/bench
if [ $# -gt 0 ]; then
    files=("${@/#/benchmarks/bench_}")
    files=("${files[@]/%/.py}")
else
    files=(benchmarks/bench_*.py)
fi
failed=()
for file in "${files[@]}"; do
    name=$(basename "$file" .py)
    echo "== $name"
    # One that fails must not hide the figures of the others.
    "$python" "$file" 2>&1 | tee "build/bench/${name#bench_}.txt" || failed+=("$name")
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "Failed: ${failed[*]}" >&2
    exit 1
fi
