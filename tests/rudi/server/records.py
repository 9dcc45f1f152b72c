"""Records that the server gives: the 387 real ones of Rennes where they are, else made ones."""

from __future__ import annotations

import copy
import functools
import hashlib
import json
import os
import random
import uuid
from pathlib import Path
from typing import Any, Optional

from .bodies import media_body

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("CITYORCHESTRA_SHARED_DATA", ROOT.parent / "shared" / "data")) / "rudi_and_orchestration"
ENVELOPE = (-1.95, 47.93, -1.42, 48.32)  # of the 43 communes of Rennes Métropole: west, south, east, north
NULL_BOX, INVERTED_BOX, WORLD_BOX = 0.10, 0.02, 0.01  # shares of records
THEMES = {
    "Economie": "economy",
    "Citoyenneté": "citizenship",
    "Réseaux, Energie": "energyNetworks",
    "Culture, Sports, Loisirs": "culture",
    "Mobilité, Transport": "transportation",
    "Enfance": "children",
    "Environnement": "environment",
    "Urbanisme": "townPlanning",
    "Référentiels géographiques": "location",
    "Education": "education",
    "Espace public": "publicSpace",
    "Santé, Sécurité": "health",
    "Logement": "housing",
    "Social": "society",
}
ALGORITHMS = {"MD5": "md5", "SHA-256": "sha256", "SHA-512": "sha512"}
_WORDS = ("Arbres", "Budget", "Écoles", "Pistes cyclables", "Bruit", "Logements", "Îlots de chaleur", "Fontaines")
_PLACES = ("Rennes", "Cesson-Sévigné", "Bruz", "Pacé", "Chantepie", "Saint-Grégoire")


def identifier(*parts: object) -> str:
    """Return a UUID version 4 that is always the same for the same parts."""
    return str(uuid.UUID(bytes=hashlib.sha256(repr(parts).encode()).digest()[:16], version=4))


@functools.lru_cache(maxsize=1)
def real_records() -> Optional[list[dict[str, Any]]]:
    """Return the real records as they are, or None where the sample data is absent."""
    path = SHARED / "rudi_node_datarennes_meta.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def made_records(count: int = 120) -> list[dict[str, Any]]:
    """Return made records, as dirty as the real ones: null media, sizes as text, French themes, no contract."""
    return [_made(number) for number in range(count)]


def _made(number: int) -> dict[str, Any]:
    draw = random.Random(number)
    word, place = draw.choice(_WORDS), draw.choice(_PLACES)
    title = f"{word} de {place} ({2000 + number % 25})"
    media_id = identifier("media", number)
    digest = hashlib.md5(media_body(media_id, "application/json").read(0, 2**20), usedforsecurity=False).hexdigest()
    media = {
        "media_type": "FILE",
        "media_name": f"jeu-{number}",
        "media_id": media_id,
        "connector": {"url": f"https://data-rudi.org/media/download/{media_id}"},
        "file_type": "application/json",
        "file_size": str(1000 + number),
        "checksum": {"algo": "MD5", "hash": digest, "file_encoding": "charset=utf-8"},
    }
    return {
        "resource_title": title,
        "global_id": identifier("record", number),
        "synopsis": [{"lang": "fr", "text": f"{word} sur la commune de {place}."}],
        "summary": [{"lang": "fr", "text": f"Jeu d'essai : {word.lower()} sur la commune de {place}."}],
        "theme": list(THEMES)[number % len(THEMES)],
        "keywords": [word.lower(), place],
        "producer": {"organization_id": identifier("producer", place), "organization_name": f"Ville de {place}"},
        "contacts": [
            {"contact_id": identifier("contact", place), "contact_name": place, "email": "contact@example.org"}
        ],
        "resource_languages": ["fr"],
        "dataset_dates": {
            "created": f"20{10 + number % 10}-01-{1 + number % 28:02d}T08:00:00+00:00",
            "updated": f"20{20 + number % 5}-0{1 + number % 9}-{1 + number % 28:02d}T08:00:00+00:00",
        },
        "storage_status": "online",
        "local_id": f"jeu-{number}",
        "available_formats": [None if number % 7 == 6 else media],
        "access_condition": {"licence": {"licence_type": "STANDARD", "licence_label": "odbl-1.0"}},
        "metadata_info": {"api_version": "1.2.0"},
        "collection_tag": "init",
    }


@functools.lru_cache(maxsize=2)
def normalised_records(made: bool) -> list[dict[str, Any]]:
    """Return valid records of version 1.3.0, with media that the server really gives; not to be changed.

    Every tenth has a WFS and a WMS besides, every fifteenth a GeoJSON, every twentieth is restricted, and one is
    encrypted. Extents are drawn inside the 43 communes, some missing, upside down or of the whole world.
    """
    source = made_records() if made else real_records()
    return [_normalised(raw, number) for number, raw in enumerate(source)]


