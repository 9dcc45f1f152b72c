"""Accounts for tests, in the authentication database of the profile that pytest starts QGIS with.

The database is encrypted; it is the only place where a secret of the tests may be. Runs at the same time may share it
(pytest-qgis starts QGIS before anything of ours could name another one): what former runs left is taken away before its
first use, what belongs to a run that goes on stays.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import psutil

MASTER = "Maitre-Phare-7713"
OWNER = "test of process "  # name of a configuration, before the number of the process that made it


@lru_cache(maxsize=1)
def unlocked():
    """Return QGIS's authentication manager, nothing of former runs in it, its master password given."""
    from qgis.core import QgsApplication

    manager = QgsApplication.authManager()
    assert not manager.isDisabled(), manager.disabledMessage()
    apart = os.environ.get("QGIS_AUTH_DB_DIR_PATH")  # runs at the same time need a database each
    assert apart or ".qgis-settings" in database().parts, "this is not the profile of the tests"
    assert manager.masterPasswordIsSet() or manager.setMasterPassword(MASTER, True)
    for identifier, configuration in manager.availableAuthMethodConfigs().items():
        if not _is_running(configuration.name()[len(OWNER) :]):
            assert manager.removeAuthenticationConfig(identifier)
    return manager


def _is_running(process: str) -> bool:
    """Tell whether the process that made a configuration goes on."""
    return process.isdigit() and psutil.pid_exists(int(process))


def database() -> Path:
    """Return the file of the authentication database."""
    from qgis.core import QgsApplication

    return Path(QgsApplication.authManager().authenticationDatabasePath())


def stored(method: str, **values: str) -> str:
    """Keep a configuration and return its identifier."""
    from qgis.core import QgsAuthMethodConfig

    configuration = QgsAuthMethodConfig(method)
    configuration.setName(f"{OWNER}{os.getpid()}")
    for key, value in values.items():
        configuration.setConfig(key, value)
    kept = unlocked().storeAuthenticationConfig(configuration)
    assert kept[0] if isinstance(kept, tuple) else kept
    assert configuration.id()
    return configuration.id()


def stored_login(login: str, password: str) -> str:
    """Keep the login of a person and return its identifier."""
    return stored("Basic", username=login, password=password, realm="")


def stored_token(token: str) -> str:
    """Keep a token and return its identifier."""
    return stored("Basic", username="token", password=token, realm="token")


def process_with_accounts(process):
    """Return a ``qgis_process`` of the tests that reads this database."""
    unlocked()
    password_file = database().with_name("master.txt")
    password_file.write_text(MASTER)
    process._environment.update(
        QGIS_AUTH_DB_DIR_PATH=str(database().parent), QGIS_AUTH_PASSWORD_FILE=str(password_file)
    )
    return process
