"""The Processing provider: the list of algorithms and models."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsProcessingModelAlgorithm, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithm import group_titles
from .provenance import plugin_version
from .styling import LOG_TAB
from .translation import tr

RESOURCES = Path(__file__).resolve().parents[1] / "resources"


def algorithm_classes() -> list[type]:
    """Return every algorithm of the suite, in the order of the toolbox."""
    from .heat.algorithms.cast_shadows import CastShadows
    from .heat.algorithms.heat_buffer_fractions import HeatBufferFractions
    from .heat.algorithms.heat_island_map import HeatIslandMap
    from .heat.algorithms.heat_island_nights import HeatIslandNights
    from .heat.algorithms.mean_radiant_temperature import MeanRadiantTemperature
    from .heat.algorithms.shade_hours import ShadeHours
    from .heat.algorithms.sky_view_factor import SkyViewFactor
    from .heat.algorithms.sun_position import SunPosition
    from .heat.algorithms.thermal_comfort import ThermalComfort
    from .iot.algorithms.alarm_eval import ReplayAlarms
    from .iot.algorithms.command_log import CommandLog
    from .iot.algorithms.crowd_qc import CrowdQualityControl
    from .iot.algorithms.decode import Decode
    from .iot.algorithms.devices_register import DevicesRegister
    from .iot.algorithms.downsample import Downsample
    from .iot.algorithms.drift import SensorDrift
    from .iot.algorithms.export_sensorthings import ExportSensorThings
    from .iot.algorithms.gateway_report import GatewayReport
    from .iot.algorithms.health_report import HealthReport
    from .iot.algorithms.history import History
    from .iot.algorithms.import_sensorthings import ImportSensorThings
    from .iot.algorithms.quality_control import QualityControl
    from .iot.algorithms.record import RecordStream
    from .iot.algorithms.send_command import SendCommand
    from .iot.algorithms.simulate import SimulateFleet
    from .iot.algorithms.snapshot import SnapshotOfDevices
    from .land_take.algorithms.artif_state import ArtificialisationState
    from .land_take.algorithms.change import LandTakeChange
    from .land_take.algorithms.check_coverage import CheckCoverage
    from .land_take.algorithms.enaf_trajectory import EnafTrajectory
    from .land_take.algorithms.friches_stock import BrownfieldStock
    from .land_take.algorithms.local_report import LocalReport
    from .land_take.algorithms.normalise_ocsge import NormaliseLandCover
    from .land_take.algorithms.rank_renaturation import RankRenaturation
    from .land_take.algorithms.scenario import LandTakeScenario
    from .land_take.algorithms.sensitivity import LandTakeSensitivity
    from .land_take.algorithms.soil_functions import SoilFunctionsByZone
    from .land_take.algorithms.zan_score import ZanScore
    from .land_take.algorithms.zone_indicators import ZoneIndicators
    from .rudi.algorithms.add_service import AddService
    from .rudi.algorithms.catalog_export import CatalogExport
    from .rudi.algorithms.catalog_import import CatalogImport
    from .rudi.algorithms.download_media import DownloadMedia
    from .rudi.algorithms.get_metadata import GetMetadata
    from .rudi.algorithms.metadata_from_layer import MetadataFromLayer
    from .rudi.algorithms.publish import Publish
    from .rudi.algorithms.request_access import RequestAccess
    from .rudi.algorithms.search import SearchCatalogue
    from .rudi.algorithms.validate_metadata import ValidateMetadata
    from .territory.algorithms.demo import DemoTerritory
    from .territory.algorithms.prepare import PrepareTerritory
    from .walking.algorithms.area_walkability import AreaWalkability
    from .walking.algorithms.build_network import BuildNetwork
    from .walking.algorithms.cool_place_access import CoolPlaceAccess
    from .walking.algorithms.cool_place_class import CoolPlaceClass
    from .walking.algorithms.cool_route import CoolRoute
    from .walking.algorithms.cool_routes_batch import CoolRoutesBatch
    from .walking.algorithms.export_routes import ExportRoutes
    from .walking.algorithms.heat_isochrone import HeatIsochrone
    from .walking.algorithms.route_sheet import RouteSheet
    from .walking.algorithms.shade_on_network import ShadeOnNetwork
    from .walking.algorithms.walkability_calibrate import WalkabilityCalibrate
    from .walking.algorithms.walkability_score import WalkabilityScore

    return [
        DemoTerritory,
        PrepareTerritory,
        SunPosition,
        CastShadows,
        ShadeHours,
        SkyViewFactor,
        MeanRadiantTemperature,
        ThermalComfort,
        HeatIslandNights,
        HeatBufferFractions,
        HeatIslandMap,
        BuildNetwork,
        ShadeOnNetwork,
        CoolRoute,
        CoolRoutesBatch,
        RouteSheet,
        HeatIsochrone,
        CoolPlaceClass,
        CoolPlaceAccess,
        ExportRoutes,
        WalkabilityScore,
        WalkabilityCalibrate,
        AreaWalkability,
        SearchCatalogue,
        GetMetadata,
        DownloadMedia,
        AddService,
        ValidateMetadata,
        CatalogExport,
        CatalogImport,
        MetadataFromLayer,
        Publish,
        RequestAccess,
        SnapshotOfDevices,
        History,
        Downsample,
        HealthReport,
        GatewayReport,
        DevicesRegister,
        Decode,
        ImportSensorThings,
        ExportSensorThings,
        RecordStream,
        SimulateFleet,
        ReplayAlarms,
        QualityControl,
        CrowdQualityControl,
        SensorDrift,
        SendCommand,
        CommandLog,
        NormaliseLandCover,
        CheckCoverage,
        EnafTrajectory,
        BrownfieldStock,
        LocalReport,
        ArtificialisationState,
        LandTakeChange,
        ZoneIndicators,
        SoilFunctionsByZone,
        ZanScore,
        LandTakeScenario,
        RankRenaturation,
        LandTakeSensitivity,
    ]


class CityOrchestraProvider(QgsProcessingProvider):
    """Provider ``cityorchestra``."""

    def id(self) -> str:
        return "cityorchestra"

    def name(self) -> str:
        return tr("City Orchestra")

    def longName(self) -> str:
        return tr("City Orchestra {version}").format(version=plugin_version())

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(RESOURCES / "icons" / "cityorchestra.svg")

    def loadAlgorithms(self):
        for kind in algorithm_classes():
            if not self.addAlgorithm(kind()):
                QgsMessageLog.logMessage(
                    f"{kind.__name__} could not be registered", LOG_TAB, Qgis.MessageLevel.Critical
                )

        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            self.load_models()  # a refresh: the first time, the plugin does it after registering the provider

    def load_models(self) -> None:
        """Add the shipped models; their steps are looked up in the registry, so it must know the provider."""
        loaded = False
        for path in sorted((RESOURCES / "models").glob("*.model3")):
            model = QgsProcessingModelAlgorithm()
            read = model.fromFile(str(path))
            # The file holds the identifier of the room; a model has one field for it and for its name.
            model.setGroup(group_titles().get(model.groupId(), model.groupId()))
            if read and self.addAlgorithm(model):
                loaded = True
            else:
                QgsMessageLog.logMessage(f"{path.name} could not be loaded", LOG_TAB, Qgis.MessageLevel.Critical)
        if loaded:
            self.algorithmsLoaded.emit()  # the toolbox shows what was added after the provider
