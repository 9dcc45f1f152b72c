"""What every algorithm of the suite promises, whatever it computes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider import libraries
from cityorchestra.processing_provider.provider import algorithm_classes
from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingModelAlgorithm

PREFIXES = {
    "territory": "territory_", "heat": "heat_", "walking": "walk_", "rudi": "rudi_", "iot": "iot_",
    "land_take": "landtake_",
}  # fmt: skip
ID = re.compile(r"[a-z][a-z0-9_]*")
MAIN_THREAD = {"walk_route_sheet"}  # a print layout is tied to it
PARAMETER = re.compile(r"[A-Z][A-Z0-9_]*")

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture(params=algorithm_classes(), ids=lambda kind: kind.ID)
def algorithm(request):
    """Each algorithm, as QGIS makes it to run."""
    return QgsApplication.processingRegistry().createAlgorithmById(f"cityorchestra:{request.param.ID}")


def words(text):
    return set(re.findall(r"[a-zà-öø-ÿœ]+", re.sub(r"<[^>]+>", " ", text).lower()))


def test_the_provider_holds_them_all(provider):
    assert provider.id() == "cityorchestra"
    assert Path(provider.svgIconPath()).is_file()
    registered = {item.name() for item in provider.algorithms()}
    assert {kind.ID for kind in algorithm_classes()} <= registered
    assert len(provider.algorithms()) == len(registered)


def test_display_names_are_not_repeated(provider):
    names = [item.displayName() for item in provider.algorithms()]
    assert sorted(names) == sorted(set(names))


def test_shipped_models_are_registered(provider, repository):
    shipped = sorted((repository / "resources" / "models").glob("*.model3"))
    models = [item for item in provider.algorithms() if isinstance(item, QgsProcessingModelAlgorithm)]
    assert len(models) == len(shipped)
    for model in models:
        assert ID.fullmatch(model.name()), model.name()
        assert model.shortHelpString(), f"{model.name()} has no help"
        assert model.canExecute()[0], f"{model.name()}: an algorithm it uses is absent"


def test_identity(algorithm):
    assert ID.fullmatch(algorithm.name())
    assert algorithm.id() == f"cityorchestra:{algorithm.name()}"
    assert algorithm.name().startswith(PREFIXES[algorithm.groupId()])
    assert algorithm.group() and algorithm.displayName()
    assert "City Orchestra" not in algorithm.displayName()


def test_each_run_has_an_object_of_its_own(algorithm):
    other = algorithm.createInstance()
    assert type(other) is type(algorithm) and other is not algorithm


def test_what_belongs_to_qgis_is_not_redefined(algorithm):
    # `processing.run` calls `run` with arguments of its own; a subclass that takes the name breaks it.
    ours = [kind for kind in type(algorithm).__mro__ if kind.__module__.startswith("cityorchestra.")]
    assert ours and not [kind for kind in ours if "run" in vars(kind)]


def test_help(algorithm):
    assert len(words(algorithm.shortHelpString())) > 15
    assert algorithm.shortDescription() and "\n" not in algorithm.shortDescription()
    assert algorithm.helpUrl().startswith("https://")


def test_icon(algorithm):
    assert Path(algorithm.svgIconPath()).is_file()
    assert not algorithm.icon().isNull()


def test_tags_are_in_both_languages(algorithm):
    tags = algorithm.tags()
    assert len(tags) == len(set(tags)) and len(tags) >= 4
    assert all(tag == tag.lower() for tag in tags)
    english = words(f"{algorithm.displayName()} {algorithm.shortDescription()} {algorithm.shortHelpString()}")
    assert [tag for tag in tags if not words(tag) <= english], "no tag is foreign to the English help"


def test_every_parameter_has_a_name_a_label_and_a_help(algorithm):
    definitions = algorithm.parameterDefinitions()
    assert definitions
    for definition in definitions:
        assert PARAMETER.fullmatch(definition.name()), definition.name()
        assert definition.description() and definition.description() != definition.name()
    assert [item.name() for item in definitions if not item.help()] == []


def test_outputs_have_names_and_labels(algorithm):
    assert algorithm.outputDefinitions()
    for output in algorithm.outputDefinitions():
        assert PARAMETER.fullmatch(output.name()), output.name()
        assert output.description()


def test_defaults_are_accepted(algorithm):
    context = QgsProcessingContext()
    for definition in algorithm.parameterDefinitions():
        default = definition.defaultValue()
        if default is not None:
            assert definition.checkValueIsAcceptable(default, context), definition.name()


def test_it_is_offered_everywhere_and_runs_in_a_thread(algorithm):
    flags = QgsProcessingAlgorithm.Flag
    refused = [flags.FlagHideFromModeler, flags.FlagHideFromToolbox]
    if algorithm.name() not in MAIN_THREAD:
        refused.append(flags.FlagNoThreading)
    for flag in refused:
        assert not algorithm.flags() & flag


def test_it_names_the_packages_it_needs(algorithm):
    assert set(algorithm.LIBRARIES) <= set(libraries.PACKAGES)
    assert algorithm.canExecute() == (True, "")
