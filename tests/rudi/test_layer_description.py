"""What a layer tells of itself for its record, in QGIS."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
import shapely

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.compatibility import field
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.provenance import KEYWORD
from cityorchestra.processing_provider.rudi.algorithms import layer_description
from cityorchestra.processing_provider.rudi.algorithms.layer_description import (
    degrees_extent,
    describe,
    describe_quick,
    projection_text,
)
from cityorchestra.processing_provider.rudi.algorithms.layer_view import field_kind_of, published_fields, view_of
from cityorchestra.processing_provider.rudi.files.last_change import geopackage_change
from cityorchestra.processing_provider.rudi.metadata_draft import SourceLicence
from cityorchestra.tests.algorithm_support import LAMBERT_93, WGS_84, make_layer, write_raster
from cityorchestra.tests.qgis_support import RecordingFeedback
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsEditorWidgetSetup,
    QgsFieldConstraints,
    QgsLayerMetadata,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt

pytestmark = pytest.mark.usefixtures("provider")

CONTEXT = QgsCoordinateTransformContext()
METRES = QgsCoordinateReferenceSystem(LAMBERT_93)
DEGREES = QgsCoordinateReferenceSystem(WGS_84)


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def moment(text):
    return QDateTime.fromString(text, Qt.DateFormat.ISODate)


# -- extent ---------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    st.floats(100_000, 1_100_000),
    st.floats(6_100_000, 7_000_000),
    st.floats(0, 400_000),
    st.floats(0, 400_000),
)
def test_an_extent_in_metres_holds_all_its_points_in_degrees(x, y, width, height):
    west, south, east, north = degrees_extent(QgsRectangle(x, y, x + width, y + height), METRES, CONTEXT)
    steps = np.linspace(0.0, 1.0, 401)
    sides = np.concatenate(
        [
            np.column_stack([x + steps * width, np.full(401, y)]),
            np.column_stack([x + steps * width, np.full(401, y + height)]),
            np.column_stack([np.full(401, x), y + steps * height]),
            np.column_stack([np.full(401, x + width), y + steps * height]),
        ]
    )
    lon, lat = Transformer.from_crs(LAMBERT_93, WGS_84, always_xy=True).transform(*sides.T)
    # Between two of the 21 points a side bends by less than 20 m over 400 km.
    tolerance = 2e-4
    np.testing.assert_allclose(
        [west, south, east, north], [lon.min(), lat.min(), lon.max(), lat.max()], rtol=0, atol=tolerance
    )


def test_corners_alone_would_be_too_little():
    # The northern side of a wide extent bends: its middle lies farther north than its corners.
    x, y, width = 100_000.0, 6_200_000.0, 1_100_000.0
    north = degrees_extent(QgsRectangle(x, y - 10, x + width, y), METRES, CONTEXT)[3]
    transformer = Transformer.from_crs(LAMBERT_93, WGS_84, always_xy=True)
    corners = max(transformer.transform(x, y)[1], transformer.transform(x + width, y)[1])
    middle = max(transformer.transform(x + part * width, y)[1] for part in np.linspace(0, 1, 1001))
    assert middle - corners > 0.1
    assert north == pytest.approx(middle, abs=1e-3)


def test_a_point_and_a_straight_line_have_an_extent():
    # 700 000, 6 600 000 is 3° E, 46.5° N by the definition of Lambert-93.
    assert degrees_extent(QgsRectangle(700_000, 6_600_000, 700_000, 6_600_000), METRES, CONTEXT) == pytest.approx(
        (3.0, 46.5, 3.0, 46.5), abs=2e-7
    )
    west, south, east, north = degrees_extent(QgsRectangle(700_000, 6_600_000, 710_000, 6_600_000), METRES, CONTEXT)
    assert west == pytest.approx(3.0, abs=2e-7) and east > 3.12 and north - south < 1e-3


def test_degrees_stay_as_they_are():
    assert degrees_extent(QgsRectangle(-1.7, 48.0, -1.6, 48.2), DEGREES, CONTEXT) == (-1.7, 48.0, -1.6, 48.2)


def test_no_place_or_a_wrong_one():
    assert degrees_extent(QgsRectangle(0, 0, 1, 1), QgsCoordinateReferenceSystem(), CONTEXT) is None
    assert degrees_extent(QgsRectangle(), METRES, CONTEXT) is None
    with pytest.raises(InputError, match="do not fit the coordinate reference system"):
        degrees_extent(QgsRectangle(350_000, 6_789_000, 351_000, 6_790_000), DEGREES, CONTEXT)


def test_reference_systems_as_nodes_write_them():
    assert projection_text(METRES) == "RGF93/Lambert-93 (EPSG:2154)"
    assert projection_text(DEGREES) == "WGS 84 (EPSG:4326)"
    assert projection_text(QgsCoordinateReferenceSystem("EPSG:3857")).endswith("(EPSG:3857)")
    assert projection_text(QgsCoordinateReferenceSystem()) == ""


# -- fields ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def trees():
    rows = [
        (shapely.Point(352000, 6789000), "chêne", 12, 3.5, "A"),
        (shapely.Point(352100, 6789050), "tilleul", 8, None, "B"),
        (None, None, None, None, None),
    ]
    fields = [("essence", "text"), ("hauteur", "integer"), ("diam", "real"), ("etat", "text")]
    layer = make_layer("Point", rows, fields, name="Arbres")
    layer.setFieldAlias(1, "Hauteur (m)")
    layer.setFieldConstraint(0, QgsFieldConstraints.Constraint.ConstraintNotNull)
    layer.setFieldConstraint(1, QgsFieldConstraints.Constraint.ConstraintUnique)
    null = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"
    layer.setEditorWidgetSetup(
        3, QgsEditorWidgetSetup("ValueMap", {"map": [{"Bon": "A"}, {"Moyen": "B"}, {"<NULL>": null}]})
    )
    layer.setEditorWidgetSetup(1, QgsEditorWidgetSetup("ValueMap", {"map": {"douze": 12, "vingt": "20"}}))
    return layer


def test_fields_with_their_labels_constraints_and_choices(trees):
    described = describe(view_of(trees), CONTEXT).layer
    essence, height, diameter, state = described.fields
    assert [item.kind for item in described.fields] == ["text", "integer", "real", "text"]
    assert (essence.required, essence.unique) == (True, False)
    assert (height.title, height.required, height.unique) == ("Hauteur (m)", False, True)
    assert height.choices == ((12, "douze"), (20, "vingt")) and not height.closed  # 8 was met
    assert state.choices == (("A", "Bon"), ("B", "Moyen")) and state.closed
    assert diameter.choices == ()


def test_counts_extent_and_features_without_geometry(trees):
    described = describe(view_of(trees), CONTEXT)
    assert described.layer.features == 3
    assert described.without_geometry == 1
    transformer = Transformer.from_crs(LAMBERT_93, WGS_84, always_xy=True)
    lon, lat = zip(*(transformer.transform(x, y) for x, y in [(352000, 6789000), (352100, 6789050)]))
    west, south, east, north = described.layer.extent
    # The rectangle of the points in metres is turned a little in degrees, so it reaches beyond them.
    assert min(lon) - 5e-5 < west <= min(lon) and max(lon) <= east < max(lon) + 5e-5
    assert min(lat) - 5e-5 < south <= min(lat) and max(lat) <= north < max(lat) + 5e-5
    assert described.sample == {"essence": ["chêne", "tilleul"], "hauteur": [12, 8], "diam": [], "etat": ["A", "B"]}
    assert described.findings() == []


def test_a_filter_counts(trees):
    trees.setSubsetString("hauteur = 8")
    if not trees.subsetString():
        pytest.skip("memory layers of this QGIS have no filter")
    described = describe(view_of(trees), CONTEXT).layer
    assert described.features == 1
    assert described.extent[2] - described.extent[0] < 1e-6


def test_names_of_columns_in_the_file(tmp_path):
    layer = make_layer("Point", [], [("fid", "integer"), ("Nom", "text"), ("geom", "text")])
    assert [item.name for item in published_fields(layer)] == ["fid_2", "Nom", "geom_2"]
    layer.dataProvider().addAttributes([field("NOM ", "text")])
    layer.updateFields()
    assert [item.name for item in published_fields(layer)][-1] == "NOM_2"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("date", "date"),
        ("datetime", "datetime"),
        ("time", "time"),
        ("binary", "binary"),
        ("string[]", "list"),
        ("bool", "boolean"),
        ("integer", "integer"),
        ("long", "integer"),
        ("double", "real"),
        ("string", "text"),
    ],
)
def test_kinds_of_fields(kind, expected):
    layer = QgsVectorLayer(f"None?field=x:{kind}", "x", "memory")
    assert field_kind_of(layer.fields().at(0)) == expected


# -- dates ----------------------------------------------------------------------------------------------------------

DATED = [("observe", "datetime"), ("date_maj", "datetime"), ("date_naissance", "datetime"), ("n", "integer")]


def dated_layer(rows):
    return make_layer("Point", [(shapely.Point(352000, 6789000), *row) for row in rows], DATED)


def test_the_period_is_that_of_what_was_observed():
    layer = dated_layer(
        [
            (moment("2024-03-01T10:00:00Z"), moment("2026-01-01T00:00:00Z"), moment("1970-01-01T00:00:00Z"), 1),
            (moment("2023-06-01T10:00:00Z"), None, None, 2),
            (moment("9999-12-31T00:00:00Z"), None, None, 3),
            (None, None, None, None),
        ]
    )
    period = describe(view_of(layer), CONTEXT).layer.period
    assert period == (utc(2023, 6, 1, 10), utc(2024, 3, 1, 10))


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Lima", "UTC"])
def test_the_clock_of_this_computer_does_not_move_the_period(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert layer_description.moment_of(moment("2024-03-01T10:00:00")) == utc(2024, 3, 1, 10)
        assert layer_description.moment_of(moment("2024-03-01T10:00:00+02:00")) == utc(2024, 3, 1, 8)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_temporal_settings_choose_the_field():
    layer = dated_layer([(moment("2024-03-01T10:00:00Z"), moment("2026-01-01T00:00:00Z"), None, 1)])
    properties = layer.temporalProperties()
    properties.setIsActive(True)
    properties.setStartField("date_maj")
    assert describe(view_of(layer), CONTEXT).layer.period == (utc(2026, 1, 1), utc(2026, 1, 1))


def test_days_and_no_dates():
    layer = QgsVectorLayer(f"Point?crs={LAMBERT_93}&field=jour:date", "jours", "memory")
    assert describe(view_of(layer), CONTEXT).layer.period == (None, None)
    from qgis.core import QgsFeature

    feature = QgsFeature(layer.fields())
    feature.setAttributes([QDate(2024, 2, 29)])
    assert layer.dataProvider().addFeatures([feature])[0]
    assert describe(view_of(layer), CONTEXT).layer.period == (utc(2024, 2, 29),) * 2


def test_dates_of_the_file(tmp_path):
    path = write_raster(tmp_path / "r.tif", np.ones((4, 4)))
    before = Path(path).stat().st_mtime
    described = describe(view_of(QgsRasterLayer(path, "r")), CONTEXT).layer
    assert abs(described.updated.timestamp() - before) < 2
    assert described.created <= described.updated


# -- properties, history, sources -----------------------------------------------------------------------------------


def with_metadata(layer):
    metadata = QgsLayerMetadata()
    metadata.setTitle("Arbres d’alignement")
    metadata.setAbstract("Relevés à pied.")
    metadata.setLanguage("FRE")
    metadata.setLicenses(["Licence ODbL 1.0"])
    metadata.setKeywords({"gmd:topicCategory": ["environment"], "mots": ["arbre", "ombre", "arbre"]})
    person = QgsLayerMetadata.Contact("Anne")
    person.organization, person.email, person.role = "Bureau", "anne@bureau.fr", "pointOfContact"
    owner = QgsLayerMetadata.Contact("SIG")
    owner.organization, owner.email, owner.role = "Ville de  Rennes", "sig@rennes.fr", "owner"
    metadata.setContacts([person, owner])
    metadata.setHistory(["2024 /home/anne/donnees/arbres.gpkg relu", "2024 C:\\Users\\anne\\x\\y.shp copié"])
    layer.setMetadata(metadata)
    return layer


def test_properties_of_the_layer_fill_the_record(trees):
    described = describe(view_of(with_metadata(trees)), CONTEXT).layer
    assert described.title == "Arbres d’alignement"
    assert described.abstract == "Relevés à pied."
    assert described.keywords == ("arbre", "ombre")
    assert described.theme == "environment"
    assert described.language == "fr"
    assert described.licences == ("odbl-1.0",)
    assert described.producer.name == "Ville de Rennes"
    assert [item.email for item in described.contacts] == ["anne@bureau.fr", "sig@rennes.fr"]
    assert described.history == "2024 arbres.gpkg relu\n2024 y.shp copié"
    assert described.sources == (SourceLicence("Arbres", "odbl-1.0"),)


def test_sources_are_those_of_the_whole_chain(trees):
    first = {"algorithm": "a", "version": "1", "date": "2024", "parameters": {}, "inputs": [
        {"name": "bâti", "source": "/srv/x/bati.gpkg", "licences": ["Licence Ouverte 2.0"]},
        {"name": "relevés", "source": "/srv/x/releves.gpkg"},
    ]}  # fmt: skip
    record = {"algorithm": "b", "version": "1", "date": "2024", "parameters": {}, "inputs": [
        {"name": "étape", "provenance": first},
        {"name": "osm", "licences": ["odbl-1.0"], "provenance": first},
    ]}  # fmt: skip
    metadata = QgsLayerMetadata()
    metadata.setKeywords({KEYWORD: [json.dumps(record)]})
    trees.setMetadata(metadata)
    described = describe(view_of(trees), CONTEXT).layer
    assert described.sources == (
        SourceLicence("bâti", "etalab-2.0"),
        SourceLicence("relevés", ""),
        SourceLicence("osm", "odbl-1.0"),
    )
    assert described.keywords == ()


def test_licences_of_inputs_are_kept_by_the_provenance(trees):
    from cityorchestra.processing_provider.provenance import describe_input

    assert describe_input("INPUT", with_metadata(trees))["licences"] == ["Licence ODbL 1.0"]
    assert "licences" not in describe_input("INPUT", make_layer("Point", []))


# -- threads, empty layers, other kinds -----------------------------------------------------------------------------


def test_another_thread_reads_the_copy_even_when_the_layer_is_gone(trees):
    view = view_of(trees)
    here = describe(view_of(trees), CONTEXT).layer
    del trees
    found = []
    thread = threading.Thread(target=lambda: found.append(describe(view, CONTEXT).layer))
    thread.start()
    thread.join(30)
    assert found == [here]


def test_edits_that_are_not_saved_are_published_as_they_show(trees):
    trees.startEditing()
    first = next(trees.getFeatures())
    assert trees.changeAttributeValue(first.id(), 0, "frêne")
    assert "frêne" in describe(view_of(trees), CONTEXT).sample["essence"]
    trees.rollBack()


def test_the_quick_description_reads_no_feature(trees, monkeypatch):
    monkeypatch.setattr(layer_description, "features_of", lambda *_: pytest.fail("a feature was read"))
    described = describe_quick(trees, CONTEXT)
    assert described.features == 3
    assert described.extent is not None
    assert len(described.fields) == 4


def test_cancel(trees):
    from cityorchestra.processing_provider.errors import RunCancelledError

    with pytest.raises(RunCancelledError):
        describe(view_of(trees), CONTEXT, RecordingFeedback(cancel_at=0))


def test_empty_layer_table_and_layer_without_crs():
    empty = describe(view_of(make_layer("Point", [], [("a", "text")])), CONTEXT).layer
    assert (empty.features, empty.extent, empty.crs) == (0, None, "RGF93/Lambert-93 (EPSG:2154)")
    table = describe(view_of(make_layer("None", [(None, "x")], [("a", "text")])), CONTEXT)
    assert (table.layer.features, table.layer.extent, table.layer.crs, table.without_geometry) == (1, None, "", 0)
    lost = describe(view_of(make_layer("Point", [(shapely.Point(1, 2), "x")], [("a", "text")], crs="")), CONTEXT).layer
    assert (lost.extent, lost.crs) == (None, "")
    with pytest.raises(InputError, match="cannot be read"):
        view_of(QgsVectorLayer("/nowhere.gpkg", "x", "ogr"))


def test_raster(tmp_path):
    layer = QgsRasterLayer(write_raster(tmp_path / "r.tif", np.ones((10, 20))), "r")
    described = describe(view_of(layer), CONTEXT).layer
    assert described.raster and described.features is None and described.fields == ()
    transformer = Transformer.from_crs(LAMBERT_93, WGS_84, always_xy=True)
    west = min(transformer.transform(352000, y)[0] for y in (6789000, 6788990))
    assert described.extent[0] == pytest.approx(west, abs=1e-6)


def test_signs_of_persons_at_the_end_of_a_long_layer():
    rows = [(None, "rien", n) for n in range(6000)]
    rows += [(None, f"prenom.nom{n}@mail.fr", n) for n in range(3000)]
    layer = make_layer("None", rows, [("remarque", "text"), ("n", "integer")])
    described = describe(view_of(layer), CONTEXT)
    assert [(item.column, item.kind) for item in described.findings()] == [("remarque", "email")]
    assert len(described.sample["remarque"]) <= 2000


def test_a_geopackage_says_itself_when_it_changed(tmp_path):
    path = tmp_path / "a.gpkg"
    assert geopackage_change(path) is None
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE gpkg_contents(table_name TEXT, last_change TEXT)")
        moments = [("a", "2026-03-01T10:00:00.000Z"), ("b", "2026-04-02T11:12:13.000Z")]
        base.executemany("INSERT INTO gpkg_contents VALUES (?, ?)", moments)
        base.commit()
    assert geopackage_change(path) == datetime(2026, 4, 2, 11, 12, 13, tzinfo=timezone.utc)
    (tmp_path / "b.gpkg").write_bytes(b"not a database at all, but long enough to look at")
    assert geopackage_change(tmp_path / "b.gpkg") is None
    assert geopackage_change(path.rename(tmp_path / "a.sqlite")) is None
