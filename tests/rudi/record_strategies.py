"""Records for property tests: any JSON, and datasets as a careful producer describes them."""

import uuid
from datetime import datetime, timezone

from cityorchestra.processing_provider.rudi.bounding_box import BoundingBox
from cityorchestra.processing_provider.rudi.formats import formats
from cityorchestra.processing_provider.rudi.languages import LocalisedText, TextEntry
from cityorchestra.processing_provider.rudi.licences import licences
from cityorchestra.processing_provider.rudi.record import (
    Connector,
    Contact,
    Dates,
    Licence,
    Media,
    Organisation,
    Record,
)
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.record_values import Checksum
from cityorchestra.processing_provider.rudi.record_writer import record_to_json
from cityorchestra.processing_provider.rudi.themes import themes
from hypothesis import strategies as st

_NAMES = (
    "global_id resource_title synopsis summary theme keywords producer contacts available_formats "
    "resource_languages temporal_spread geography dataset_size dataset_dates storage_status access_condition "
    "metadata_info ext_metadata bounding_box north_latitude south_latitude west_longitude east_longitude "
    "connector url interface_contract connector_parameters key value accepted_values checksum algo hash "
    "file_size file_type media_type media_id lang text html licence licence_type licence_label "
    "custom_licence_label custom_licence_uri confidentiality restricted_access gdpr_sensitive created updated "
    "start_date end_date organization_id organization_name organization_coordinates latitude longitude email "
    "contact_id metadata_contacts api_version geographic_distribution type coordinates "
)
FIELD_NAMES = _NAMES.split()
NASTY = st.sampled_from(
    [
        "\ud800",
        "\x00",
        "http://[",
        "//",
        "http://a@b:c@d",
        "9" * 400,
        "1e999",
        "-0",
        "NaN",
        "2024-13-45",
        "{{x}}",
        "<script",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | NASTY
    | st.sampled_from([10**400, -(10**30), 2**63])
)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FIELD_NAMES) | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=40,
)
LETTERS = st.text(st.characters(whitelist_categories=("L", "Nd"), max_codepoint=0x17F), min_size=1, max_size=12)
PHRASES = st.lists(LETTERS, min_size=1, max_size=8).map(" ".join)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=timezone.utc)
)
UUIDS = st.uuids(version=4).map(str)
LONGITUDES = st.floats(-180, 180).map(lambda value: round(value, 9) + 0.0)
LATITUDES = st.floats(-90, 90).map(lambda value: round(value, 9) + 0.0)
HOSTS = st.sampled_from(["https://node.rennes.fr", "http://data.example.org"])
URLS = st.builds(lambda host, path: f"{host}/{path}?a=1&b=%20", HOSTS, st.uuids().map(str))
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex).filter(lambda digest: len(set(digest)) > 1)
LISTED = [mime for mime, item in formats().items() if item.listed]
STANDARD = [code for code, terms in licences().items() if terms.standard]


@st.composite
def texts(draw):
    """A text in French, and perhaps in English."""
    entries = [TextEntry("fr", draw(PHRASES))]
    if draw(st.booleans()):
        entries.append(TextEntry("en", draw(PHRASES)))
    return LocalisedText(tuple(entries))


@st.composite
def media(draw):
    """A file with all that a file must have, or a plain service."""
    if draw(st.booleans()):
        return Media(
            media_id=draw(UUIDS),
            kind="FILE",
            name=draw(PHRASES),
            connector=Connector(draw(URLS), "dwnl"),
            file_type=draw(st.sampled_from(LISTED)),
            file_size=draw(st.integers(0, 10**12)),
            checksum=Checksum("SHA-256", draw(DIGESTS), True),
        )
    return Media(draw(UUIDS), "SERVICE", draw(PHRASES), connector=Connector(draw(URLS), "custom"))


@st.composite
def boxes(draw):
    """An extent, or none."""
    if draw(st.booleans()):
        return None
    west, east = sorted([draw(LONGITUDES), draw(LONGITUDES)])
    south, north = sorted([draw(LATITUDES), draw(LATITUDES)])
    return BoundingBox(west, south, east, north)


@st.composite
def datasets(draw):
    """A dataset as a careful producer describes it, with its JSON in ``raw``."""
    moments = sorted(draw(st.lists(MOMENTS, min_size=4, max_size=4)))
    licence = draw(st.sampled_from(STANDARD))
    record = Record(
        global_id=draw(UUIDS),
        title=draw(PHRASES)[:150].strip(),
        local_id=draw(LETTERS),
        synopsis=draw(texts()),
        summary=draw(texts()),
        theme=draw(st.sampled_from(list(themes()))),
        keywords=tuple(draw(st.lists(LETTERS, min_size=1, max_size=4, unique=True))),
        producer=Organisation(draw(UUIDS), draw(PHRASES)),
        contacts=(Contact(draw(UUIDS), draw(PHRASES), "contact@rennes.fr"),),
        media=tuple(draw(st.lists(media(), min_size=1, max_size=3, unique_by=lambda item: item.media_id))),
        languages=("fr",),
        period_start=moments[0],
        period_end=moments[1],
        extent=draw(boxes()),
        projection="RGF93/Lambert-93 (EPSG:2154)",
        dates=Dates(created=moments[2], updated=moments[3]),
        storage_status="online",
        access=draw(st.sampled_from(["open", "restricted"])),
        licence=Licence("STANDARD", licence, uri=licences()[licence].uri),
        mandatory_mention=LocalisedText.of(draw(PHRASES)),
        metadata_dates=Dates(created=moments[2], updated=moments[3]),
    )
    return read_record(record_to_json(record))


def plain(number, title="", **changes):
    """A small valid record as JSON, the same for the same number."""
    content = {
        "global_id": str(uuid.UUID(int=(number + 1) | (4 << 76) | (8 << 60))),
        "resource_title": title or f"Jeu {number}",
        "synopsis": [{"lang": "fr", "text": f"Synopsis {number}"}],
        "summary": [{"lang": "fr", "text": f"Description {number}"}],
        "theme": "environment",
        "keywords": ["test"],
        "producer": {"organization_id": str(uuid.UUID(int=7 | (4 << 76) | (8 << 60))), "organization_name": "Rennes"},
        "contacts": [
            {"contact_id": str(uuid.UUID(int=8 | (4 << 76) | (8 << 60))), "contact_name": "A", "email": "a@rennes.fr"}
        ],
        "available_formats": [
            {
                "media_type": "FILE",
                "media_id": str(uuid.UUID(int=(number + 10**6) | (4 << 76) | (8 << 60))),
                "connector": {"url": f"https://node.rennes.fr/{number}", "interface_contract": "dwnl"},
                "file_type": "text/csv",
                "file_size": 10,
                "checksum": {"algo": "SHA-256", "hash": "0123456789abcdef" * 4},
            }
        ],
        "dataset_dates": {"created": "2020-01-01T00:00:00Z", "updated": f"2024-01-01T00:{number % 60:02d}:00Z"},
        "storage_status": "online",
        "access_condition": {"licence": {"licence_type": "STANDARD", "licence_label": "odbl-1.0"}},
        "metadata_info": {"api_version": "1.3.0"},
    }
    return {**content, **changes}
