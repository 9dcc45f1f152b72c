"""Science of territory_prepare: mapping, heights, surfaces; on small hand-made tables and on two real samples."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.tables import TABLES, read_table
from cityorchestra.processing_provider.territory.codes import CODES
from cityorchestra.processing_provider.territory.defaults import read_defaults, shipped_defaults
from cityorchestra.processing_provider.territory.features import (
    KEPT,
    NULL,
    REPAIRED,
    UNUSABLE,
    standard_geometry,
)
from cityorchestra.processing_provider.territory.heights import (
    building_heights,
    neighbour_heights,
    tree_sizes,
    vegetation_heights,
)
from cityorchestra.processing_provider.territory.mapping import (
    apply_mapping,
    detect_profile,
    read_mapping,
    rules_for,
)
from cityorchestra.processing_provider.territory.mapping_table import shipped_mapping
from cityorchestra.processing_provider.territory.prepare import prepare_layer
from cityorchestra.processing_provider.territory.road_defaults import street_widths, walk_by_class
from cityorchestra.processing_provider.territory.schema import check_table, standard_layers
from cityorchestra.processing_provider.territory.surfaces import (
    burn_heights,
    burn_mask,
    canopy_height,
    footprint_base_levels,
    grid_for_extent,
    sample_footprints,
)
from cityorchestra.processing_provider.territory.values import (
    factorize,
    fold,
    parse_boolean,
    parse_number,
    parse_tags,
    parse_year,
    text_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rasterio.transform import Affine

OSM = "redon/redon.gpkg"
BDTOPO = "bdtopo/bdtopo_12174.gpkg"


def column(*values):
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result


def boxes(*corners):
    return column(*(shapely.box(*corner) for corner in corners))


def squares(count, size=10.0, step=20.0):
    return column(*(shapely.box(i * step, 0.0, i * step + size, size) for i in range(count)))


@cache
def read_layer(path, name):
    """Read a layer of a GeoPackage as geometries and columns."""
    ogr = pytest.importorskip("osgeo.ogr")
    ogr.UseExceptions()
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayerByName(name)
    definition = layer.GetLayerDefn()
    names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    binaries, rows = [], []
    for feature in layer:
        shape = feature.GetGeometryRef()
        binaries.append(None if shape is None else bytes(shape.ExportToIsoWkb()))
        rows.append([feature.GetField(name) for name in names])
    # Some areas cut at the edge of the extract have rings of two points: no geometry, like the bridge to QGIS.
    geometry = np.array(shapely.from_wkb(column(*binaries), on_invalid="ignore"), dtype=object)
    return geometry, {name: column(*(row[i] for row in rows)) for i, name in enumerate(names)}


def assert_consistent(table, report):
    assert report.read == report.kept + report.dropped
    assert len(table) == report.kept + report.added_points
    check_table(report.layer, table)
    identifiers = table.columns[standard_layers()[report.layer].fields[0].name]
    assert len(set(identifiers)) == len(identifiers)
    for (layer, name), codes in CODES.items():
        if layer == report.layer:
            assert {value for value in table.columns[name] if value is not None} <= set(codes)


# --- values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("12 m", 12.0),
        ("12,5", 12.5),
        ("12.5m", 12.5),
        (" -1 ", -1.0),
        ("+3", 3.0),
        (".5", 0.5),
        ("~7", 7.0),
        ("2;3", 2.0),
        ("2|3", 2.0),
        ("30 mph", 48.28032),
        ("50 km/h", 50.0),
        ("10 knots", 18.52),
        ("40 ft", 12.192),
        ("12'6\"", 3.81),
        ("5'", 1.524),
        ("350 cm", 3.5),
        ("1 250", 1250.0),
        ("1\u202f250,5", 1250.5),
        ("1e3", 1000.0),
    ],
)
def test_numbers_are_read_with_their_unit(text, number):
    assert parse_number(text) == pytest.approx(number)


@pytest.mark.parametrize(
    "text", [None, "", "m", ".", "+", "abc", "FR:urban", "5-6", "12 bananas", "1.234,5", "1e999", "1982/01/01"]
)
def test_other_texts_are_not_numbers(text):
    assert math.isnan(parse_number(text))


@given(st.text())
def test_number_parser_never_raises_and_never_gives_infinity(text):
    assert not math.isinf(parse_number(text))


@given(st.floats(min_value=-1e12, max_value=1e12))
def test_written_numbers_are_read_back(number):
    assert parse_number(repr(number)) == number
    assert parse_number(f"{number!r} m") == number


@given(st.text() | st.text(alphabet='{"}[]:=>\\, ', max_size=40))
def test_tags_and_booleans_never_raise(text):
    assert all(isinstance(key, str) for key in parse_tags(text))
    assert parse_boolean(text) in (True, False, None)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=5))
def test_hstore_text_is_read_back(tags):
    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    assert parse_tags(",".join(f"{quoted(key)}=>{quoted(value)}" for key, value in tags.items())) == tags


def test_tags_as_json_and_null_tags():
    assert parse_tags('{"layer": "1", "n": null}') == {"layer": "1"}
    assert parse_tags('"a"=>NULL,"b"=>""') == {"b": ""}
    assert parse_tags(None) == {}


def test_years_and_words():
    assert parse_year("1982/01/01") == parse_year("01/02/1982") == parse_year("1982") == 1982.0
    assert math.isnan(parse_year("C12")) and math.isnan(parse_year("19820101"))
    assert [parse_boolean(text) for text in ("Oui", "no", "1", "maybe", None)] == [True, False, True, None, None]
    assert fold("  Forêt  FERMÉE d’été ") == "foret fermee d'ete"


def test_column_values_as_text():
    values = [1.0, 1.5, np.int64(3), True, np.nan, None, "  ", " a "]
    assert [text_of(value) for value in values] == ["1", "1.5", "3", "1", None, None, None, "a"]
    codes, texts = factorize(["b", None, "a", "b", np.nan])
    assert codes.tolist() == [0, -1, 1, 0, -1] and texts == ["b", "a"]


# --- geometries -----------------------------------------------------------------------------------------------


def test_polygons_are_repaired_flattened_and_counted():
    geometry = column(
        shapely.from_wkt("POLYGON Z ((0 0 5, 2 0 5, 2 2 5, 0 0 5))"),
        shapely.from_wkt("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"),
        None,
        shapely.from_wkt("POLYGON EMPTY"),
        shapely.from_wkt("LINESTRING (0 0, 1 1)"),
        shapely.from_wkt("GEOMETRYCOLLECTION (MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0))), POINT (9 9))"),
        shapely.from_wkt("POLYGON ((0 0, 1 0, 2 0, 0 0))"),
        shapely.Polygon([(0, 0), (1, 0), (np.inf, 1), (0, 0)]),
    )
    result, row, status = standard_geometry(geometry, "MultiPolygon")
    assert row.tolist() == [0, 1, 5]
    assert status.tolist() == [KEPT, REPAIRED, NULL, NULL, UNUSABLE, KEPT, UNUSABLE, UNUSABLE]
    assert not shapely.has_z(result).any() and shapely.is_valid(result).all()
    assert (shapely.get_type_id(result) == 6).all()
    np.testing.assert_allclose(shapely.area(result), [2.0, 2.0, 0.5])


def test_lines_without_length_and_of_the_wrong_kind_are_unusable():
    geometry = column(
        shapely.LineString([(0, 0), (0, 0)]), shapely.LineString([(0, 0), (3, 4)]), shapely.box(0, 0, 1, 1)
    )
    result, row, status = standard_geometry(geometry, "MultiLineString")
    assert row.tolist() == [1] and status.tolist() == [UNUSABLE, KEPT, UNUSABLE]
    assert shapely.length(result).tolist() == [5.0]


def test_a_layer_of_points_takes_a_point_on_each_area_and_separates_multipoints():
    u_shape = shapely.box(0, 0, 10, 10) - shapely.box(2, 2, 8, 11)
    geometry = column(u_shape, shapely.MultiPoint([(1, 2), (3, 4)]), shapely.Point(5, 6), shapely.Point())
    result, row, status = standard_geometry(geometry, "Point")
    assert row.tolist() == [0, 1, 1, 2] and status.tolist() == [KEPT, KEPT, KEPT, NULL]
    assert u_shape.contains(result[0])
    assert [(point.x, point.y) for point in result[1:]] == [(1, 2), (3, 4), (5, 6)]


def test_no_geometry_at_all():
    for target in ("Point", "MultiLineString", "MultiPolygon"):
        result, row, _ = standard_geometry(column(None, None), target)
        assert len(result) == len(row) == 0
        assert len(standard_geometry(column(), target)[0]) == 0


# --- mapping tables -------------------------------------------------------------------------------------------

HEADER = "profile,layer,field,source,rule,from,to\n"


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "mapping.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_shipped_mapping_gives_every_essential_and_identifier_field():
    rules = shipped_mapping()
    for profile in ("bdtopo", "osm"):
        given_fields = {(rule.layer, rule.field) for rule in rules if rule.profile in (profile, "*")}
        for name, layer in standard_layers().items():
            if profile == "bdtopo" and name == "trees":
                continue  # BD TOPO has no single trees
            assert (name, layer.fields[0].name) in given_fields
        assert ("streets", "street_class") in given_fields and ("vegetation", "vegetation_class") in given_fields


def test_every_code_of_the_schema_is_described_in_it():
    layers = standard_layers()
    for (layer, name), codes in CODES.items():
        description = next(item for item in layers[layer].fields if item.name == name).description_en
        for code in codes:
            assert code in description


def test_a_table_may_use_semicolons_a_byte_order_mark_comments_and_empty_lines(tmp_path):
    text = "# mine\n" + HEADER.replace(",", ";") + "\ncustom;trees;height_m;haut|h;number;;\n"
    (rule,) = read_mapping(write(tmp_path, text, "utf-8-sig"))
    assert rule.sources == ("haut", "h") and rule.rule == "number" and rule.layer == "trees"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("custom,trunks,height_m,h,number,,", "trunks"),
        ("custom,trees,size,h,number,,", "size"),
        ("custom,trees,height_m,h,guess,,", "guess"),
        ("custom,trees,height_m,,number,,", "source column"),
        ("custom,trees,height_m,h,number,", "must have 7 values"),
        ("custom,trees,*,h,number,,", "field"),
        ("custom,trees,height_m,h,keep_if,1,", "field"),
        ("custom,streets,street_class,h,map,a,avenue", "avenue"),
        ("custom,streets,width_m,,constant,,wide", "wide"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, row, words):
    with pytest.raises(InputError, match="Row 1") as raised:
        read_mapping(write(tmp_path, HEADER + row + "\n"))
    assert words in str(raised.value)


def test_a_file_that_is_not_a_mapping_is_refused(tmp_path):
    with pytest.raises(InputError, match="first line"):
        read_mapping(write(tmp_path, "a,b\n1,2\n"))
    with pytest.raises(InputError, match="UTF-8"):
        read_mapping(write(tmp_path, HEADER + "custom,trees,species,espèce,copy,,\n", "latin-1"))


def test_user_rows_come_first_and_leave_the_shipped_ones(tmp_path):
    mine = read_mapping(write(tmp_path, HEADER + "osm,streets,street_class,highway,map,busway|track,pedestrian\n"))
    columns = {"highway": column("busway", "track", "primary")}
    lines = column(*(shapely.LineString([(0, i), (9, i)]) for i in range(3)))
    table, _ = prepare_layer("streets", lines, columns, rules_for("osm", mine))
    assert table.columns["street_class"].tolist() == ["pedestrian", "pedestrian", "primary"]
    table, _ = prepare_layer("streets", lines, columns, rules_for("osm"))
    assert table.columns["street_class"].tolist() == ["service", "track", "primary"]


def test_profiles_are_detected_by_columns():
    assert detect_profile("buildings", ["OSM_ID", "building"]) == "osm"
    assert detect_profile("buildings", ["ID", "NATURE", "HAUTEUR"]) == "bdtopo"
    assert detect_profile("streets", ["cleabs", "nature"]) == "bdtopo"
    assert detect_profile("population", ["idcar_200m", "ind"]) == "bdtopo"
    assert detect_profile("trees", ["essence", "hauteur"]) is None
    assert detect_profile("streets", []) is None
    for name, layer in standard_layers().items():
        assert detect_profile(name, [item.name.upper() for item in layer.fields]) == "standard"


# --- mapping --------------------------------------------------------------------------------------------------


def rules_of(tmp_path, *rows):
    return read_mapping(write(tmp_path, HEADER + "\n".join(rows) + "\n"))


def test_first_matching_row_wins_then_the_default_row(tmp_path):
    rules = rules_of(
        tmp_path,
        "custom,buildings,use,kind,map,a|B,residential",
        "custom,buildings,use,kind,map,b|c,public",
        "custom,buildings,use,kind,map,,annex",
    )
    table, report = apply_mapping(rules, "buildings", squares(5), {"KIND": column("A", "b", "c", "d", None)})
    assert table.columns["use"].tolist() == ["residential", "residential", "public", "annex", "annex"]
    assert report.unknown == {"use": {"kind=d": 1}}


def test_a_value_known_to_say_nothing_is_not_reported(tmp_path):
    rules = rules_of(
        tmp_path,
        "custom,buildings,use,kind,map,none,",
        "custom,buildings,use,kind,map,*,public",
    )
    table, report = apply_mapping(rules, "buildings", squares(2), {"kind": column("none", "x")})
    assert table.columns["use"].tolist() == [None, "public"] and report.unknown == {}


def test_alternatives_are_tried_feature_by_feature_and_zero_is_not_a_height(tmp_path):
    rules = rules_of(tmp_path, "custom,buildings,height_m,first|tags:h,number,,")
    columns = {"first": np.array([5.0, np.nan, 0.0]), "tags": column(None, '"h"=>"7 m"', '"h"=>"8"')}
    table, report = apply_mapping(rules, "buildings", squares(3), columns)
    assert table.columns["height_m"].tolist() == [5.0, 7.0, 8.0] and report.unknown == {}


def test_unknown_values_are_counted_most_frequent_first_up_to_twenty(tmp_path):
    rules = rules_of(tmp_path, "custom,buildings,storeys,n,integer,,")
    texts = [f"x{i}" for i in range(30)] + ["high"] * 3 + ["2"]
    table, report = apply_mapping(rules, "buildings", squares(34), {"n": column(*texts)})
    assert table.columns["storeys"].tolist() == [None] * 33 + [2]
    assert len(report.unknown["storeys"]) == 20 and report.unknown_total["storeys"] == 33
    assert next(iter(report.unknown["storeys"].items())) == ("n=high", 3)


def test_filters_keep_and_drop(tmp_path):
    rules = rules_of(
        tmp_path,
        "custom,trees,*,type,keep_if,tree|bush,",
        "custom,trees,*,state,drop_if,felled,",
    )
    points = column(*(shapely.Point(i, 0) for i in range(4)))
    columns = {"type": column("Tree", "bush", "bench", "tree"), "state": column(None, "felled", None, "")}
    table, report = apply_mapping(rules, "trees", points, columns)
    assert table.columns["tree_id"].tolist() == ["t1", "t4"]
    assert (report.read, report.kept, report.filtered, report.made_ids) == (4, 2, 2, 2)
    with pytest.raises(InputError, match="none of the columns"):
        apply_mapping(rules, "trees", points, {"other": column(1, 2, 3, 4)})


def test_identifiers_are_prefixed_and_made_unique(tmp_path):
    rules = rules_of(tmp_path, "custom,buildings,building_id,id,copy,,way/*")
    table, report = apply_mapping(rules, "buildings", squares(4), {"id": column(7, 7, "7", None)})
    assert table.columns["building_id"].tolist() == ["way/7", "way/7_2", "way/7_3", "b4"]
    assert report.duplicate_ids == 2 and report.made_ids == 1


def test_a_layer_without_its_essential_column_is_refused_with_the_row_to_add():
    line = column(shapely.LineString([(0, 0), (1, 1)]))
    with pytest.raises(InputError, match="custom,streets,street_class,YOUR_COLUMN,map,YOUR_VALUE,residential"):
        prepare_layer("streets", line, {"width": column(3)}, rules_for("custom"))
    with pytest.raises(InputError, match="custom,population,population,YOUR_COLUMN,number"):
        prepare_layer("population", squares(1), {}, rules_for("custom"))


def test_equipment_of_unknown_kind_is_left_out_and_counted(tmp_path):
    rules = rules_of(tmp_path, "custom,equipment,kind,type,map,banc,bench")
    points = column(shapely.Point(0, 0), shapely.MultiPoint([(1, 1), (2, 2)]), shapely.Point(3, 3))
    table, report = prepare_layer("equipment", points, {"type": column("banc", "poubelle", None)}, rules)
    assert len(table) == 1 and report.undefined == 2 and report.unknown["kind"] == {"type=poubelle": 2}
    assert_consistent(table, report)


def test_bdtopo_v3_geopackage_names():
    columns = {
        "cleabs": column("BATIMENT1", "BATIMENT2", "BATIMENT3", "BATIMENT4"),
        "usage_1": column("Résidentiel", "Indifférencié", "Annexe", "Religieux"),
        "nature": column("Indifférenciée", "Industriel, agricole ou commercial", "Indifférenciée", "Eglise"),
        "etat_de_l_objet": column("En service", "En service", "En projet", "En service"),
        "construction_legere": column(False, False, True, False),
        "hauteur": column(6.2, None, 3.0, None),
        "nombre_d_etages": column(2, 3, None, None),
        "nombre_de_logements": column(1, None, None, None),
        "date_d_apparition": column("1982-01-01", None, None, None),
        "altitude_minimale_sol": column(10.0, 20.0, None, 30.0),
        "altitude_minimale_toit": column(16.2, None, None, None),
        "altitude_maximale_toit": column(18.0, None, None, 48.5),
    }
    table, report = prepare_layer("buildings", squares(4), columns, rules_for("bdtopo"))
    assert_consistent(table, report)
    got = table.columns
    assert got["building_id"].tolist() == ["BATIMENT1", "BATIMENT2", "BATIMENT4"]
    assert got["use"].tolist() == ["residential", "industrial", "public"]
    assert got["height_m"].tolist() == [6.2, 10.0, 18.5]
    assert got["height_source"].tolist() == ["measured", "storeys", "roof_altitude"]
    assert got["year"].tolist() == [1982, None, None] and got["dwellings"].tolist() == [1, None, None]


def test_bdtopo_v3_streets():
    natures = ("Type autoroutier", "Bretelle", "Route à 1 chaussée", "Rond-point", "Sentier", "Piste cyclable")
    columns = {
        "cleabs": column(*(f"TRONROUT{i}" for i in range(6))),
        "nature": column(*natures),
        "importance": column("1", "2", "5", "3", "6", "6"),
        "largeur_de_chaussee": column(10.5, 4.0, 5.0, None, None, None),
        "nombre_de_voies": column(3, 1, 2, 2, None, None),
        "vitesse_moyenne_vl": column(125, 60, 30, 30, 1, 0),
        "position_par_rapport_au_sol": column("1", "0", "Gué ou radier", "-1", None, "0"),
        "acces_pieton": column(None, None, "Restreint aux ayants droit", None, None, None),
        "itineraire_vert": column(True, False, False, False, False, False),  # network of main roads, not greenways
        "cpx_toponyme_voie_verte": column(None, None, None, None, None, "Voie verte du Mail"),
        "nom_collaboratif_gauche": column(None, None, None, "RUE A", None, None),
        "cpx_toponyme_route_nommee": column("l'Océane", None, None, "X", None, None),
    }
    lines = column(*(shapely.LineString([(0, i, 1), (9, i, 1)]) for i in range(6)))
    table, report = prepare_layer("streets", lines, columns, rules_for("bdtopo"))
    assert_consistent(table, report)
    got = table.columns
    classes = ["motorway", "primary", "residential", "secondary", "path", "cycleway"]
    assert got["street_class"].tolist() == classes
    assert got["walk_allowed"].tolist() == [False, False, False, True, True, True]
    assert got["level"].tolist() == [1, 0, 0, -1, 0, 0]
    assert got["width_m"].tolist() == [10.5, 4.0, 5.0, 5.5, 1.0, 2.5]
    assert got["width_source"].tolist() == ["measured"] * 3 + ["default"] * 3
    assert got["name"].tolist() == ["l'Océane", None, None, "RUE A", None, None]
    assert got["speed_kmh"].tolist()[:5] == [125, 60, 30, 30, 1] and np.isnan(got["speed_kmh"][5])


def test_osm_streets_from_plain_columns_as_from_tags():
    tags = [
        {"highway": "residential", "layer": "-2", "tunnel": "building_passage"},
        {"highway": "footway", "bridge": "yes"},
        {"highway": "service", "covered": "yes", "access": "private"},
        {"highway": "cycleway", "foot": "designated", "maxspeed": "20 mph"},
        {"highway": "trunk", "motorroad": "yes", "sidewalk:left:width": "1.6"},
        {"highway": "proposed"},
        {"highway": "path", "access": "no", "foot": "yes", "maxspeed": "FR:urban", "width": "2,5 m"},
    ]
    keys = sorted({key for one in tags for key in one})
    lines = column(*(shapely.LineString([(0, i), (9, i)]) for i in range(len(tags))))
    plain = {"osm_id": column(*range(7)), **{key: column(*(one.get(key) for one in tags)) for key in keys}}
    hstore = column(*(",".join(f'"{key}"=>"{value}"' for key, value in one.items()) for one in tags))
    first, report = prepare_layer("streets", lines, plain, rules_for("osm"))
    second, _ = prepare_layer("streets", lines, {"osm_id": column(*range(7)), "other_tags": hstore}, rules_for("osm"))
    assert_consistent(first, report)
    for name, values in first.columns.items():
        np.testing.assert_array_equal(values, second.columns[name])
    got = first.columns
    assert got["level"].tolist() == [-1, 1, -1, 0, 0, 0]
    assert got["walk_allowed"].tolist() == [True, True, False, True, False, True]
    assert got["street_class"].tolist()[4] == "motorway" and got["pavement_left_m"][4] == 1.6
    assert got["speed_kmh"][3] == pytest.approx(32.19, abs=0.01) and got["speed_kmh"][5] == 50.0
    assert got["width_m"][5] == 2.5 and got["width_source"][5] == "measured"


def test_zones_and_population_of_insee():
    columns = {"idcar_200m": column("CRS3035N1E1", "CRS3035N1E2"), "ind": column(12.5, None)}
    table, report = prepare_layer("population", squares(2), columns, rules_for("osm"))
    assert table.columns["population"].tolist() == [12.5, 0.0] and report.defaults == {"population": 1}
    columns = {"CODE_IRIS": column("352360101"), "NOM_IRIS": column("Centre")}
    table, _ = prepare_layer("zones", squares(1), columns, rules_for("bdtopo"))
    assert table.columns["zone_id"].tolist() == ["352360101"] and table.columns["name"].tolist() == ["Centre"]


def test_a_tree_inventory_with_usual_french_names():
    columns = {"nom_latin": column("Platanus x hispanica", None), "hauteur": column("12,5 m", None)}
    points = column(shapely.Point(0, 0), shapely.Point(9, 9))
    table, report = prepare_layer("trees", points, columns, rules_for("custom"))
    assert_consistent(table, report)
    assert table.columns["height_m"].tolist() == [12.5, 8.0]
    assert table.columns["crown_diameter_m"][0] == pytest.approx(10.0 * 12.5 / 16.0)
    assert table.columns["evergreen"].tolist() == [False, None]


def test_preparing_a_standard_layer_again_changes_nothing(shared_data):
    geometry, columns = read_layer(shared_data(OSM), "ways")
    first, _ = prepare_layer("streets", geometry, columns, rules_for("osm"))
    assert detect_profile("streets", first.columns) == "standard"
    second, report = prepare_layer("streets", first.geometry, first.columns, rules_for("standard"))
    assert shapely.equals_exact(first.geometry, second.geometry).all()
    for name, values in first.columns.items():
        np.testing.assert_array_equal(values, second.columns[name], err_msg=name)
    assert report.unknown == {} and report.kept == len(first)


# --- heights and widths ---------------------------------------------------------------------------------------


def test_each_height_rule_in_its_turn():
    nan = np.nan
    height, rule = building_heights(
        squares(6, step=500.0),
        np.array([7.0, nan, nan, nan, 9999.0, -2.0]),
        np.array([9.0, 9.0, 9.0, 4.0, nan, nan]),
        column(*["public"] * 5, "residential"),
        shipped_defaults(),
        np.array([100.0, 100.0, 100.0, nan, 100.0, 100.0]),
        np.array([120.0, 112.0, nan, nan, 90.0, nan]),
        np.array([nan, 115.0, 118.0, nan, nan, 9999.0]),
    )
    assert height.tolist() == [7.0, 12.0, 18.0, 13.0, 7.0, 5.7]
    assert rule.tolist() == ["measured", "roof_altitude", "roof_altitude", "storeys", "table", "table"]


def test_neighbours_of_the_same_use_within_a_hundred_metres():
    height = np.array([4.0, 6.0, 20.0, np.nan, 50.0, np.nan])
    use = column("annex", "annex", "annex", "annex", "public", "public")
    got, rule = building_heights(squares(6), height, np.full(6, np.nan), use, shipped_defaults())
    assert got[3] == 6.0 and rule[3] == "neighbours"
    assert got[5] == 7.0 and rule[5] == "table"
    far, rule = building_heights(squares(6, step=120.0), height, np.full(6, np.nan), use, shipped_defaults())
    assert far[3] == 4.6 and rule[3] == "table"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(4, 60))
def test_neighbour_median_equals_brute_force(seed, count):
    rng = np.random.default_rng(seed)
    centre = rng.uniform(0, 250, (count, 2))
    geometry = column(*(shapely.box(x - 1, y - 1, x + 1, y + 1) for x, y in centre))
    height, use = rng.uniform(3, 30, count), rng.choice(["a", "b"], count).astype(object)
    surveyed = rng.random(count) < 0.6
    got = neighbour_heights(geometry, height, use, surveyed, ~surveyed)
    assert np.isnan(got[surveyed]).all()
    centre = shapely.get_coordinates(shapely.centroid(geometry))
    for index in np.flatnonzero(~surveyed):
        distance = np.hypot(*(centre - centre[index]).T)
        pool = np.flatnonzero(surveyed & (use == use[index]) & (distance < 100.0))
        pool = pool[np.argsort(distance[pool])][:25]
        expected = np.median(height[pool]) if len(pool) >= 3 else np.nan
        np.testing.assert_allclose(got[index], expected)


def test_tree_sizes_follow_species_then_genus_then_any():
    nan = np.nan
    height, crown, measured = tree_sizes(
        ["Quercus ilex", "quercus robur", "Ginkgo biloba", None, "Tilia"],
        np.array([nan, nan, nan, 16.0, 9.0]),
        np.array([nan, nan, nan, nan, 4.0]),
        shipped_defaults(),
    )
    assert height.tolist() == [10.0, 14.0, 8.0, 16.0, 9.0]
    assert crown.tolist() == [7.0, 10.0, 5.0, 10.0, 4.0]
    assert measured.tolist() == [False, False, False, False, True]


def test_vegetation_heights_by_class():
    classes = column("wood", "hedge", "grass", "wood")
    height, measured = vegetation_heights(classes, np.array([np.nan, 0.0, -1.0, 25.0]), shipped_defaults())
    assert height.tolist() == [12.0, 0.0, 0.1, 25.0] and measured.tolist() == [False, True, False, True]


def test_street_widths_and_walking_by_class():
    classes = column("primary", "primary", "primary", "footway", "motorway")
    width, rule = street_widths(
        classes, np.array([6.0, np.nan, 0.0, np.nan, 900.0]), np.array([2, 3, np.nan, np.nan, 2.0]), shipped_defaults()
    )
    assert width.tolist() == [6.0, 10.5, 7.0, 1.5, 7.0]
    assert rule.tolist() == ["measured", "lanes", "table", "table", "lanes"]
    assert walk_by_class(classes, shipped_defaults()).tolist() == [True, True, True, True, False]


def test_defaults_cover_every_class_and_a_wrong_number_is_named(tmp_path):
    defaults = shipped_defaults()
    for layer, coded, sized in (
        ("buildings", "use", "height_m"),
        ("streets", "street_class", "width_m"),
        ("streets", "street_class", "lane_width_m"),
        ("vegetation", "vegetation_class", "height_m"),
    ):
        assert (defaults.column(layer, sized, CODES[layer, coded]) > 0).all()
    path = tmp_path / "defaults.csv"
    path.write_text("layer,field,key,min_area_m2,value,unit,source,checked\ntrees,height_m,,0,tall,m,,0\n")
    with pytest.raises(InputError, match="tall"):
        read_defaults(path)


# --- surfaces -------------------------------------------------------------------------------------------------


@given(
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 7e6),
    st.floats(0, 3e3),
    st.floats(0, 3e3),
    st.sampled_from([0.2, 0.3, 0.5, 1.0, 2.0, 7.0]),
)
def test_grid_covers_the_extent_on_multiples_of_the_cell(west, south, width, height, size):
    transform, (rows, columns) = grid_for_extent((west, south, west + width, south + height), size)
    slack = 2e-6 * size + 1e-6
    assert transform.c <= west + slack and transform.c + columns * size >= west + width - slack
    assert transform.f >= south + height - slack and transform.f - rows * size <= south + slack
    assert columns <= width / size + 2 and rows <= height / size + 2
    for origin in (transform.c, transform.f):
        assert abs(origin / size - round(origin / size)) < 1e-6


def test_grid_of_an_exact_extent_adds_nothing_and_nonsense_is_refused():
    assert grid_for_extent((350000.1, 6780000.0, 350003.1, 6780002.1), 0.3)[1] == (7, 10)
    assert grid_for_extent((0, 0, 10, 5), 1.0) == (Affine(1, 0, 0, 0, -1, 5), (5, 10))
    for bounds, size in (((0, 0, 1, 1), 0.0), ((0, 0, 1, 1), np.nan), ((1, 0, 0, 1), 1.0), ((0, 0, np.inf, 1), 1.0)):
        with pytest.raises(InputError):
            grid_for_extent(bounds, size)


def test_roofs_are_flat_above_the_median_terrain():
    transform = Affine(1, 0, 0, 0, -1, 10)
    dtm = np.tile(np.arange(10, dtype=np.float32), (10, 1))
    dtm[0, 0] = np.nan
    footprints = boxes((2, 2, 7, 7), (0, 9, 2, 10), (5, 5, 9, 9))
    dsm = burn_heights(dtm, dtm.shape, transform, footprints, np.array([10.0, 3.0, 20.0]))
    assert dsm.dtype == np.float32
    assert np.isnan(dsm[0, 0])  # terrain unknown: kept unknown under the second footprint
    assert dsm[0, 1] == 1.0 + 3.0
    assert dsm[7, 2] == dsm[3, 4] == 4.0 + 10.0
    assert dsm[4, 6] == dsm[1, 8] == 6.5 + 20.0  # the highest shows where two overlap
    assert dsm[9, 9] == 9.0 and dsm[1, 3] == 3.0


def test_both_of_two_overlapping_footprints_and_one_smaller_than_a_cell_get_their_terrain():
    transform = Affine(1, 0, 0, 0, -1, 4)
    dtm = np.arange(16, dtype=np.float32).reshape(4, 4)
    footprints = boxes((0, 0, 2, 2), (0, 0, 4, 4), (3.6, 3.6, 3.9, 3.9), (10, 10, 12, 12))
    levels = footprint_base_levels(4, [sample_footprints(dtm, transform, footprints)])
    np.testing.assert_array_equal(levels, [np.median(dtm[2:, :2]), np.median(dtm), dtm[0, 3], np.nan])
    assert np.isnan(footprint_base_levels(2, [])).all()
    dsm = burn_heights(dtm, dtm.shape, transform, footprints[3:], np.array([5.0]))
    np.testing.assert_array_equal(dsm, dtm)


def test_flat_ground_without_terrain_and_refusals():
    transform = Affine(2, 0, 0, 0, -2, 8)
    dsm = burn_heights(None, (4, 4), transform, boxes((0, 0, 4, 4)), np.array([6.0]))
    assert dsm.sum() == 4 * 6.0 and dsm[3, 0] == 6.0
    with pytest.raises(InputError, match="same cells"):
        burn_heights(np.zeros((3, 4)), (4, 4), transform, boxes((0, 0, 4, 4)), np.array([6.0]))
    for wrong in (Affine(1, 0.1, 0, 0, -1, 0), Affine(1, 0, 0, 0, 1, 0), Affine(1, 0, 0, 0, -2, 0)):
        with pytest.raises(InputError, match="square cells"):
            burn_mask((4, 4), wrong, boxes((0, 0, 4, 4)))
    assert not burn_mask((4, 4), transform, boxes()).any()


def test_a_crown_is_half_an_ellipsoid_and_nothing_stands_on_roofs_or_grass():
    transform = Affine(0.5, 0, 100, 0, -0.5, 200)
    shape = (40, 40)
    canopy = canopy_height(
        shape, transform, np.array([[110.2, 189.7]]), np.array([12.0]), np.array([8.0]), boxes(), np.empty(0)
    )
    x = 100 + 0.5 * (np.arange(40) + 0.5)
    y = 200 - 0.5 * (np.arange(40) + 0.5)
    share = 1 - ((x[None, :] - 110.2) ** 2 + (y[:, None] - 189.7) ** 2) / 16.0
    expected = np.where(share >= 0, 12 * (0.625 + 0.375 * np.sqrt(np.maximum(share, 0))), 0)
    # Stems are placed to 1/1024 of a cell; near the rim the square root turns that into centimetres.
    np.testing.assert_allclose(canopy, expected, atol=0.05)
    assert canopy.max() == pytest.approx(12.0, abs=0.05) and canopy.dtype == np.float32
    roofs = np.zeros(shape, bool)
    roofs[:, :20] = True
    water = np.zeros(shape, bool)
    water[:, 30:] = True
    canopy = canopy_height(
        shape,
        transform,
        np.array([[117.0, 190.0]]),
        np.array([12.0]),
        np.array([2.0]),
        boxes((100, 180, 120, 200), (100, 180, 120, 190)),
        np.array([5.0, 0.1]),
        roofs,
        water,
    )
    assert not canopy[:, :20].any() and (canopy[:, 20:30] == 5.0).all()
    assert canopy[20, 33] > 7.5 and (canopy[water] > 0).sum() < 20  # a crown may overhang the water


def test_a_tree_smaller_than_a_cell_keeps_its_cell():
    transform = Affine(5, 0, 0, 0, -5, 20)
    args = (np.array([[6.0, 6.0]]), np.array([8.0]), np.array([1.0]), boxes(), np.empty(0))
    canopy = canopy_height((4, 4), transform, *args)
    assert np.flatnonzero(canopy).tolist() == [2 * 4 + 1] and canopy.max() == pytest.approx(5.0)
    args = (args[0], args[1], np.array([0.0]), *args[3:])
    assert canopy_height((4, 4), transform, *args).max() == pytest.approx(5.0)


def scene(rng, origin, extent, step):
    """Footprints on a decimetre raster (edges on cell centres are the hard case), trees and patches."""

    def polygons(count, biggest):
        corner = np.round(rng.uniform(0, extent, (count, 2)) / step) * step + origin
        size = np.round(rng.uniform(step, biggest, (count, 2)) / step) * step
        turned = [
            shapely.Polygon([(x + w / 2, y), (x + w, y + h / 2), (x + w / 2, y + h), (x, y + h / 2)])
            if rng.random() < 0.4
            else shapely.box(x, y, x + w, y + h)
            for (x, y), (w, h) in zip(corner, size)
        ]
        return column(*turned)

    footprints, patches = polygons(25, extent / 4), polygons(6, extent / 2)
    trees = rng.uniform(0, extent, (40, 2)) + origin
    sizes = rng.uniform(2, 15, 40), rng.uniform(0.5, 12, 40)
    return footprints, rng.uniform(2, 30, 25), trees, sizes, patches, rng.uniform(0, 15, 6)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.2, 0.3, 0.5, 1.0, 2.0]),
    st.sampled_from([0.0, 0.5, 0.1]),
    st.tuples(st.integers(6, 40), st.integers(6, 40)),
)
def test_tiles_equal_the_whole_to_the_bit(seed, size, shift, tile):
    rng = np.random.default_rng(seed)
    rows, columns = 47, 61
    transform = Affine(size, 0, (1166667 + shift) * size, 0, -size, (22600001 + shift) * size)
    origin = np.array([transform.c, transform.f - rows * size])
    footprints, heights, trees, (tall, wide), patches, high = scene(rng, origin, columns * size, 0.1)
    dtm = rng.uniform(0, 50, (rows, columns)).astype(np.float32)
    dtm[rng.random(dtm.shape) < 0.05] = np.nan

    whole = burn_heights(dtm, dtm.shape, transform, footprints, heights)
    roofs = burn_mask(dtm.shape, transform, footprints)
    crowns = canopy_height(dtm.shape, transform, trees, tall, wide, patches, high, roofs)
    assert (np.isnan(whole) == np.isnan(dtm)).all()
    assert (whole >= dtm)[~np.isnan(dtm)].all()
    assert (crowns >= 0).all() and crowns.max() <= np.float32(max(tall.max(), high.max())) and not crowns[roofs].any()

    windows = [
        (slice(r, min(r + tile[0], rows)), slice(c, min(c + tile[1], columns)))
        for r in range(0, rows, tile[0])
        for c in range(0, columns, tile[1])
    ]

    def moved(window):
        return transform * Affine.translation(window[1].start, window[0].start)

    samples = [sample_footprints(dtm[window], moved(window), footprints) for window in reversed(windows)]
    base = footprint_base_levels(len(footprints), samples)
    np.testing.assert_array_equal(
        base, footprint_base_levels(len(footprints), [sample_footprints(dtm, transform, footprints)])
    )
    for window in windows:
        part = dtm[window]
        dsm = burn_heights(part, part.shape, moved(window), footprints, heights, base)
        np.testing.assert_array_equal(dsm, whole[window])
        mask = burn_mask(part.shape, moved(window), footprints)
        np.testing.assert_array_equal(mask, roofs[window])
        canopy = canopy_height(part.shape, moved(window), trees, tall, wide, patches, high, mask)
        np.testing.assert_array_equal(canopy, crowns[window])


@settings(max_examples=30, deadline=None)
@given(arrays(np.float64, (6, 2), elements=st.floats(0, 30)), arrays(np.float64, 6, elements=st.floats(1, 40)))
def test_a_higher_roof_never_lowers_the_surface_and_order_does_not_matter(corners, heights):
    footprints = column(*(shapely.box(x, y, x + 6, y + 4) for x, y in corners))
    transform = Affine(1, 0, 0, 0, -1, 36)
    dtm = np.add.outer(np.arange(36), np.arange(36)).astype(np.float32)
    first = burn_heights(dtm, dtm.shape, transform, footprints, heights)
    assert (burn_heights(dtm, dtm.shape, transform, footprints, heights + 1) >= first).all()
    back = burn_heights(dtm, dtm.shape, transform, footprints[::-1], heights[::-1])
    np.testing.assert_array_equal(back, first)


def test_the_mask_agrees_with_points_in_polygons():
    rng = np.random.default_rng(5)
    geometry = shapely.buffer(shapely.points(rng.uniform(0, 60, (12, 2))), rng.uniform(1, 9, 12), quad_segs=3)
    transform = Affine(0.7, 0, -3.5, 0, -0.7, 63.0)
    mask = burn_mask((95, 97), transform, geometry)
    x = transform.c + transform.a * (np.arange(97) + 0.5)
    y = transform.f + transform.e * (np.arange(95) + 0.5)
    inside = shapely.contains_xy(shapely.union_all(geometry), *np.meshgrid(x, y))
    assert (mask != inside).sum() <= 2  # rounding to 1/1024 of a cell


# --- the real samples -----------------------------------------------------------------------------------------

OSM_PAIRS = [
    ("buildings", "buildings"),
    ("ways", "streets"),
    ("points", "trees"),
    ("areas", "vegetation"),
    ("areas", "green_spaces"),
    ("areas", "water"),
    ("waterways", "waterways"),
    ("points", "equipment"),
    ("areas", "equipment"),
    ("points", "places"),
    ("areas", "places"),
    ("buildings", "places"),
]
BDTOPO_PAIRS = [
    ("batiment", "buildings"),
    ("route_v2", "streets"),
    ("zone_de_vegetation", "vegetation"),
    ("surface_hydrographique", "water"),
    ("zone_d_activite_ou_d_interet", "places"),
    ("zone_d_activite_ou_d_interet", "green_spaces"),
    ("terrain_de_sport", "green_spaces"),
    ("cimetiere", "green_spaces"),
    ("commune", "zones"),
]


@pytest.mark.parametrize(
    ("sample", "source", "layer"),
    [(OSM, *pair) for pair in OSM_PAIRS] + [(BDTOPO, *pair) for pair in BDTOPO_PAIRS],
)
def test_every_feature_of_the_samples_is_accounted_for(shared_data, sample, source, layer):
    geometry, columns = read_layer(shared_data(sample), source)
    profile = "osm" if sample == OSM else "bdtopo"
    assert detect_profile(layer, columns) == profile
    table, report = prepare_layer(layer, geometry, columns, rules_for(profile))
    assert report.read == len(geometry) and report.kept > 0
    assert_consistent(table, report)
    assert set(report.unknown) <= {"year"}  # "C12": every other value of the samples is read


def test_streets_of_redon(shared_data):
    geometry, columns = read_layer(shared_data(OSM), "ways")
    table, report = prepare_layer("streets", geometry, columns, rules_for("osm"))
    assert report.kept == len(geometry) == 350
    got = table.columns
    highway = Counter(columns["highway"])
    classes = Counter(got["street_class"])
    assert classes["steps"] == highway["steps"] and classes["footway"] == highway["footway"]
    assert classes["primary"] == highway["primary"] + highway["primary_link"]
    bridge = np.array([value is not None for value in columns["bridge"]])
    passage = columns["tunnel"] == "building_passage"
    assert bridge.sum() == 12 and (got["level"][bridge] == 1).all()
    assert passage.sum() == 6 and (got["level"][passage] == -1).all()
    assert (got["level"][~(bridge | passage)] == 0).all()
    closed = columns["foot"] == "no"
    assert closed.any() and not got["walk_allowed"][closed].any()
    assert got["walk_allowed"][columns["highway"] == "footway"].all()
    speed = columns["maxspeed"] == "30"
    assert (got["speed_kmh"][speed] == 30.0).all() and np.isnan(got["speed_kmh"][columns["maxspeed"] == None]).all()  # noqa: E711
    assert (got["width_m"] > 0).all()


def test_streets_of_the_v2_sample(shared_data):
    geometry, columns = read_layer(shared_data(BDTOPO), "route_v2")
    table, report = prepare_layer("streets", geometry, columns, rules_for("bdtopo"))
    kept = columns["etat"] != "En construction"
    assert report.filtered == (~kept).sum() == 1
    got, nature = table.columns, columns["nature"][kept]
    assert not got["walk_allowed"][(nature == "Quasi-autoroute") | (nature == "Bretelle")].any()
    assert got["walk_allowed"][np.isin(nature, ["Escalier", "Sentier", "Chemin", "Route à 1 chaussée"])].all()
    np.testing.assert_array_equal(got["level"], columns["pos_sol"][kept].astype(int))
    width = columns["largeur"][kept].astype(float)
    assert (got["width_m"][width > 0] == width[width > 0]).all()
    assert ((got["width_source"] == "measured") == (width > 0)).all()
    assert report.defaults["width_m"] == (width == 0).sum() == 918


def test_a_road_layer_without_attributes_is_refused(shared_data):
    geometry, columns = read_layer(shared_data(BDTOPO), "troncon_de_route")
    assert detect_profile("streets", columns) is None
    with pytest.raises(InputError, match="street_class"):
        prepare_layer("streets", geometry, columns, rules_for("custom"))


def test_buildings_of_redon(shared_data):
    geometry, columns = read_layer(shared_data(OSM), "buildings")
    table, report = prepare_layer("buildings", geometry, columns, rules_for("osm"))
    got = table.columns
    assert (got["height_m"] > 0).all() and report.null_geometry + report.unusable_geometry == 20
    assert report.sources["height_m"] == {"table": 1048, "measured": 4, "storeys": 1}
    assert report.defaults["height_m"] == (got["height_source"] == "default").sum() == 1048
    assert Counter(got["use"])["annex"] >= 70  # roofs without walls of the cadastre


def test_buildings_of_the_v3_sample(shared_data):
    geometry, columns = read_layer(shared_data(BDTOPO), "batiment")
    table, report = prepare_layer("buildings", geometry, columns, rules_for("bdtopo"))
    kept = columns["ETAT"] == "En service"
    height = columns["HAUTEUR"][kept].astype(float)
    got = table.columns
    assert len(table) == kept.sum() == 2270
    assert ((got["height_source"] == "measured") == (height > 0)).all()
    assert (got["height_m"][height > 0] == height[height > 0]).all() and (got["height_m"] > 0).all()
    # Where HAUTEUR is missing or zero, 38 have storeys; none has a roof altitude above the ground.
    assert report.sources["height_m"] == {"measured": 1986, "storeys": 38, "neighbours": 198, "table": 48}


def test_heights_from_altitudes_equal_hauteur(shared_data):
    geometry, columns = read_layer(shared_data(BDTOPO), "batiment")
    rules = rules_for("bdtopo")
    known, _ = prepare_layer("buildings", geometry, columns, rules)
    blind = {name: values for name, values in columns.items() if name != "HAUTEUR"}
    table, report = prepare_layer("buildings", geometry, blind, rules)
    roof = table.columns["height_source"] == "roof_altitude"
    assert roof.sum() == report.sources["height_m"]["roof_altitude"] == 1615
    np.testing.assert_allclose(table.columns["height_m"][roof], known.columns["height_m"][roof], atol=1e-9)


def test_storey_rule_and_defaults_against_the_sample(shared_data):
    """The figures that the table of defaults states as checked."""
    geometry, columns = read_layer(shared_data(BDTOPO), "batiment")
    table, _ = prepare_layer("buildings", geometry, columns, rules_for("bdtopo"))
    height, area = table.columns["height_m"], shapely.area(table.geometry)
    measured = table.columns["height_source"] == "measured"
    storeys = np.array([value or np.nan for value in table.columns["storeys"]], dtype=float)
    both = measured & ~np.isnan(storeys)
    error = 3.0 * storeys[both] + 1.0 - height[both]
    assert both.sum() == 1296
    assert abs(np.median(error)) < 0.05
    assert np.median(np.abs(error)) == pytest.approx(1.3, abs=0.05)
    assert np.sqrt(np.mean(error**2)) == pytest.approx(2.06, abs=0.02)
    rows = [row for row in read_table(TABLES / "territory_defaults.csv") if row["layer"] == "buildings"]
    steps = [(row, float(row["min_area_m2"])) for row in rows if row["field"] == "height_m"]
    for row, smallest in steps:
        if row["checked"] == "1":
            larger = [area for other, area in steps if other["key"] == row["key"] and area > smallest]
            mine = measured & (table.columns["use"] == row["key"])
            mine &= (area >= smallest) & (area < min(larger, default=np.inf))
            assert float(row["value"]) == pytest.approx(np.median(height[mine]), abs=0.15), row
            assert f"n = {mine.sum()}" in row["source"], row


def test_neighbours_predict_held_out_heights_better_than_the_table(shared_data):
    geometry, columns = read_layer(shared_data(BDTOPO), "batiment")
    table, _ = prepare_layer("buildings", geometry, columns, rules_for("bdtopo"))
    height, use = table.columns["height_m"], table.columns["use"]
    measured = np.flatnonzero(table.columns["height_source"] == "measured")
    predicted = np.full(len(height), np.nan)
    for held_out in np.array_split(np.random.default_rng(1).permutation(measured), 10):
        wanted = np.zeros(len(height), bool)
        wanted[held_out] = True
        surveyed = np.zeros(len(height), bool)
        surveyed[measured] = True
        surveyed[held_out] = False
        predicted[held_out] = neighbour_heights(table.geometry, height, use, surveyed, wanted)[held_out]
    known = ~np.isnan(predicted)
    usual = shipped_defaults().column("buildings", "height_m", use, shapely.area(table.geometry))
    rmse = [np.sqrt(np.mean((guess[known] - height[known]) ** 2)) for guess in (predicted, usual)]
    assert known.sum() > 1500 and rmse[0] < rmse[1] < 2.0


def test_surface_and_canopy_of_redon(shared_data):
    layers = {}
    for source, layer in (("buildings", "buildings"), ("points", "trees"), ("areas", "vegetation"), ("areas", "water")):
        geometry, columns = read_layer(shared_data(OSM), source)
        layers[layer], _ = prepare_layer(layer, geometry, columns, rules_for("osm"))
    buildings, trees, vegetation = layers["buildings"], layers["trees"], layers["vegetation"]
    transform, shape = grid_for_extent(tuple(shapely.total_bounds(buildings.geometry)), 1.0)
    dsm = burn_heights(None, shape, transform, buildings.geometry, buildings.columns["height_m"])
    roofs = burn_mask(shape, transform, buildings.geometry)
    covered = shapely.area(shapely.union_all(buildings.geometry))
    assert roofs.sum() == pytest.approx(covered, rel=0.01)
    assert ((dsm > 0) == roofs).all() and dsm.max() == 31.0
    canopy = canopy_height(
        shape,
        transform,
        shapely.get_coordinates(trees.geometry),
        trees.columns["height_m"],
        trees.columns["crown_diameter_m"],
        vegetation.geometry,
        vegetation.columns["height_m"],
        roofs,
        burn_mask(shape, transform, layers["water"].geometry),
    )
    assert canopy[canopy > 0].min() > 0.0 and canopy.max() <= 13.0 and not canopy[roofs].any()
