#!/usr/bin/env bash
# Run the tests on the QGIS and Python of Debian testing, in a root of its own below build/. Called by `make matrix`.
# Arguments are handed to pytest (default: tests). Remove build/matrix-root to start from today's testing.
set -euo pipefail
cd "$(dirname "$0")/.."
clone=$PWD
root=$clone/build/matrix-root

if [ "$(id -u)" != 0 ]; then
    echo "make matrix builds a Debian system below build/, which needs root: run 'sudo make matrix'." >&2
    exit 1
fi
if ! command -v apt-get >/dev/null; then
    echo "make matrix builds a Debian system with apt and debootstrap: run it on Debian or Ubuntu." >&2
    exit 1
fi

# All the rest runs in mount and process namespaces of its own, so that no mount and no process can outlive it.
if [ "${1:-}" != --in-namespace ]; then
    mkdir -p build
    exec 9>build/matrix.lock
    flock -n 9 || { echo "Another make matrix is running in this clone: wait until it has ended." >&2; exit 1; }
    setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child "$0" --in-namespace "$@" &
    trap 'kill -KILL $! 2>/dev/null; exit 130' INT TERM HUP
    wait $!
    exit
fi
shift

# 1. The root: a minimal Debian testing from the mirror that this machine's apt already uses.
# shellcheck disable=SC2016  # apt fills these in
debian_mirror() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' \
        'Component: main' | head -n 1
}
if [ ! -f "$root/built" ]; then
    : >build/matrix.log
    failed() { tail -n 20 build/matrix.log >&2; echo "The Debian testing root could not be built: see build/matrix.log." >&2; exit 1; }
    if ! command -v debootstrap >/dev/null || [ -z "$(debian_mirror)" ]; then
        { apt-get -q update && apt-get install -qy --no-install-recommends debootstrap debian-archive-keyring; } \
            >>build/matrix.log 2>&1 || failed
    fi
    mirror=${MATRIX_MIRROR:-$(debian_mirror)}
    if [ -z "$mirror" ]; then
        echo "This machine's apt has no Debian mirror: set MATRIX_MIRROR to the address of one." >&2
        exit 1
    fi
    echo "Building the Debian testing root (some minutes, once)"
    rm -rf --one-file-system "$root"
    # debootstrap downloads by itself: it learns apt's proxy here, and testing is laid out as sid is.
    set -a
    eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
    set +a
    debootstrap --force-check-gpg --variant=minbase --include=ca-certificates testing "$root" "$mirror" \
        /usr/share/debootstrap/scripts/sid >>build/matrix.log 2>&1 || failed
    echo "deb $mirror testing main" >"$root/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(http|https|Check-|Max-|Retries)' >"$root/etc/apt/apt.conf.d/50host" || true
    # A system for tests needs no manuals, keeps no downloads, and may skip dpkg's many waits for the disk.
    printf '%s\n' force-unsafe-io 'path-exclude=/usr/share/doc/*' 'path-exclude=/usr/share/man/*' \
        >"$root/etc/dpkg/dpkg.cfg.d/matrix"
    echo 'APT::Keep-Downloaded-Packages "false";' >"$root/etc/apt/apt.conf.d/51matrix"
    rm -f "$root"/var/cache/apt/archives/*.deb
    date -u +%Y-%m-%d >"$root/built"
fi

# 2. What this machine has to lend for the run: kernel files, name servers, certificates, settings of apt and pip, sample data.
lend() {  # lend FILE_OR_FOLDER [PLACE_IN_THE_ROOT]: read-only, for this run
    local place=$root${2:-$1}
    [ -e "$1" ] || return 0
    if [ -d "$1" ]; then mkdir -p "$place"; else mkdir -p "$(dirname "$place")"; touch "$place"; fi
    mount --bind -o ro "$1" "$place"
}
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs tmpfs "$root/dev/shm"
for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt "${SSL_CERT_FILE:-}" "${PIP_CERT:-}" \
    "${REQUESTS_CA_BUNDLE:-}"; do  # copied, because packages in the root write these files too
    if [ -f "$file" ]; then install -D -m 644 "$file" "$root$file"; fi
done
lend /etc/apt/auth.conf
lend /etc/apt/auth.conf.d
lend /etc/pip.conf
lend "$HOME/.config/pip" /root/.config/pip
lend "$HOME/.pip" /root/.pip
[ -z "${PIP_CONFIG_FILE:-}" ] || lend "$PIP_CONFIG_FILE"
lend "$clone/../shared/data" /shared/data

# 3. The clone: tracked files and new ones that git does not ignore; what an earlier run had and this one has not is removed.
# Caches, .venv and build/ of the root's own copy stay, so that a second call is quick.
copy=$root/cityorchestra
mkdir -p "$copy"
list=$root/files
touch "$list"
git -c safe.directory="$clone" ls-files -coz --exclude-standard --deduplicate | while IFS= read -r -d '' file; do
    if [ -e "$file" ] || [ -L "$file" ]; then printf '%s\0' "$file"; fi
done | LC_ALL=C sort -z >"$list.new"
LC_ALL=C comm -z -23 "$list" "$list.new" | (cd "$copy" && xargs -0 -r rm -rf --)
tar --null --no-recursion -T "$list.new" -cf - | tar -C "$copy" --no-same-owner -xf -
mv "$list.new" "$list"
if [ -d .git ]; then lend "$clone/.git" /cityorchestra/.git; fi  # what asks git for the list of files works inside too

# 4. Setup and tests inside, with the same two scripts as outside; their exit code is this one's.
settings=(HOME=/root LC_ALL=C.UTF-8 TERM="${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
while IFS= read -r -d '' setting; do
    case $setting in PIP_*=* | SSL_CERT_*=* | REQUESTS_CA_BUNDLE=* | *_proxy=* | *_PROXY=* | CI=*) settings+=("$setting") ;; esac
done </proc/self/environ
[ $# -gt 0 ] || set -- tests
# shellcheck disable=SC2016
env -i "${settings[@]}" chroot "$root" /bin/bash -c '
    set -e
    cd /cityorchestra
    tools/setup.sh
    source tools/environment.sh
    echo "Debian testing of $(cat /built), $($python --version), $(qgis_process --version 2>/dev/null | head -n 1)"
    exec "$python" -m pytest "$@"' matrix "$@" </dev/null
