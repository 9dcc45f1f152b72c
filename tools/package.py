"""Make ``build/cityorchestra-<version>.zip``, the file given to QGIS's Install from ZIP.

Its content is what git tracks or would track, less what only serves development, plus the compiled
translations. The same files make the same zip to the byte.
"""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "cityorchestra"
LEFT_OUT = ("tests", "benchmarks", "docs", "tools", "build", "Makefile")
NEEDED = ("__init__.py", "metadata.txt", "LICENSE", "requirements.txt")
MAXIMUM_BYTES = 25 * 1024 * 1024  # limit of the QGIS plugin repository
SUSPICIOUS = {".pyc", ".so", ".dll", ".exe", ".dylib", ".sh", ".bat"}  # reported by its scan
TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold

# Required by the validator of the QGIS plugin repository, then what this project states as well.
REQUIRED_KEYS = (
    "name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
)  # fmt: skip
STATED_KEYS = (
    "qgisMaximumVersion", "homepage", "changelog", "tags", "icon", "category", "experimental", "deprecated",
    "server", "hasProcessingProvider", "plugin_dependencies", "description[fr]", "about[fr]",
)  # fmt: skip
_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?")


class PackageError(Exception):
    """The zip cannot be made, or the repository would refuse it; one line for each reason."""


def read_metadata(root: Path) -> dict[str, str]:
    """Return the keys of ``metadata.txt`` with their case kept."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(root / "metadata.txt", encoding="utf-8")
    return dict(parser["general"]) if parser.has_section("general") else {}


def metadata_problems(metadata: dict[str, str], root: Path) -> list[str]:
    """Return what the plugin repository, or a user's QGIS, would reject; empty when all is well."""
    problems = [f"{key} is missing" for key in (*REQUIRED_KEYS, *STATED_KEYS) if not metadata.get(key, "").strip()]
    version = metadata.get("version", "")
    if not _VERSION.fullmatch(version):
        problems.append(f"version {version!r} is not like 1.2.3")
    problems += [
        f"{key} is not like 3.22"
        for key in ("qgisMinimumVersion", "qgisMaximumVersion")
        if not re.fullmatch(r"\d+\.\d+(\.\d+)?", metadata.get(key, ""))
    ]
    if version and version not in metadata.get("changelog", ""):
        problems.append(f"the changelog does not tell of {version}")
    if "supportsQt6" in metadata:
        problems.append("supportsQt6 is deprecated: qgisMaximumVersion says it")
    if metadata.get("hasProcessingProvider") != "yes":
        problems.append("hasProcessingProvider must be yes, or qgis_process does not load the plugin")
    if metadata.get("plugin_dependencies") != "qpip":
        problems.append("plugin_dependencies must be qpip, in the spelling of the repository")
    icon = metadata.get("icon", "")
    if icon and not (root / icon).is_file():
        problems.append(f"the icon {icon} does not exist")
    problems += [
        f"{key} is not an https address"
        for key in ("tracker", "repository", "homepage")
        if metadata.get(key) and not metadata[key].startswith("https://")
    ]
    about = metadata.get("about", "").lower()
    return problems + [
        f"about does not tell that the package {package} is needed"
        for package in required_packages(root)
        if package not in about
    ]


def required_packages(root: Path) -> list[str]:
    """Return the names in ``requirements.txt``."""
    lines = (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [re.split(r"[<>=!~ \[;]", line)[0].lower() for line in lines if line.strip() and line[0] != "#"]


def is_shipped(name: str) -> bool:
    """Tell whether a file of the repository, named from its root, goes into the zip."""
    parts = name.split("/")
    hidden = any(part.startswith(".") for part in parts)
    return not hidden and parts[0] not in LEFT_OUT and "__pycache__" not in parts and not name.endswith(".pyc")


def shipped_files(root: Path) -> list[str]:
    """Return the files that go into the zip, sorted, named from the root."""
    # A clone may belong to another user than the one who packages it, as in a container.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    names = {name for name in listed.split("\0") if name and is_shipped(name) and (root / name).is_file()}
    names |= {path.relative_to(root).as_posix() for path in (root / "i18n").glob("*.qm")}
    return sorted(names)


def content_problems(names: list[str], root: Path) -> list[str]:
    """Return what is missing from the files of the zip, or should not be there."""
    problems = [f"{name} is missing" for name in NEEDED if name not in names]
    for source in sorted((root / "i18n").glob("*.ts")):
        compiled = source.with_suffix(".qm")
        if not compiled.exists():
            problems.append(f"i18n/{compiled.name} is missing: run `make i18n`")
    problems += [f"{name} would be reported as suspicious" for name in names if Path(name).suffix in SUSPICIOUS]
    problems += [f"{name} is a symbolic link" for name in names if (root / name).is_symlink()]
    return problems


def write_zip(names: list[str], root: Path, target: Path) -> None:
    """Write files below one top folder, all of them plain and of the same date."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in names:
            entry = zipfile.ZipInfo(f"{NAME}/{name}", TIMESTAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system: permissions in the Unix manner
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, (root / name).read_bytes())


def build(root: Path = ROOT) -> Path:
    """Make the zip and return its path.

    Raises
    ------
    PackageError
        When something in it would be refused.
    """
    metadata = read_metadata(root)
    names = shipped_files(root)
    problems = metadata_problems(metadata, root) + content_problems(names, root)
    if problems:
        raise PackageError("\n".join(problems))
    target = root / "build" / f"{NAME}-{metadata['version']}.zip"
    write_zip(names, root, target)
    size = target.stat().st_size
    if size > MAXIMUM_BYTES:
        raise PackageError(f"{target.name} has {size / 2**20:.1f} MB, more than the repository accepts (25 MB)")
    print(f"{target.relative_to(root)}: {len(names)} files, {size / 1024:.0f} KB")
    return target


if __name__ == "__main__":
    try:
        build()
    except PackageError as error:
        sys.exit(str(error))
