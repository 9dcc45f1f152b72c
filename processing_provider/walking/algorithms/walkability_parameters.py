"""Parameters of the walkability score: the fields of its measures."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterField

from ...translation import tr


def add_measure_fields(algorithm) -> None:
    """Add the fields that hold measures, all optional."""
    for name, label in (
        ("WIDTH", tr("Sidewalk width field (m)")),
        ("SLOPE", tr("Slope field (%)")),
        ("CANOPY", tr("Canopy cover field (%)")),
        ("SHADE", tr("Summer shade field (%)")),
        ("TRAFFIC", tr("Traffic field (vehicles/day)")),
        ("SPEED", tr("Speed limit field (km/h)")),
        ("NOISE", tr("Noise field (dB(A) Lden)")),
        ("CROSSING", tr("Distance to a crossing field (m)")),
        ("BENCH", tr("Distance between benches field (m)")),
        ("WATER", tr("Distance to water or toilets field (m)")),
        ("LIGHTING", tr("Lighting field")),
        ("SURFACE", tr("Surface and obstacles field")),
        ("CLASS", tr("Street class field")),
        ("STEPS", tr("Steps field")),
        ("CROSS_SLOPE", tr("Cross slope field (%)")),
        ("KERB", tr("Kerb height field (cm)")),
        ("CLEARANCE", tr("Free height field (m)")),
    ):
        help_text = tr("When empty, a field with a usual name is taken, if there is one; the log says which.")
        if name in ("LIGHTING", "SURFACE"):
            help_text = tr("Numbers from 0 (bad) to 1 (good), or words such as good, bad, yes, no, asphalt, gravel.")
        algorithm.add(
            QgsProcessingParameterField(f"{name}_FIELD", label, None, "NETWORK", optional=True),
            help_text,
            advanced=True,
        )
