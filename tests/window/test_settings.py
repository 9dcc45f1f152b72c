"""Settings: typed, bounded, and edited by the options page."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.dialogs.options_page import PAGE, OptionsFactory, OptionsPage
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QWidget

OTHERS = {
    settings.WALKING_SPEED: 0.8,
    settings.SUN_WEIGHT: 5.0,
    settings.MAXIMUM_DETOUR: 45.0,
    settings.MEMORY_LIMIT: 512,
    settings.THREADS: 3,
    settings.SCHEDULER: "tcp://server:8786",
}


@pytest.mark.parametrize("setting", settings.PREFERENCES, ids=lambda setting: setting.key)
def test_round_trip(setting):
    assert setting.value() == setting.default
    setting.set_value(OTHERS[setting])
    assert setting.value() == OTHERS[setting]
    assert type(setting.value()) is type(setting.default)
    setting.reset()
    assert setting.value() == setting.default


def test_numbers_stored_as_text_keep_their_type():
    QgsSettings().setValue("cityorchestra/walking/speed_m_s", "0.9")
    QgsSettings().setValue("cityorchestra/engine/threads", "2")
    assert settings.WALKING_SPEED.value() == 0.9
    assert settings.THREADS.value() == 2


@pytest.mark.parametrize(("stored", "expected"), [(-5.0, 0.3), (99.0, 3.0)])
def test_a_number_out_of_range_comes_back_to_the_limit(stored, expected):
    QgsSettings().setValue(settings.WALKING_SPEED.path, stored)
    assert settings.WALKING_SPEED.value() == expected


def test_what_is_unreadable_gives_the_default():
    QgsSettings().setValue(settings.WALKING_SPEED.path, "fast")
    assert settings.WALKING_SPEED.value() == settings.WALKING_SPEED.default


def test_page_shows_stores_and_restores(qtbot):
    for setting, value in OTHERS.items():
        setting.set_value(value)
    page = OptionsPage()
    qtbot.addWidget(page)
    shown = [page.speed.value(), page.alpha.value(), page.detour.value(), page.memory.value(), page.threads.value()]
    assert [*shown, page.scheduler.text()] == [OTHERS[setting] for setting in settings.PREFERENCES]
    page.speed.setValue(1.1)
    page.scheduler.setText("  tcp://other:1  ")
    assert settings.WALKING_SPEED.value() == 0.8, "nothing is stored before the user accepts"
    with qtbot.waitSignal(page.applied):
        page.apply()
    assert settings.WALKING_SPEED.value() == 1.1
    assert settings.SCHEDULER.value() == "tcp://other:1"
    page.reset_button.click()
    assert settings.WALKING_SPEED.value() == 1.1
    page.apply()
    assert [setting.value() for setting in settings.PREFERENCES] == [item.default for item in settings.PREFERENCES]


def test_factory_makes_the_page_and_passes_its_signal_on(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    factory = OptionsFactory()
    page = factory.createWidget(parent)
    assert page.objectName() == PAGE
    with qtbot.waitSignal(factory.applied):
        page.apply()
