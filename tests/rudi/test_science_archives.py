"""Archives and XML from strangers, looked at before anything opens them; without QGIS."""

from __future__ import annotations

import gzip
import io
import os
import struct
import tarfile
import zipfile

import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.rudi.files import archives
from cityorchestra.processing_provider.rudi.files.archives import (
    GZIP,
    TAR,
    ZIP,
    Member,
    archive_kind,
    extracted,
    members,
    unpacked_gzip,
)
from cityorchestra.processing_provider.rudi.files.xml_start import root_element
from hypothesis import given
from hypothesis import strategies as st

ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'


def zipped(path, files, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def refused(call, *arguments, **named):
    with pytest.raises(InputError) as caught:
        call(*arguments, **named)
    return str(caught.value)


# --- archives ------------------------------------------------------------------------------------------------------


def test_members_and_extraction(tmp_path):
    path = zipped(tmp_path / "a.zip", {"dossier/é.csv": "a\n1\n", "vide/": "", "b.json": "{}"})
    assert archive_kind(path) == ZIP
    assert members(path) == (Member("dossier/é.csv", 4), Member("b.json", 2))
    got = extracted(path, Member("dossier/é.csv", 4), tmp_path / "out")
    assert got == tmp_path / "out" / "dossier" / "é.csv"
    assert got.read_text() == "a\n1\n"
    os.utime(got, ns=(got.stat().st_atime_ns, got.stat().st_mtime_ns + 10**9))
    kept = got.stat().st_mtime_ns
    extracted(path, Member("dossier/é.csv", 4), tmp_path / "out")
    assert got.stat().st_mtime_ns == kept, "the earlier one is used again"


@pytest.mark.parametrize(
    "name", ["../a.csv", "a/../../b", "/etc/passwd", "C:/a.csv", "C:\\a", "a\\..\\..\\b", "..", "x/..", "bell\a.csv"]
)
def test_names_that_lead_out_are_refused(tmp_path, name):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x")
    assert "leads out of its folder" in refused(members, path)
    tar = tmp_path / "a.tar"
    with tarfile.open(tar, "w") as archive:
        info = tarfile.TarInfo(name)
        archive.addfile(info, io.BytesIO())
    assert "leads out of its folder" in refused(members, tar)


def test_folders_of_windows_are_folders(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("arbres\\arbres.shp"), "x")
    (member,) = members(path)
    assert (member.path, member.extension) == ("arbres/arbres.shp", "shp")
    assert extracted(path, member, tmp_path / "out") == tmp_path / "out" / "arbres" / "arbres.shp"


def test_links_and_encrypted_members_are_refused(tmp_path):
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "leads out of its folder" in refused(members, path)
    data = bytearray(zipped(tmp_path / "b.zip", {"a.csv": "x"}, zipfile.ZIP_STORED).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "b.zip").write_bytes(data)
    assert "is encrypted" in refused(members, tmp_path / "b.zip")
    tar = tmp_path / "a.tar"
    with tarfile.open(tar, "w") as archive:
        info = tarfile.TarInfo("link")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    assert "leads out of its folder" in refused(members, tar)


def test_bombs_are_refused_before_anything_is_unpacked(tmp_path, monkeypatch):
    bomb = zipped(tmp_path / "bomb.zip", {"a.csv": bytes(archives.RATIO_FROM + 1)})
    assert bomb.stat().st_size < 100_000
    assert "out of proportion" in refused(members, bomb)
    packed = tmp_path / "bomb.csv.gz"
    packed.write_bytes(gzip.compress(bytes(archives.RATIO_FROM + 1)))
    assert "out of proportion" in refused(unpacked_gzip, packed)
    assert not (tmp_path / "bomb.csv").exists()
    tar = tmp_path / "bomb.tar.gz"
    with tarfile.open(tar, "w:gz") as archive:
        info = tarfile.TarInfo("a.csv")
        info.size = archives.RATIO_FROM + 1
        archive.addfile(info, io.BytesIO(bytes(info.size)))
    assert "out of proportion" in refused(members, tar)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 10)
    assert "more than 10 members" in refused(members, zipped(tmp_path / "many.zip", {f"{n}": "" for n in range(11)}))
    assert len(members(zipped(tmp_path / "few.zip", {f"{n}": "" for n in range(10)}))) == 10


