"""The datasets that a layer of a search names."""

from __future__ import annotations

from qgis.core import QgsFeatureRequest

from ...algorithm import CityOrchestraAlgorithm
from ...compatibility import is_null
from ...errors import InputError

IDENTIFIER = "global_id"


def identifiers_of_layer(algorithm: CityOrchestraAlgorithm, parameters, name: str, context) -> list[str]:
    """Return the identifiers of the datasets of a layer, each once, in their order; the selection is honoured.

    Raises
    ------
    InputError
        When the layer cannot be read or has no field ``global_id``.
    """
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise InputError("The layer of LAYER cannot be read; choose it again.")
    position = source.fields().lookupField(IDENTIFIER)
    if position < 0:
        raise InputError("The layer has no field global_id; choose a layer made by a search.")
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes([position])
    values = (feature.attribute(position) for feature in source.getFeatures(request))
    texts = (str(value).strip() for value in values if not is_null(value))
    return list(dict.fromkeys(text for text in texts if text))
