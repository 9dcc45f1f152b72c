#!/usr/bin/env bash
# Every check that reads the sources without running them. One line a step; the first failure tells all and ends.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/environment.sh

bin=$(dirname "$python")
log=build/lint.log
mkdir -p build

step() {
    local name=$1
    shift
    if "$@" >"$log" 2>&1; then
        echo "$name: ok"
    else
        echo "$name: FAILED" >&2
        cat "$log" >&2
        exit 1
    fi
}

# What the plugin repository scans is the content of the zip, so that is what is scanned here.
unpack() {
    rm -rf build/lint
    mkdir -p build/lint
    "$python" tools/package.py
    "$python" -m zipfile -e build/cityorchestra-"$(sed -n 's/^version=//p' metadata.txt)".zip build/lint
}

secrets() {
    "$bin/detect-secrets" -C build/lint scan --all-files . >build/secrets.json
    "$python" - <<'PYTHON'
import json, pathlib, sys
found = json.loads(pathlib.Path("build/secrets.json").read_text())["results"]
for name, secrets in found.items():
    for secret in secrets:
        print(f"{name}:{secret['line_number']}: {secret['type']}")
sys.exit(bool(found))
PYTHON
}

step "ruff check" "$bin/ruff" check --quiet --output-format concise .
step "ruff format" "$bin/ruff" format --check --quiet .
step "import directions" "$bin/lint-imports" --no-cache --no-logo
step "Qt 6" "$python" tools/qt6_check.py
step "package" unpack
step "bandit on the package" "$bin/bandit" -q -r -ll build/lint
step "secrets in the package" secrets
step "French texts" "$python" tools/translate.py --check
