"""A QGIS window and four algorithms that the tests of windows can steer."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from cityorchestra.cityorchestra_plugin.docks.cool_route_plan import AlgorithmIds
from cityorchestra.processing_provider.compatibility import WkbType
from cityorchestra.processing_provider.compatibility import field as attribute
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterPoint,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingProvider,
    QgsReferencedPointXY,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QDate, QSize, Qt, QTranslator
from qgis.PyQt.QtWidgets import QAction, QMainWindow, QMenu

LAMBERT_93 = QgsCoordinateReferenceSystem("EPSG:2154")
FAKE = "fakeorchestra"
FAKE_IDS = AlgorithmIds(f"{FAKE}:build", f"{FAKE}:shade", f"{FAKE}:route", f"{FAKE}:sheet")
MARK = "¤"  # of every text that went through the translation, see Marking
WAIT_LIMIT_S = 30  # a fake algorithm that waits for a cancel gives up after this
# Routes of the fake search: length, minutes, metres in the sun, weight from which it is the best.
# Of the heat, each tells 25 + sun / 100 degrees at most, a dose of a tenth and half as many metres added as in the sun.
FRONT = ((1000.0, 13.3, 800.0, 1.0), (1100.0, 14.7, 500.0, 2.5), (1290.0, 17.2, 300.0, 6.0))


class FakeIface:
    """The parts of QgisInterface that the plugin uses, over a real window."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas(self.window)
        self.canvas.setDestinationCrs(LAMBERT_93)
        self.window.setCentralWidget(self.canvas)
        self.bar = QgsMessageBar(self.window)
        self.menus: dict[str, list[QAction]] = {}
        self.help_menu = QMenu(self.window)
        self.factories: list[Any] = []
        self.options_opened: list[str] = []
        self.log_opened = 0
        self.add_layer_action = QAction(self.window)
        self.layer_actions: list[tuple[QAction, Any]] = []  # of the layer tree, with their type of layer
        self.current_layer: Optional[QgsMapLayer] = None

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return self.canvas

    def messageBar(self):
        return self.bar

    def iconSize(self, dockedToolbar=False):
        return QSize(16, 16)

    def addToolBar(self, name):
        return self.window.addToolBar(name)

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)
        dock.show()

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)

    def addPluginToMenu(self, name, action):
        self.menus.setdefault(name, []).append(action)

    def removePluginMenu(self, name, action):
        self.menus[name].remove(action)
        if not self.menus[name]:
            del self.menus[name]

    def pluginHelpMenu(self):
        return self.help_menu

    def registerOptionsWidgetFactory(self, factory):
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.factories.remove(factory)

    def showOptionsDialog(self, parent=None, currentPage=""):
        self.options_opened.append(currentPage)

    def openMessageLog(self):
        self.log_opened += 1

    def activeLayer(self):
        return self.current_layer

    def addCustomActionForLayerType(self, action, menu, type, allLayers):
        assert (menu, allLayers) == ("", True)
        self.layer_actions.append((action, type))

    def removeCustomActionForLayerType(self, action):
        """Forget an action under the first type it is found, as QGIS does."""
        found = next((one for one in self.layer_actions if one[0] is action), None)
        if found is not None:
            self.layer_actions.remove(found)
        return found is not None

    def layer_menu(self, layer) -> list[QAction]:
        """Return what the menu of a layer in the layer tree offers; the layer is the current one then."""
        self.current_layer = layer
        return [action for action, kind in self.layer_actions if kind == layer.type()]

    def actionAddOgrLayer(self):
        return self.add_layer_action


