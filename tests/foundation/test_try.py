import json
from qgis.core import *
def test_a(run_algorithm):
    r = run_algorithm("heat_sun_position", {"POINT":"-1.68,48.11 [EPSG:4326]","DATE":"2026-06-21", "OUTPUT":"TEMPORARY_OUTPUT"})
    print(r.results, r.feedback.infos, r.feedback.progresses)
def test_b(qgis_process):
    r = qgis_process("run","cityorchestra:heat_sun_position","--","POINT=-1.68,48.11 [EPSG:4326]","DATE=2026-06-21","OUTPUT=/tmp/wk/o.gpkg", language="fr_FR.UTF-8")
    print(r.stdout, r.stderr)
def test_c(run_algorithm):
    r = run_algorithm("heat_sun_position", {"DATE":"2026-06-21", "OUTPUT":"TEMPORARY_OUTPUT"})
