#!/usr/bin/env bash
# Servers that the tests of live equipment start by themselves: an MQTT broker and PostgreSQL with PostGIS.
# They are optional: without them those tests are skipped by name. A second call only checks.
set -euo pipefail

packages=(mosquitto postgresql postgresql-contrib postgis python3-psycopg2)
command -v dpkg-query >/dev/null || exit 0

installed() {
    dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'
}

missing=()
for package in "${packages[@]}"; do
    installed "$package" || missing+=("$package")
done
# PostGIS as an extension of the server carries the server's version in its name.
version=$({ dpkg-query -W -f '${Depends}' postgresql 2>/dev/null || true; } | sed -nE 's/.*postgresql-([0-9]+).*/\1/p')
if [ -n "$version" ] && ! installed "postgresql-$version-postgis-3"; then
    missing+=("postgresql-$version-postgis-3")
elif [ -z "$version" ]; then
    missing+=(postgresql-postgis)
fi
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ]; then
    sudo=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo=(sudo -n)
else
    echo "For the tests against a real broker and a real PostgreSQL: sudo apt-get install ${missing[*]}"
    exit 0
fi
echo "Installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# RUNLEVEL=1: what is installed is not started; the tests start their own, on a loopback port.
if ! { "${sudo[@]}" apt-get -q update &&
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "Those servers could not be installed; their tests will be skipped." >&2
fi
