#!/usr/bin/env bash
# Prepare everything a clone needs; a second call only checks. Called by `make setup`.
set -euo pipefail
cd "$(dirname "$0")/.."

# 1. Debian packages: QGIS, and the libraries that must share its GDAL and PROJ.
packages=(qgis python3-qgis qgis-providers python3-venv python3-numpy python3-scipy python3-rasterio
    python3-pyproj python3-requests pyqt5-dev-tools qttools5-dev-tools git make)
if ! command -v dpkg-query >/dev/null; then
    echo "make setup installs QGIS on Debian and Ubuntu only. Elsewhere install QGIS 3.22 or newer with" >&2
    echo "its Python packages (numpy, scipy, rasterio, pyproj, requests) and the Qt translation tools, then see docs/contributing.md." >&2
    exit 1
fi
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    install="apt-get install -y --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" = 0 ]; then
        sudo=()
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo=(sudo -n)
    else
        echo "Some Debian packages are missing. Run this, then 'make setup' again:" >&2
        echo "    sudo apt-get update && sudo $install" >&2
        exit 1
    fi
    echo "Installing ${missing[*]}"
    mkdir -p build
    "${sudo[@]}" apt-get -q update >build/apt.log 2>&1 || { tail -n 20 build/apt.log >&2; exit 1; }
    # shellcheck disable=SC2086
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive $install >>build/apt.log 2>&1 \
        || { tail -n 20 build/apt.log >&2; exit 1; }
fi

tools/iot_services.sh || echo "The servers for the tests of live equipment cannot be installed: those tests are skipped by name"

# 2. Python packages beside the system's, with NumPy held at the version QGIS was built with.
system_python=/usr/bin/python3
numpy_version=$($system_python -c 'import numpy; print(numpy.__version__)')
stamp=$( (cat requirements.txt tools/requirements-dev.txt; echo "$numpy_version"; $system_python --version) | sha256sum | cut -d' ' -f1)
if [ "$(cat .venv/setup-stamp 2>/dev/null)" != "$stamp" ]; then
    echo "Making .venv (NumPy $numpy_version, as QGIS has it)"
    [ -x .venv/bin/python ] || $system_python -m venv --system-site-packages .venv
    mkdir -p build
    echo "numpy==$numpy_version" >build/constraints.txt
    # Rasterio and pyproj come from Debian: their wheels bring a second GDAL and PROJ that clash with QGIS's.
    grep -vE '^(rasterio|pyproj|numpy|scipy|requests)' requirements.txt >build/requirements-venv.txt
    .venv/bin/python -m pip install -q --disable-pip-version-check -c build/constraints.txt \
        -r build/requirements-venv.txt -r tools/requirements-dev.txt 2> >(grep -v '^WARNING: Location' >&2)
    echo "$stamp" >.venv/setup-stamp
fi

# 3. The plugin as QGIS sees it, its translations, and a profile of its own in which it is enabled.
source tools/environment.sh
[ "$(readlink build/plugins/cityorchestra)" = ../.. ] || ln -sfn ../.. build/plugins/cityorchestra
if [ i18n/cityorchestra_fr.ts -nt i18n/cityorchestra_fr.qm ]; then
    lrelease=$(command -v lrelease || command -v lrelease-qt5 || ls /usr/lib/qt*/bin/lrelease 2>/dev/null | head -n 1)
    "$lrelease" -silent i18n/cityorchestra_fr.ts -qm i18n/cityorchestra_fr.qm
fi
# The profile itself is asked: a QGIS that is stopped while it starts disables the plugins it was loading.
if ! grep -qs '^cityorchestra=true' build/profile/profiles/default/QGIS/QGIS*.ini; then
    qgis_process plugins enable cityorchestra >build/enable.log 2>&1 || { cat build/enable.log >&2; exit 1; }
fi