@dataclass
class Behaviour:
    """What the fake algorithms do and have been asked."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    error: dict[str, str] = field(default_factory=dict)  # algorithm name to the sentence it stops with
    refusal: dict[str, str] = field(default_factory=dict)  # ... to the sentence of its check
    unable: dict[str, str] = field(default_factory=dict)  # ... to why it cannot run at all
    warning: dict[str, str] = field(default_factory=dict)
    waits: str = ""  # the algorithm that only ends when it is cancelled
    started: threading.Event = field(default_factory=threading.Event)
    front: tuple = FRONT
    heat: bool = True  # routes tell their heat

    def names(self) -> list[str]:
        """Return the algorithms that ran, in order."""
        return [name for name, _ in self.calls]


behaviour = Behaviour()


class FakeAlgorithm(QgsProcessingAlgorithm):
    """Base of the fakes: fails, waits or warns as asked, then lets the subclass write."""

    NAME = ""

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.NAME

    def displayName(self):
        return self.NAME

    def canExecute(self):
        sentence = behaviour.unable.get(self.NAME, "")
        return not sentence, sentence

    def checkParameterValues(self, parameters, context):
        ok, sentence = super().checkParameterValues(parameters, context)
        if ok and self.NAME in behaviour.refusal:
            return False, behaviour.refusal[self.NAME]
        return ok, sentence

    def add_output(self):
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", "Output"))

    def processAlgorithm(self, parameters, context, feedback):
        behaviour.calls.append((self.NAME, dict(parameters)))
        feedback.setProgress(50)
        if behaviour.waits == self.NAME:
            behaviour.started.set()
            pause = threading.Event()
            for _ in range(WAIT_LIMIT_S * 100):
                if feedback.isCanceled():
                    return {}
                pause.wait(0.01)
        if self.NAME in behaviour.error:
            raise QgsProcessingException(behaviour.error[self.NAME])
        if self.NAME in behaviour.warning:
            feedback.pushWarning(behaviour.warning[self.NAME])
        return {"OUTPUT": self.write(parameters, context)}

    def copy_with(self, parameters, source_name, context, added):
        """Copy a line source with some fields added."""
        source = self.parameterAsSource(parameters, source_name, context)
        fields = QgsFields(source.fields())
        for name, kind, _ in added:
            fields.append(attribute(name, kind))
        sink, destination = self.parameterAsSink(
            parameters, "OUTPUT", context, fields, source.wkbType(), source.sourceCrs()
        )
        for number, item in enumerate(source.getFeatures()):
            copy = QgsFeature(fields)
            copy.setGeometry(item.geometry())
            copy.setAttributes([*item.attributes(), *(value(number) for _, _, value in added)])
            sink.addFeature(copy)
        return destination


class FakeBuild(FakeAlgorithm):
    NAME = "build"

    def initAlgorithm(self, configuration=None):
        self.addParameter(
            QgsProcessingParameterFeatureSource("LINES", "Lines", [QgsProcessing.SourceType.TypeVectorLine])
        )
        for name in ("LEVEL_FIELD", "ALLOWED_FIELD", "WIDTH_FIELD"):
            self.addParameter(QgsProcessingParameterField(name, name, None, "LINES", optional=True))
        self.addParameter(QgsProcessingParameterRasterLayer("DTM", "Terrain", optional=True))
        self.addParameter(QgsProcessingParameterString("SIDES", "Sides", "1"))
        self.add_output()

    def write(self, parameters, context):
        added = [(name, "integer", lambda number: number) for name in ("edge_id", "u", "v")]
        return self.copy_with(parameters, "LINES", context, added)


class FakeShade(FakeAlgorithm):
    NAME = "shade"

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFeatureSource("NETWORK", "Network"))
        self.addParameter(QgsProcessingParameterRasterLayer("DSM", "Surface"))
        for name in ("CANOPY", "DTM"):
            self.addParameter(QgsProcessingParameterRasterLayer(name, name, optional=True))
        self.addParameter(QgsProcessingParameterDateTime("DATE", "Date", QgsProcessingParameterDateTime.Type.Date))
        self.addParameter(QgsProcessingParameterString("TZ", "Zone"))
        self.addParameter(QgsProcessingParameterNumber("WORKERS", "Threads", defaultValue=0))
        self.add_output()

    def write(self, parameters, context):
        date = self.parameterAsDateTime(parameters, "DATE", context).date()
        text = shade_text(date, self.parameterAsString(parameters, "TZ", context))
        return self.copy_with(parameters, "NETWORK", context, [("sun_profile", "text", lambda number: text)])


class FakeRoute(FakeAlgorithm):
    NAME = "route"

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFeatureSource("NETWORK", "Network"))
        for name in ("START", "END"):
            self.addParameter(QgsProcessingParameterPoint(name, name))
        self.addParameter(QgsProcessingParameterDateTime("DATETIME", "Departure"))
        self.addParameter(QgsProcessingParameterString("TZ", "Zone"))
        for name in ("SPEED", "ALPHA", "MAX_DETOUR"):
            self.addParameter(QgsProcessingParameterNumber(name, name, QgsProcessingParameterNumber.Type.Double, 1.0))
        for name in ("TA", "RH", "WIND", "DELTA_TA"):
            self.addParameter(QgsProcessingParameterNumber(name, name, QgsProcessingParameterNumber.Type.Double, 0.0))
        self.addParameter(QgsProcessingParameterString("COST", "Cost"))
        for name in ("PARETO", "ACCESSIBLE"):
            self.addParameter(QgsProcessingParameterBoolean(name, name))
        self.add_output()

    def write(self, parameters, context):
        fields = QgsFields()
        fields.append(attribute("rank", "integer"))
        heat = ("utci_max", "dose", "comfort_m") if behaviour.heat else ()
        for name in ("len_m", "time_min", "sun_m", "sun_min", "alpha_eq", *heat):
            fields.append(attribute(name, "real"))
        sink, destination = self.parameterAsSink(parameters, "OUTPUT", context, fields, WkbType.LineString, LAMBERT_93)
        start = self.parameterAsPoint(parameters, "START", context, LAMBERT_93)
        end = self.parameterAsPoint(parameters, "END", context, LAMBERT_93)
        for rank, (length, minutes, sun, alpha) in enumerate(behaviour.front, start=1):
            item = QgsFeature(fields)
            middle = QgsPointXY((start.x() + end.x()) / 2, (start.y() + end.y()) / 2 + 50 * rank)
            item.setGeometry(QgsGeometry.fromPolylineXY([start, middle, end]))
            felt = [25.0 + sun / 100.0, sun / 10.0, length + sun / 2.0] if heat else []
            item.setAttributes([rank, length, minutes, sun, minutes * sun / length, alpha, *felt])
            sink.addFeature(item)
        return destination


class FakeSheet(FakeAlgorithm):
    NAME = "sheet"

    def flags(self):
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFeatureSource("ROUTES", "Routes"))
        self.addParameter(QgsProcessingParameterFeatureSource("NETWORK", "Network", optional=True))
        self.addParameter(QgsProcessingParameterNumber("ROUTE", "Rank"))
        self.addParameter(QgsProcessingParameterDateTime("DATETIME", "Departure"))
        self.addParameter(QgsProcessingParameterString("TZ", "Zone"))
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", "Sheet", "PDF files (*.pdf)"))

    def write(self, parameters, context):
        path = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        path.write_text(threading.current_thread().name)
        return str(path)


class FakeProvider(QgsProcessingProvider):
    """Provider of the fakes."""

    def id(self):
        return FAKE

    def name(self):
        return FAKE

    def loadAlgorithms(self):
        for kind in (FakeBuild, FakeShade, FakeRoute, FakeSheet):
            self.addAlgorithm(kind())


def shade_text(date: QDate, zone: str) -> str:
    """Return a sun profile as the algorithm writes it."""
    day = date.toString(Qt.DateFormat.ISODate)
    return json.dumps({"date": day, "tz": zone, "start": "06:00", "step_min": 15, "sun": [100]})


def street_layer(name: str = "Streets", fields: tuple[tuple[str, str], ...] = ()) -> QgsVectorLayer:
    """Return two streets that cross, in memory."""
    layer = QgsVectorLayer("LineString?crs=EPSG:2154", name, "memory")
    layer.dataProvider().addAttributes([attribute(name, kind) for name, kind in fields])
    layer.updateFields()
    for first, last in (((0, 0), (1000, 0)), ((500, -500), (500, 500))):
        item = QgsFeature(layer.fields())
        item.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(*first), QgsPointXY(*last)]))
        layer.dataProvider().addFeature(item)
    layer.updateExtents()
    return layer


def shaded_layer(day: str = "2026-07-14", zone: str = "Europe/Paris") -> QgsVectorLayer:
    """Return a network that carries its shade."""
    layer = street_layer(
        "Shade on streets", (("edge_id", "integer"), ("u", "integer"), ("v", "integer"), ("sun_profile", "text"))
    )
    text = shade_text(QDate.fromString(day, Qt.DateFormat.ISODate), zone)
    index = layer.fields().lookupField("sun_profile")
    layer.dataProvider().changeAttributeValues({item.id(): {index: text} for item in layer.getFeatures()})
    return layer


def point(x: float, y: float, crs: Optional[QgsCoordinateReferenceSystem] = None) -> QgsReferencedPointXY:
    """Return a point in Lambert-93, or in another CRS."""
    return QgsReferencedPointXY(QgsPointXY(x, y), crs or LAMBERT_93)


class Marking(QTranslator):
    """Translate every text of the suite into itself with a mark."""

    def translate(self, context, source, disambiguation=None, number=-1):
        return MARK + source if context == "CityOrchestra" else ""

    def isEmpty(self):
        return False
