"""The QGIS project of the demo: every layer, styled, in a drawing order that reads."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "cityorchestra_demo.qgz"
# Group, file, layer inside the file, style, title in French, shown when the project opens. From above to below.
# What a real territory has no data for is not made, and left out.
LAYERS = (
    ("Parcours", "routes.gpkg", "routes", "cool_routes", "Parcours fraîcheur", True),
    ("Parcours", "schools_to_parks.gpkg", "schools_to_parks", "cool_routes", "Des écoles aux parcs", False),
    ("Parcours", "shade_on_network.gpkg", "shade_on_network", "shade_on_network", "Ombre des rues", True),
    ("Parcours", "network.gpkg", "network", "walking_network", "Réseau piéton", False),
    ("Marche", "walkability_failing.gpkg", "walkability_failing", "walkability_failing", "Rues non accessibles", False),
    ("Marche", "walkability.gpkg", "walkability", "walkability", "Marchabilité des rues", False),
    ("Marche", "area_walkability.gpkg", "area_walkability", "area_walkability", "Marchabilité des quartiers", False),
    ("Marche", "cool_place_classes.gpkg", "cool_place_classes", "cool_place_classes", "Lieux frais classés", False),
    ("Marche", "access_to_cool.gpkg", "access_to_cool", "access_to_cool", "Minutes jusqu’à un lieu frais", False),
    ("Marche", "served_area.gpkg", "served_area", "served_area", "Surface desservie", False),
    ("Marche", "isochrone_lines.gpkg", "isochrone_lines", "isochrone_lines", "Rues atteintes", False),
    ("Marche", "isochrone_areas.gpkg", "isochrone_areas", "isochrone_areas", "Surfaces atteintes", False),
    ("Marche", "weights.gpkg", "weights", "", "Poids calés sur l’enquête", False),
    ("Marche", "access_table.gpkg", "access_table", "", "Rues et habitants par minute", False),
    ("Marche", "territory.gpkg", "walk_survey", "", "Enquête de marchabilité", False),
    ("Marche", "territory.gpkg", "walk_margins", "", "Population de l’enquête", False),
    ("Territoire", "territory.gpkg", "places", "places", "Lieux", True),
    ("Territoire", "territory.gpkg", "equipment", "equipment", "Mobilier urbain", False),
    ("Territoire", "territory.gpkg", "trees", "trees", "Arbres", True),
    ("Territoire", "territory.gpkg", "buildings", "buildings", "Bâtiments", True),
    ("Territoire", "territory.gpkg", "streets", "streets", "Rues", True),
    ("Territoire", "territory.gpkg", "waterways", "waterways", "Cours d’eau", True),
    ("Territoire", "territory.gpkg", "water", "water", "Eau", True),
    ("Territoire", "territory.gpkg", "cool_places", "cool_places", "Lieux frais", False),
    ("Territoire", "territory.gpkg", "green_spaces", "green_spaces", "Espaces verts", False),
    ("Territoire", "territory.gpkg", "vegetation", "vegetation", "Végétation", True),
    ("Territoire", "territory.gpkg", "zones", "zones", "Quartiers", False),
    ("Territoire", "territory.gpkg", "population", "population", "Population", False),
    (
        "Sobriété foncière",
        "territory.gpkg",
        "land_cover_changes",
        "demo_land_cover_changes",
        "Changements réels de 2017 à 2020",
        False,
    ),
    ("Sobriété foncière", "territory.gpkg", "ocsge_2020", "demo_ocsge", "OCS GE 2020", False),
    ("Sobriété foncière", "territory.gpkg", "ocsge_2017", "demo_ocsge", "OCS GE 2017", False),
    ("Chaleur", "sun_position.csv", "", "", "Position du soleil", False),
    ("Chaleur", "sun_fraction.tif", "", "sun_fraction", "Soleil direct à 15 h (%)", False),
    ("Chaleur", "sun_hours.tif", "", "sun_hours", "Heures de soleil direct", False),
    ("Chaleur", "sky_view.tif", "", "sky_view", "Facteur de vue du ciel", False),
    ("Chaleur", "tmrt.tif", "", "tmrt", "Température moyenne de rayonnement à 15 h", False),
    ("Chaleur", "utci_classes.tif", "", "utci_classes", "Stress thermique à 15 h", False),
    ("Chaleur", "utci.tif", "", "utci", "Température ressentie à 15 h (UTCI)", False),
    (
        "Îlot de chaleur",
        "heat_island_residuals.gpkg",
        "heat_island_residuals",
        "heat_island_residuals",
        "Erreurs aux stations (°C)",
        False,
    ),
    (
        "Îlot de chaleur",
        "heat_island_stations.gpkg",
        "heat_island_stations",
        "heat_island_stations",
        "Îlot de chaleur des stations (°C)",
        False,
    ),
    ("Îlot de chaleur", "territory.gpkg", "heat_stations", "heat_stations", "Stations de température", False),
    ("Îlot de chaleur", "territory.gpkg", "heat_observations", "", "Températures horaires", False),
    ("Îlot de chaleur", "heat_island_nights.gpkg", "heat_island_nights", "", "Nuits d’îlot de chaleur", False),
    ("Îlot de chaleur", "heat_island_mask.tif", "", "heat_island_mask", "Cellules extrapolées", False),
    ("Îlot de chaleur", "heat_island.tif", "", "heat_island", "Îlot de chaleur nocturne (°C)", False),
    (
        "Îlot de chaleur",
        "heat_island_error.tif",
        "",
        "heat_island_error",
        "Incertitude de l’îlot de chaleur (°C)",
        False,
    ),
    ("Îlot de chaleur", "cover_shares.tif", "", "", "Parts d’occupation du sol dans des disques", False),
    ("Relief", "landcover.tif", "", "land_cover", "Occupation du sol", False),
    ("Relief", "groundcover.tif", "", "land_cover", "Couverture du sol", False),
    ("Relief", "canopy.tif", "", "canopy", "Canopée (m)", False),
    ("Relief", "dsm.tif", "", "relief", "Surface", False),
    ("Relief", "dtm.tif", "", "relief", "Terrain", False),
)
# Made by some territories only.
OPTIONAL = (
    "cool_places",
    "walk_survey",
    "walk_margins",
    "heat_stations",
    "heat_observations",
    "ocsge_2017",
    "ocsge_2020",
    "land_cover_changes",
)
# Thousands of points hide the town when it is seen whole.
CLOSE_ONLY = ("trees", "equipment")
CLOSE_SCALE = 9000.0


def start_qgis() -> QgsApplication:
    """Start QGIS without a window."""
    application = QgsApplication([], False)
    application.initQgis()
    return application


def project_crs(raster: Path) -> str:
    """Return the CRS of a raster as an authority code."""
    return raster_layer(raster, "crs").crs().authid()


def raster_layer(path: Path, title: str) -> QgsRasterLayer:
    """Open a raster without the default style, which would compute statistics and leave a file beside it."""
    options = QgsRasterLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsRasterLayer(str(path), title, "gdal", options)


def forget_fonts(path: Path) -> None:
    """Take the font family out of the labels of a project: it is that of this machine, absent from others."""
    aside = path.with_suffix(".part")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.endswith(".qgs"):
                content = re.sub(rb' fontFamily="[^"]*"', b"", content)
            target.writestr(item.filename, content)
    aside.replace(path)


def write_project(folder: Path, territory: Path) -> dict[str, object]:
    """Write the project, open it again, and return its layers by table or file name.

    Stops with the name of the layer when one is bad.
    """
    project = QgsProject.instance()
    project.clear()
    project.setTitle("City Orchestra")
    layers = {}
    for group, file, table, style, title, shown in LAYERS:
        path = folder / file
        if not path.exists():
            continue
        if path.suffix == ".tif":
            layer = raster_layer(path, title)
        else:
            layer = QgsVectorLayer(f"{path}|layername={table}" if table else str(path), title, "ogr")
        if not layer.isValid():
            if table in OPTIONAL:
                continue
            sys.exit(f"The layer {title} of {path} is not valid.")
        if table and layer.featureCount() == 0:
            continue
        if style:
            message, ok = layer.loadNamedStyle(str(ROOT / "resources" / "styles" / f"{style}_fr.qml"))
            if not ok:
                sys.exit(f"The style {style} does not fit {title}: {message}")
        layer.setName(title)
        layer.loadDefaultMetadata()
        if table in CLOSE_ONLY:
            layer.setScaleBasedVisibility(True)
            layer.setMinimumScale(CLOSE_SCALE)
        project.addMapLayer(layer, False)
        node = project.layerTreeRoot().findGroup(group) or project.layerTreeRoot().addGroup(group)
        node.addLayer(layer).setItemVisibilityChecked(shown)
        layers[table or path.stem] = layer
    frame = layers["shade_on_network"]
    project.setCrs(QgsCoordinateReferenceSystem(frame.crs()))
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(frame.extent(), frame.crs()))
    path = folder / PROJECT
    if not project.write(str(path)):
        sys.exit(f"The project {path} could not be written.")
    forget_fonts(path)
    again = QgsProject()
    again.read(str(path))
    bad = [layer.name() for layer in again.mapLayers().values() if not layer.isValid()]
    if bad or len(again.mapLayers()) != len(layers):
        sys.exit(f"The project opens with bad layers: {', '.join(bad) or 'some are missing'}.")
    return layers