def test_number_of_members_is_read_before_their_list(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.zip", {"a": "x"})
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x05\x06")
    data[place + 8 : place + 12] = struct.pack("<HH", 60_000, 60_000)
    path.write_bytes(data)
    monkeypatch.setattr(zipfile, "ZipFile", None)  # would fail
    assert "more than 10000 members" in refused(members, path)


def test_members_that_share_bytes_are_refused(tmp_path):
    """Two entries of the list on one member: small, and without end when there are thousands."""
    path = zipped(tmp_path / "a.zip", {"a": b"x" * 50, "b": b"y" * 50}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(data)
    assert "out of proportion" in refused(members, path)


@pytest.mark.parametrize("cut", [10, 60, 110])
def test_damaged_archives_are_told(tmp_path, cut):
    path = zipped(tmp_path / "a.zip", {"a.csv": "x" * 1000})
    path.write_bytes(path.read_bytes()[:cut])
    assert "is damaged" in refused(members, path)


def test_wrong_bytes_inside_leave_no_file(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": "x" * 1000}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[100] ^= 255
    path.write_bytes(data)
    (member,) = members(path)
    assert "is damaged" in refused(extracted, path, member, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_tar_and_gzip(tmp_path):
    (tmp_path / "in.csv").write_text("a\n1\n")
    for name, mode in (("a.tar", "w"), ("a.tar.gz", "w:gz")):
        with tarfile.open(tmp_path / name, mode) as archive:
            archive.add(tmp_path / "in.csv", "dossier/in.csv")
        assert archive_kind(tmp_path / name) == TAR
        (member,) = members(tmp_path / name)
        assert extracted(tmp_path / name, member, tmp_path / f"{name}_out").read_text() == "a\n1\n"
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(b"a\n2\n"))
    assert archive_kind(packed) == GZIP
    assert unpacked_gzip(packed) == tmp_path / "b.csv"
    assert (tmp_path / "b.csv").read_text() == "a\n2\n"
    packed.write_bytes(packed.read_bytes()[:-9])
    (tmp_path / "b.csv").unlink()
    assert "is damaged" in refused(unpacked_gzip, packed)
    assert not (tmp_path / "b.csv").exists()


def test_a_cancel_ends_the_extraction(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": os.urandom(3 * 2**20)})
    with pytest.raises(RunCancelledError):
        extracted(path, members(path)[0], tmp_path / "out", lambda: True)
    assert list((tmp_path / "out").iterdir()) == []


@given(st.binary(max_size=300))
def test_any_bytes_are_an_archive_or_none(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "x"
    for head in (b"", b"PK\x03\x04", b"\x1f\x8b\x08"):
        path.write_bytes(head + data)
        kind = archive_kind(path)
        try:
            if kind in (ZIP, TAR):
                members(path)
            elif kind == GZIP:
                unpacked_gzip(path)
        except InputError as error:
            assert "archive" in str(error)


# --- XML -----------------------------------------------------------------------------------------------------------


def test_documents_that_read_other_files_are_refused():
    assert "declares a document type or entities" in refused(root_element, io.BytesIO(ENTITY), "a.kml")
    utf_16 = ENTITY.replace(b"?>", b' encoding="UTF-16"?>').decode().encode("utf-16")
    assert "declares a document type or entities" in refused(root_element, io.BytesIO(utf_16), "a.kml")
    late = b"<a>" + b" " * 10_000 + b'<!DOCTYPE a [<!ENTITY e "x">]></a>'
    assert root_element(io.BytesIO(late), "a.kml") == "a"  # no parser takes a document type after the first element


def test_first_elements():
    text = b'<?xml version="1.0"?><!-- ' + b"x" * 9000 + b' --><gml:FeatureCollection xmlns:gml="http://x">'
    assert root_element(io.BytesIO(text), "a.gml") == "FeatureCollection"
    for wrong in (b"", b"<?xml version='1.0'?>", b"{}", b"<a", b"<!-- " + b"x" * 2**21):
        assert "is not well-formed XML" in refused(root_element, io.BytesIO(wrong), "a.gml")
