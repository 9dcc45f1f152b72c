"""The zip: what is in it, what the plugin repository asks, and that it works in an empty profile."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import zipfile

import pytest
from cityorchestra.tools import package


@pytest.fixture(scope="module")
def built(repository):
    if shutil.which("git") is None or not (repository / ".git").exists():
        pytest.skip("this is no git clone")
    return package.build(repository)


@pytest.fixture(scope="module")
def entries(built):
    with zipfile.ZipFile(built) as archive:
        assert archive.testzip() is None
        return archive.infolist()


def test_one_folder_with_what_a_plugin_needs(entries):
    names = {entry.filename for entry in entries}
    assert all(name.startswith("cityorchestra/") for name in names)
    assert {
        "cityorchestra/__init__.py",
        "cityorchestra/metadata.txt",
        "cityorchestra/LICENSE",
        "cityorchestra/requirements.txt",
        "cityorchestra/i18n/cityorchestra_fr.qm",
        "cityorchestra/processing_provider/provider.py",
        "cityorchestra/resources/icons/cityorchestra.svg",
    } <= names


def test_nothing_of_development_is_in_it(entries):
    for entry in entries:
        parts = entry.filename.split("/")[1:]
        assert parts[0] not in {"tests", "benchmarks", "docs", "tools", "build", "Makefile"}
        assert not any(part.startswith(".") or part == "__pycache__" for part in parts)
        assert not entry.filename.endswith((".pyc", ".so", ".dll", ".sh", ".bat", ".exe"))
        assert "\\" not in entry.filename


def test_files_are_plain_sorted_and_undated(entries, built):
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    for entry in entries:
        assert entry.external_attr >> 16 == 0o100644, f"{entry.filename} can be executed"
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
    assert built.stat().st_size < 25 * 2**20


def test_the_same_files_make_the_same_zip(built, repository):
    def digest():
        return hashlib.sha256(built.read_bytes()).hexdigest()

    first = digest()
    package.build(repository)
    assert digest() == first


def test_its_name_holds_the_version(built, repository):
    version = package.read_metadata(repository)["version"]
    assert built.name == f"cityorchestra-{version}.zip"


@pytest.fixture
def small_plugin(tmp_path, repository):
    """A repository with what `package` needs, to be spoilt by the tests."""
    for name in ("__init__.py", "metadata.txt", "LICENSE", "requirements.txt"):
        shutil.copy(repository / name, tmp_path)
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    shutil.copy(repository / "resources" / "icons" / "cityorchestra.svg", tmp_path / "resources" / "icons")
    (tmp_path / "i18n").mkdir()
    for name in ("x.ts", "x.qm"):
        (tmp_path / "i18n" / name).touch()
    (tmp_path / ".gitignore").write_text("*.qm\nbuild/\n")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def test_files_not_yet_committed_are_taken_and_ignored_ones_are_not(small_plugin):
    (small_plugin / "new.py").touch()
    (small_plugin / "notes.pyc").touch()
    (small_plugin / "tools").mkdir()
    (small_plugin / "tools" / "new.py").touch()
    names = package.shipped_files(small_plugin)
    assert "new.py" in names and "i18n/x.qm" in names
    assert "notes.pyc" not in names and "tools/new.py" not in names and ".gitignore" not in names
    assert package.build(small_plugin).is_file()


def test_a_deleted_file_is_not_taken(small_plugin):
    (small_plugin / "old.py").touch()
    subprocess.run(["git", "add", "-A"], cwd=small_plugin, check=True)
    (small_plugin / "old.py").unlink()
    assert "old.py" not in package.shipped_files(small_plugin)


@pytest.mark.parametrize("name", ["LICENSE", "requirements.txt", "__init__.py"])
def test_a_missing_file_is_told(small_plugin, name):
    names = [kept for kept in package.shipped_files(small_plugin) if kept != name]
    assert package.content_problems(names, small_plugin) == [f"{name} is missing"]


def test_a_translation_that_is_not_compiled_is_told(small_plugin):
    (small_plugin / "i18n" / "x.qm").unlink()
    with pytest.raises(package.PackageError, match=r"i18n/x\.qm is missing: run `make i18n`"):
        package.build(small_plugin)


def test_suspicious_files_are_told(small_plugin):
    (small_plugin / "library.so").touch()
    with pytest.raises(package.PackageError, match=r"library\.so would be reported as suspicious"):
        package.build(small_plugin)


def test_our_metadata_are_accepted(repository):
    assert package.metadata_problems(package.read_metadata(repository), repository) == []


@pytest.mark.parametrize("key", [*package.REQUIRED_KEYS, *package.STATED_KEYS])
def test_a_missing_key_is_told(repository, key):
    metadata = package.read_metadata(repository)
    del metadata[key]
    assert f"{key} is missing" in package.metadata_problems(metadata, repository)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("version", "1.0", "version '1.0' is not like 1.2.3"),
        ("version", "v1.0.0", "version 'v1.0.0' is not like 1.2.3"),
        ("version", "9.9.9", "the changelog does not tell of 9.9.9"),
        ("qgisMinimumVersion", "3", "qgisMinimumVersion is not like 3.22"),
        ("icon", "resources/icons/absent.svg", "the icon resources/icons/absent.svg does not exist"),
        ("supportsQt6", "True", "supportsQt6 is deprecated: qgisMaximumVersion says it"),
        ("plugin_dependencies", "QPIP", "plugin_dependencies must be qpip, in the spelling of the repository"),
        ("tracker", "http://example.org", "tracker is not an https address"),
        ("about", "A plugin.", "about does not tell that the package numba is needed"),
    ],
)
def test_wrong_metadata_are_told(repository, key, value, told):
    metadata = {**package.read_metadata(repository), key: value}
    assert told in package.metadata_problems(metadata, repository)


def test_the_zip_installed_in_an_empty_profile_lists_every_algorithm(built, tmp_path):
    pytest.importorskip("qgis.core")
    from cityorchestra.processing_provider.provider import algorithm_classes
    from cityorchestra.tests.qgis_support import QgisProcess

    # Where "Install from ZIP" puts it.
    plugins = tmp_path / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(built) as archive:
        archive.extractall(plugins)
    process = QgisProcess(tmp_path)
    process.enable_plugin()
    providers = process("list").json["providers"]
    listed = set(providers["cityorchestra"]["algorithms"])
    expected = {f"cityorchestra:{kind.ID}" for kind in algorithm_classes()}
    models = len([name for name in zipfile.ZipFile(built).namelist() if name.endswith(".model3")])
    assert expected <= listed and len(listed) == len(expected) + models
    run = process(
        "run", "cityorchestra:heat_sun_position", "--", "POINT=-1.68,48.11 [EPSG:4326]", "DATE=2026-06-21",
        f"OUTPUT={tmp_path / 'sun.gpkg'}",
    )  # fmt: skip
    assert run.results["OUTPUT"] == str(tmp_path / "sun.gpkg")
    assert (tmp_path / "sun.gpkg").stat().st_size > 0
