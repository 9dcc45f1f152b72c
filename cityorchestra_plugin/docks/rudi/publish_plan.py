"""What a publication is made of, and the two algorithms that it runs: the record of the layer, then the node."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional
from urllib.parse import urlsplit

from qgis.core import QgsMapLayer, QgsRasterLayer

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.algorithms.media_file import FORMATS
from ....processing_provider.rudi.file_names import safe_name
from ....processing_provider.rudi.form_checks import Form
from ....processing_provider.rudi.http_client import base_url
from ....processing_provider.rudi.search_text import folded
from ....processing_provider.rudi.validation_messages import ERROR, WARNING
from ....processing_provider.translation import tr
from ...runner import Step, StepResult

NODE, MANAGER = "node", "manager"
RECORD, PLAN, SEND = "record", "plan", "send"  # steps
LONGEST_NAME = 60  # characters of the name of the file
_NOT_IN_NAME = re.compile(r"[^a-z0-9]+")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class PublishIds:
    """Identifiers of the algorithms in the Processing registry."""

    record: str = "cityorchestra:rudi_metadata_from_layer"
    publish: str = "cityorchestra:rudi_publish"


@dataclass(frozen=True)
class Destination:
    """Where a dataset goes.

    Attributes
    ----------
    target : str
        :data:`NODE` or :data:`MANAGER`.
    address : str
        As it was typed.
    authcfg : str
        Configuration of QGIS's authentication manager.
    to_portal : bool
        Whether the node is asked to send the record to its portal.
    """

    target: str = MANAGER
    address: str = ""
    authcfg: str = ""
    to_portal: bool = False

    def problems(self) -> dict[str, tuple[str, InputError]]:
        """Return what is wrong with it, by field (``address``, ``account``): severity, and what to say."""
        found: dict[str, tuple[str, InputError]] = {}
        if not self.address.strip():
            found["address"] = (ERROR, InputError("Give the address of the node, or of its manager."))
        else:
            try:
                parts = urlsplit(base_url(self.address))
            except InputError as error:
                found["address"] = (ERROR, error)
            else:
                if parts.scheme != "https" and parts.hostname not in _LOCAL:
                    error = InputError(
                        "This address is not https: the account and the data would travel in the clear. Write https:// "
                        "if the server has it."
                    )
                    found["address"] = (WARNING, error)
        if not self.authcfg:
            found["account"] = (
                ERROR,
                InputError("Choose the account that may write there, or add it with the plus sign."),
            )
        return found

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return all(severity != ERROR for severity, _ in self.problems().values())

    def shown(self) -> str:
        """Return the server as the user knows it."""
        return urlsplit(base_url(self.address)).netloc


@dataclass(frozen=True)
class Publication:
    """A layer, what is said of it, and where it goes.

    Attributes
    ----------
    layer : QgsMapLayer
    layer_id : str
        Its identifier: the layer may be gone when the publication ends.
    form : Form
    destination : Destination
    folder : Path
        Where the files are made.
    media_format, version : str
        Of the file and of the record.
    previous : Path or None
        Record that this one takes the place of.
    """

    layer: QgsMapLayer
    layer_id: str
    form: Form
    destination: Destination
    folder: Path
    media_format: str = "gpkg-zip"
    version: str = "1.3.0"
    previous: Optional[Path] = None

    @property
    def media_name(self) -> str:
        """Name of the file to publish, made from the title."""
        stem = _NOT_IN_NAME.sub("_", folded(self.form.title)).strip("_")[:LONGEST_NAME].strip("_")
        form = "tif" if isinstance(self.layer, QgsRasterLayer) else self.media_format
        return safe_name((stem or "layer") + FORMATS[form].extension)

    def record_parameters(self) -> dict[str, Any]:
        """Return the parameters of ``rudi_metadata_from_layer``."""
        form = self.form
        given = {
            "INPUT": self.layer,
            "TITLE": form.title,
            "SYNOPSIS": form.synopsis,
            "SUMMARY": form.summary,
            "THEME": form.theme,
            "KEYWORDS": ", ".join(form.words()),
            "PRODUCER": form.producer,
            "CONTACT": form.contact_email,
            "CONTACT_NAME": form.contact_name,
            "LICENCE": form.licence,
            "RESTRICTED": form.restricted,
            "GDPR": form.gdpr_sensitive,
            "JUSTIFICATION": form.justification,
            "MENTION": form.mandatory_mention,
            "LANG": form.language,
            "MEDIA_FORMAT": self.media_format,
            "VERSION": self.version,
            "OUTPUT": str(self.folder / "record.json"),
            "OUTPUT_MEDIA": str(self.folder / self.media_name),
            "OUTPUT_HTML": str(self.folder / "record.html"),
        }
        if self.previous is not None:
            given["PREVIOUS"] = str(self.previous)
        return given

    def publish_parameters(self, made: StepResult, *, consent: str = "") -> dict[str, Any]:
        """Return the parameters of ``rudi_publish``: of the dry run, or with the consent of the one that sends.

        Parameters
        ----------
        made : StepResult
            What ``rudi_metadata_from_layer`` gave.
        consent : str
            Digest of what the user was shown; empty sends nothing.
        """
        name = SEND if consent else PLAN
        return {
            "METADATA": made.values["OUTPUT"],
            "FILE": made.values["OUTPUT_MEDIA"],
            "TARGET": self.destination.target,
            "SERVER": self.destination.address.strip(),
            "AUTHCFG": self.destination.authcfg,
            "DRY_RUN": not consent,
            "CONSENT": consent,
            "SEND_TO_PORTAL": self.destination.to_portal,
            "JUSTIFICATION": self.form.justification,
            "OUTPUT": str(self.folder / f"{name}.json"),
            "OUTPUT_HTML": str(self.folder / f"{name}.html"),
        }

    def steps_to_show(self, ids: PublishIds) -> list[Step]:
        """Return the steps that make the record and the file, and tell what would be sent."""

        def plan(results: Mapping[str, StepResult]) -> dict[str, Any]:
            return self.publish_parameters(results[RECORD])

        return [
            Step(
                RECORD,
                ids.record,
                tr("Describing the layer and writing its file…"),
                lambda _: self.record_parameters(),
                3.0,
            ),
            Step(PLAN, ids.publish, tr("Asking {server} what it has…").format(server=self.destination.shown()), plan),
        ]

    def steps_to_send(self, ids: PublishIds, shown: Shown) -> list[Step]:
        """Return the step that sends what was shown."""
        sentence = tr("Publishing on {server}…").format(server=self.destination.shown())
        return [Step(SEND, ids.publish, sentence, lambda _: self.publish_parameters(shown.made, consent=shown.digest))]


@dataclass(frozen=True)
class Shown:
    """What the user was shown before being asked.

    Attributes
    ----------
    publication : Publication
    made : StepResult
        Of ``rudi_metadata_from_layer``.
    page : Path
        The differences, as a page.
    digest : str
        Of everything that would be sent; empty when the node lacks something first.
    changes : bool
        Whether anything would be sent at all.
    warnings : tuple of str
        What was told of the layer while its record was made.
    """

    publication: Publication
    made: StepResult
    page: Path
    digest: str
    changes: bool
    warnings: tuple[str, ...] = field(default=())

    @property
    def can_be_sent(self) -> bool:
        """Whether there is something to agree to."""
        return bool(self.digest) and self.changes

    @classmethod
    def of(cls, publication: Publication, results: Mapping[str, StepResult]) -> Shown:
        """Return what the two steps made."""
        record, plan = results[RECORD], results[PLAN]
        return cls(
            publication,
            record,
            Path(plan.values["OUTPUT_HTML"]),
            str(plan.values["DIGEST"]),
            bool(json.loads(Path(plan.values["OUTPUT"]).read_text(encoding="utf-8"))["planned"]),
            tuple(dict.fromkeys(record.warnings)),  # those of the plan are on its page
        )
