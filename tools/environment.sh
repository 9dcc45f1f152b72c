# Sourced by every script: the variables a headless QGIS needs, all folders below the clone.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
system_python=/usr/bin/python3
python="$root/.venv/bin/python"
export PROJ_LIB=${PROJ_LIB:-/usr/share/proj}
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
export XDG_RUNTIME_DIR="$root/build/runtime"
export QGIS_CUSTOM_CONFIG_PATH="$root/build/profile"
export QGIS_PLUGINPATH="$root/build/plugins"
export LC_ALL=${LC_ALL:-C.UTF-8}
site_packages=$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])' 2>/dev/null || true)
export PYTHONPATH="$root/build/plugins${site_packages:+:$site_packages}"
mkdir -p "$XDG_RUNTIME_DIR" "$QGIS_CUSTOM_CONFIG_PATH" "$QGIS_PLUGINPATH"
chmod 700 "$XDG_RUNTIME_DIR"

# Debian wraps qgis_process with an option that it rejects, so its binary is called where it exists.
qgis_process() {
    if command -v qgis_process.bin >/dev/null; then
        command qgis_process.bin "$@"
    else
        command qgis_process "$@"
    fi
}
