"""Styles of artificial land at one date, of its change, and of the defects of a coverage."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsRuleBasedRenderer

from .parts import both, fill, save, vector

# Artificial and not: the pair of colours of Mon Diagnostic Artificialisation, which IGN's map uses too.
ARTIFICIAL, NATURAL, UNKNOWN = "#f4d0c4", "#cde3ce", "#d9d9d9"
TAKEN, GIVEN, SMALL, NOISE = "#b2182b", "#1b7837", "#e0a03c", "#8a9499"
CHANGE_TIP = (
    '<b>[% "classe" %]</b>, [% round("aire_m2") %] m²<br/>CS [% "cs1" %] US [% "us1" %] → CS [% "cs2" %] US [% "us2" %]'
    "<br/>[% "
)
REASONS = (
    ("matrice", "cover and use alone", "couverture et usage seuls"),
    ("bati", "buildings of 50 m² and more", "bâti de 50 m² et plus"),
    ("bati_sous_seuil", "buildings below 50 m²", "bâti de moins de 50 m²"),
    (
        "enclave_non_artif",
        "below 2 500 m², enclosed in artificial land",
        "moins de 2 500 m², enclavé dans l’artificialisé",
    ),
    ("artif_sous_seuil", "artificial, below 2 500 m²", "artificialisé de moins de 2 500 m²"),
    ("lineaire_etroit", "road or railway narrower than 5 m", "route ou voie ferrée de moins de 5 m"),
    ("parc", "public park, exempted", "parc public, exempté"),
    ("photovoltaique", "panels that leave the soil alive, exempted", "panneaux réversibles, exemptés"),
    ("arbore", "plot with 25 % of trees", "parcelle arborée à 25 %"),
    ("herbace", "plot with less than 25 % of trees", "parcelle arborée à moins de 25 %"),
    ("champ", "read from the layer", "lu dans la couche"),
    ("inconnu", "unknown", "inconnu"),
)


def rules(name: str, fields: str, items, tip=None) -> None:
    """Write a style of rules, ``items`` being (filter, symbol, labels), with the HTML of a map tip by language."""
    for language in ("en", "fr"):
        layer = vector("MultiPolygon", fields)
        root = QgsRuleBasedRenderer.Rule(None)
        for condition, symbol, labels in items:
            root.appendChild(QgsRuleBasedRenderer.Rule(symbol.clone(), 0, 0, condition, labels[language]))
        layer.setRenderer(QgsRuleBasedRenderer(root))
        more = None
        if tip is not None:
            layer.setMapTipTemplate(tip[language])
            more = QgsMapLayer.StyleCategory.MapTips
        save(layer, name, language, more)


def reason_words(field: str, language: str) -> str:
    """Return an expression that says a reason in words."""
    place = 1 if language == "en" else 2
    cases = " ".join(f"WHEN '{row[0]}' THEN '{row[place]}'" for row in REASONS)
    return f'CASE "{field}" {cases} ELSE "{field}" END'


def write() -> None:
    """Write them."""
    rules(
        "landtake_state",
        "&field=artif:integer&field=crit_seuil:integer&field=motif:string&field=cs:string&field=us:string"
        "&field=aire_m2:double",
        (
            (
                '"artif" = 1 AND coalesce("crit_seuil", 0) = 0',
                fill(ARTIFICIAL, "#c79b8b"),
                both("Artificial", "Artificialisé"),
            ),
            (
                '"artif" = 1 AND "crit_seuil" = 1',
                fill("#e5957b", "#a8563b"),
                both("Artificial by a threshold", "Artificialisé par l’effet d’un seuil"),
            ),
            (
                '"artif" = 0 AND coalesce("crit_seuil", 0) = 0',
                fill(NATURAL, "#93b894"),
                both("Not artificial", "Non artificialisé"),
            ),
            (
                '"artif" = 0 AND "crit_seuil" = 1',
                fill("#7fbf7b", "#4b8a47"),
                both("Not artificial by a threshold or exemption", "Non artificialisé par seuil ou exemption"),
            ),
            ('"artif" IS NULL', fill(UNKNOWN, "#9a9a9a"), both("Unknown", "Inconnu")),
        ),
        {
            "en": "<b>[% CASE WHEN \"artif\" = 1 THEN 'Artificial' WHEN \"artif\" = 0 THEN 'Not artificial' ELSE "
            "'Unknown' END %]</b><br/>[% " + reason_words("motif", "en") + ' %]<br/>CS [% "cs" %], US [% "us" %], '
            '[% round("aire_m2") %] m²',
            "fr": "<b>[% CASE WHEN \"artif\" = 1 THEN 'Artificialisé' WHEN \"artif\" = 0 THEN 'Non artificialisé' ELSE "
            "'Inconnu' END %]</b><br/>[% " + reason_words("motif", "fr") + ' %]<br/>CS [% "cs" %], US [% "us" %], '
            '[% round("aire_m2") %] m²',
        },
    )
    rules(
        "landtake_change",
        "&field=flux:integer&field=classe:string&field=artif2:integer&field=motif1:string&field=motif2:string"
        "&field=cs1:string&field=us1:string&field=cs2:string&field=us2:string&field=aire_m2:double",
        (
            ('"flux" = 1', fill(TAKEN, "#7f0f1d"), both("Taken", "Artificialisé")),
            ('"flux" = -1', fill(GIVEN, "#0d4d1f"), both("Given back", "Désartificialisé")),
            (
                "\"classe\" = 'flux_sous_seuil'",
                fill(SMALL, "#a06f1e"),
                both("Change below the threshold", "Évolution sous le seuil"),
            ),
            ("\"classe\" = 'bruit_geometrique'", fill(NOISE), both("Noise of boundaries", "Bruit géométrique")),
            (
                '"classe" = \'changement\' AND coalesce("flux", 0) = 0',
                fill("#c9d7e8", "#8fa5c0"),
                both("Other change of cover or use", "Autre évolution de couverture ou d’usage"),
            ),
            (
                '"classe" = \'stable\' AND "artif2" = 1',
                fill(ARTIFICIAL, ARTIFICIAL),
                both("Still artificial", "Resté artificialisé"),
            ),
            (
                '"classe" = \'stable\' AND "artif2" = 0',
                fill(NATURAL, NATURAL),
                both("Still not artificial", "Resté non artificialisé"),
            ),
            ('"classe" = \'stable\' AND "artif2" IS NULL', fill(UNKNOWN), both("Unknown", "Inconnu")),
        ),
        {
            "en": CHANGE_TIP + reason_words("motif1", "en") + " %] → [% " + reason_words("motif2", "en") + " %]",
            "fr": CHANGE_TIP + reason_words("motif1", "fr") + " %] → [% " + reason_words("motif2", "fr") + " %]",
        },
    )
    rules(
        "landtake_overlaps",
        "&field=type:string",
        (
            ("\"type\" = 'doublon'", fill("#7b3294", "#40004b", 0.5), both("Face that stands twice", "Face en double")),
            ("\"type\" = 'recouvrement'", fill("#d01c8b", "#8e0152", 0.5), both("Overlap", "Recouvrement")),
        ),
    )
    rules("landtake_gaps", "&field=type:string", (("TRUE", fill("#f1a340", "#b35806", 0.5), both("Gap", "Trou")),))