def _normalised(raw: dict[str, Any], number: int) -> dict[str, Any]:
    record = copy.deepcopy(raw)
    record.pop("collection_tag", None)
    global_id = record["global_id"]
    record["theme"] = THEMES.get(record["theme"], "location")
    record["resource_title"] = record["resource_title"][:150]
    record["keywords"] = record["keywords"] or ["données"]
    for name, longest in (("synopsis", 150), ("summary", None)):
        texts = [entry.get("text") or record["resource_title"] for entry in record[name]]
        record[name] = [{"lang": "fr", "text": text[:longest]} for text in texts]
    restricted = number % 20 == 19
    record["access_condition"]["confidentiality"] = {"restricted_access": restricted, "gdpr_sensitive": False}
    record["metadata_info"] = {
        "api_version": "1.3.0",
        "metadata_dates": {"created": "2023-02-28T08:00:00+00:00", "updated": "2023-02-28T08:00:00+00:00"},
    }
    box = extent(global_id)
    if box is not None:
        record["geography"] = {"bounding_box": box, "projection": "WGS 84 (EPSG:4326)"}
    files = [_file(media, number) for media in record["available_formats"] if media]
    if not files or number % 15 == 0:
        media_id = identifier("geojson", global_id)
        files.append(_file({"media_id": media_id, "media_name": f"places-{number}"}, number, "application/geo+json"))
    if number == 1:
        files[0] = _encrypted(files[0])
    record["available_formats"] = files + (_services(global_id) if number % 10 == 0 else [])
    return record


def _file(media: dict[str, Any], number: int, mime: str = "") -> dict[str, Any]:
    kind = mime or media.get("file_type") or "application/json"
    body = media_body(media["media_id"], kind)
    algorithm = list(ALGORITHMS)[number % len(ALGORITHMS)]
    digest = hashlib.new(ALGORITHMS[algorithm], body.read(0, body.length), usedforsecurity=False).hexdigest()
    return {
        "media_type": "FILE",
        "media_id": media["media_id"],
        "media_name": media["media_name"],
        "file_type": kind,
        "file_size": body.length,
        "file_encoding": "UTF-8",
        "file_storage_status": "available",
        "checksum": {"algo": algorithm, "hash": digest},
        "connector": {"url": "", "interface_contract": "dwnl"},
    }


def _encrypted(media: dict[str, Any]) -> dict[str, Any]:
    encrypted = _file(media, 1, f"{media['file_type']}+crypt")
    encrypted["connector"]["connector_parameters"] = [
        {"key": "encrypted", "value": "true", "type": "BOOLEAN"},
        {"key": "original_mime_type", "value": media["file_type"], "type": "STRING"},
        {"key": "encrypted_mime_type", "value": encrypted["file_type"], "type": "STRING"},
    ]
    return encrypted


def _services(global_id: str) -> list[dict[str, Any]]:
    versions = {"wfs": "2.0.0", "wms": "1.3.0", "wmts": "1.0.0"}
    formats = {"wfs": "application/json", "wms": "image/png", "wmts": "image/png"}
    return [
        {
            "media_type": "SERVICE",
            "media_id": identifier(contract, global_id),
            "media_name": contract.upper(),
            "connector": {
                "url": "",
                "interface_contract": contract,
                "connector_parameters": [
                    {"key": "layer", "value": "rudi:places", "type": "STRING"},
                    {"key": "versions", "value": version, "type": "STRING"},
                    {"key": "default_crs", "value": "EPSG:4326", "type": "STRING"},
                    {"key": "formats", "value": formats[contract], "type": "STRING"},
                ],
            },
        }
        for contract, version in versions.items()
    ]


def extent(global_id: str) -> Optional[dict[str, float]]:
    """Return the extent of a record: drawn from its identifier."""
    draw = random.Random(f"extent {global_id}")
    kind = draw.random()
    west, south, east, north = ENVELOPE
    xs = sorted(round(draw.uniform(west, east), 5) for _ in range(2))
    ys = sorted(round(draw.uniform(south, north), 5) for _ in range(2))
    if kind < NULL_BOX:
        return None
    if kind < NULL_BOX + INVERTED_BOX:
        ys.reverse()
    elif kind < NULL_BOX + INVERTED_BOX + WORLD_BOX:
        xs, ys = [-180.0, 180.0], [-90.0, 90.0]
    return {"west_longitude": xs[0], "south_latitude": ys[0], "east_longitude": xs[1], "north_latitude": ys[1]}
