# City Orchestra for QGIS. `make help` lists what there is; nothing else needs learning.
SHELL := /bin/bash
.DEFAULT_GOAL := help
run := source tools/environment.sh &&
TERRITORY ?=

.PHONY: help setup demo demo-rudi demo-iot demo-land-take test lint bench package docs i18n run matrix

help:  ## list the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 18

setup:  ## install what is missing, make .venv, link and enable the plugin (seconds when done before)
	@tools/setup.sh

demo: setup  ## make the demo town, run the whole chain, write build/demo (TERRITORY=file.gpkg for a real one)
	@$(run) $$python tools/demo.py $(if $(TERRITORY),--territory "$(TERRITORY)")

demo-rudi: setup  ## pictures of the RUDI catalogue panel on a local portal, in build/demo-rudi
	@$(run) $$python tools/demo_rudi.py

demo-iot: setup  ## a boiler room live in the equipment panel, with broker and recorder: pictures in build/demo-iot
	@$(run) $$python tools/demo_iot.py

demo-land-take: setup  ## pictures of the land take panel on the demo town, in build/demo-land-take
	@$(run) $$python tools/demo_land_take.py

lint: setup  ## ruff, import-linter, Qt 6 static check, bandit and secrets on the zip
	@$(run) tools/lint.sh

test: setup lint  ## everything a change must pass
	@$(run) tools/rudi_peers.sh || echo "build/rudi-peers cannot be made: the tests that need it are skipped by name"
	@$(run) tools/test.sh

bench: setup  ## time the kernels beside their peers, in an environment of their own
	@$(run) tools/bench.sh

package: setup i18n  ## build/cityorchestra-<version>.zip, for QGIS's Install from ZIP
	@$(run) $$python tools/package.py

docs: setup  ## write the reference pages from the algorithms and the schema
	@$(run) $$python tools/reference.py

i18n: setup  ## refresh the French file from the sources and report what is unfinished
	@$(run) $$python tools/translate.py

run: setup  ## open QGIS with the plugin in its own profile
	@$(run) LC_ALL= QT_QPA_PLATFORM= $$(command -v qgis.bin || command -v qgis) --profiles-path build/profile

matrix:  ## the same tests on QGIS of Debian testing, in a root built under build/ (needs root)
	@tools/matrix.sh
