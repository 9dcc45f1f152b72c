"""Styles of what projects change, and of sites to give back."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsRuleBasedRenderer

from .land_take_state import ARTIFICIAL, GIVEN, NATURAL, SMALL, TAKEN, UNKNOWN, reason_words, rules
from .parts import both, fill, label_with, save, vector

SCENARIO_FIELDS = (
    "&field=effet:string&field=artif:integer&field=artif1:integer&field=cs:string&field=us:string&field=cs1:string"
    "&field=us1:string&field=motif:string&field=projet:string&field=preuve:string&field=aire_m2:double"
    "&field=avertissement:string"
)
EFFECTS = (
    ("artificialise", TAKEN, "#7f0f1d", both("Becomes artificial", "Devient artificialisé")),
    ("renature", GIVEN, "#0d4d1f", both("Given back, with evidence", "Renaturé, preuve à l’appui")),
    (
        "renature_sans_preuve",
        "#a6dba0",
        GIVEN,
        both("Given back, no evidence told", "Renaturé, sans preuve indiquée"),
    ),
    ("sous_seuil", SMALL, "#a06f1e", both("Change below the threshold", "Évolution sous le seuil")),
    ("autre", "#c9d7e8", "#8fa5c0", both("Other change of cover or use", "Autre évolution de couverture ou d’usage")),
)
RANKING_FIELDS = (
    "&field=rank:integer&field=dans_budget:integer&field=part_budget:double&field=gain_m2_legal:double"
    "&field=gain_z:double&field=aire_m2:double&field=avertissement:string"
)


def write() -> None:
    """Write them."""
    rules(
        "landtake_scenario",
        SCENARIO_FIELDS,
        (
            *((f"\"effet\" = '{word}'", fill(colour, edge, 0.3), label) for word, colour, edge, label in EFFECTS),
            (
                '"effet" = \'inchange\' AND "artif" = 1',
                fill(ARTIFICIAL),
                both("Artificial before and after", "Artificialisé avant et après"),
            ),
            (
                '"effet" = \'inchange\' AND "artif" = 0',
                fill(NATURAL),
                both("Not artificial before nor after", "Non artificialisé ni avant ni après"),
            ),
            ('"effet" = \'inchange\' AND "artif" IS NULL', fill(UNKNOWN), both("Unknown", "Inconnu")),
        ),
        {
            "en": _tip("Before", "after", "en", "Project"),
            "fr": _tip("Avant", "après", "fr", "Projet"),
        },
    )
    _ranking()


def _tip(before: str, after: str, language: str, project: str) -> str:
    return (
        '[% CASE WHEN "projet" IS NOT NULL THEN \'<b>' + project + " ' || \"projet\" || '</b><br/>' ELSE '' END %]"
        f'{before} CS [% "cs1" %] US [% "us1" %], {after} CS [% "cs" %] US [% "us" %], [% round("aire_m2") %] m²<br/>'
        "[% " + reason_words("motif", language) + ' %]<br/><i>[% "avertissement" %]</i>'
    )


def _ranking() -> None:
    """Sites by what the budget does with them, numbered by rank."""
    items = (
        (
            '"dans_budget" = 1 AND "gain_m2_legal" > 0',
            fill("#1b7837", "#0d4d1f", 0.3),
            both("In the budget, counts for the balance", "Dans le budget, compte pour le solde"),
        ),
        (
            '"dans_budget" = 1 AND NOT "gain_m2_legal" > 0',
            fill("#7fbf7b", "#1b7837", 0.3),
            both("In the budget, score only (threshold)", "Dans le budget, score seulement (seuil)"),
        ),
        (
            '"dans_budget" = 0 AND "part_budget" > 0',
            fill("#d9f0d3", "#1b7837", 0.3),
            both("In part in the budget", "En partie dans le budget"),
        ),
        (
            '"dans_budget" = 0 AND NOT "part_budget" > 0',
            fill("#e7d4e8", "#762a83", 0.3),
            both("Beyond the budget, or no gain", "Hors budget, ou sans gain"),
        ),
        ('"rank" IS NULL', fill("#d9d9d9", "#9a9a9a", 0.3), both("Not ranked", "Non classé")),
    )
    tips = {
        "en": "<b>Rank [% \"rank\" %]</b>, [% round(\"aire_m2\") %] m²<br/>State score of the whole base: "
        "+[% round(\"gain_z\", 4) %] points<br/>Balance: [% round(\"gain_m2_legal\") %] m²<br/>"
        '<i>[% "avertissement" %]</i>',
        "fr": "<b>Rang [% \"rank\" %]</b>, [% round(\"aire_m2\") %] m²<br/>Score d’état du territoire : "
        "+[% round(\"gain_z\", 4) %] point<br/>Bilan : [% round(\"gain_m2_legal\") %] m²<br/>"
        '<i>[% "avertissement" %]</i>',
    }  # fmt: skip
    for language in ("en", "fr"):
        layer = vector("MultiPolygon", RANKING_FIELDS)
        root = QgsRuleBasedRenderer.Rule(None)
        for condition, symbol, labels in items:
            root.appendChild(QgsRuleBasedRenderer.Rule(symbol.clone(), 0, 0, condition, labels[language]))
        layer.setRenderer(QgsRuleBasedRenderer(root))
        label_with(layer, "rank")
        layer.setMapTipTemplate(tips[language])
        save(layer, "landtake_ranking", language, QgsMapLayer.StyleCategory.MapTips)
