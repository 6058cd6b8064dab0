# reportgen: `make briefs` builds the five briefs, `make test` proves the house.
#
# Everything is installed into .venv, in this folder, and nothing elsewhere but the native
# libraries that pip cannot bring (scripts/native_parts.py). Packages come from the index that
# pip is set up for; what they must be stands in constraints.txt, by version and hash.

PYTHON ?= python3
WORKERS ?= auto
OUT ?= out

SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules
# Somebody else's packages on the path would be somebody else's results.
unexport PYTHONPATH PYTHONHOME

BIN := .venv/bin
# Homebrew's libraries lie where macOS does not look, and its make forgets this variable.
HOMEBREW := $(wildcard /opt/homebrew/lib)
NATIVE := $(if $(HOMEBREW),DYLD_FALLBACK_LIBRARY_PATH=$(HOMEBREW) )
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
PINNED := $(PIP) install --no-user --require-hashes --only-binary :all:

.DEFAULT_GOAL := help
.PHONY: help briefs test checkers accessibility bench harden fuzz corpus lint format schema wheel sbom release constraints audit clean python native native-harden native-test

help: ## What can be made
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

briefs: .venv/.reportgen ## Set up, then build the briefs into out/
	@$(NATIVE)$(BIN)/reportgen build --output-dir $(OUT)

test: native-test checkers ## Set up, then run the whole test suite
	@$(NATIVE)$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# What is missing is said; the tests that need it are then skipped by name, or fail where CI=true.
checkers: .venv/.test
	@$(BIN)/python scripts/checkers.py >/dev/null || true
	@$(BIN)/python scripts/html_checkers.py >/dev/null || true

accessibility: native-test checkers ## Write docs/accessibility.md anew: what each checker finds
	@$(NATIVE)$(BIN)/python scripts/accessibility_table.py

# Needs nothing of the tests: what is measured is what a user has. The longest build is
# `make bench MANY=10000`; some rows alone are `make bench ROWS="check one-brief"`.
MANY ?= 1000
PAIRS ?= 5
ROWS ?=

bench: .venv/.reportgen ## Measure what reportgen costs, and write docs/performance.md anew
	@$(NATIVE)$(BIN)/python -m benchmarks.bench --many $(MANY) --pairs $(PAIRS) $(ROWS)

# Everything that is promised in docs/security.md, for an hour or two. Some of it, and less:
# `make harden WHAT="whole --kills 100"`.
WHAT ?=

harden: native-harden .venv/.test ## Run the long harnesses, and write their figures into docs/security.md
	@$(NATIVE)$(BIN)/python -m hardening.run --write $(WHAT)

# For a night: `make fuzz INPUTS=1000000`, and another SEED each time.
INPUTS ?= 20000
SEED ?= 1

fuzz: .venv/.test ## Feed broken and hostile bytes to everything that reads a file
	@$(NATIVE)$(BIN)/python scripts/fuzz_reader.py --runs $(INPUTS) --seed $(SEED)

corpus: .venv/.test ## How well claims in prose are judged: precision and recall
	@$(BIN)/python scripts/claim_corpus.py

lint: .venv/.test ## Style, format, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: .venv/.test ## Mend style and format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

schema: .venv/.reportgen ## Write the study's JSON Schema anew, beside the studies
	$(BIN)/reportgen schema > studies/study.schema.json

wheel: .venv/.reportgen ## Build the wheel and the source archive into dist/
	$(BIN)/python -m hatchling build -d dist

sbom: python ## Write the bill of materials into dist/: packages, typefaces, native libraries
	@$(PYTHON) scripts/sbom.py dist

release: .venv/.reportgen ## Build the release into dist/, twice, and compare the bytes
	@$(BIN)/python scripts/release.py dist

# Resolved for every Python from 3.11 on, Linux and macOS alike, wheels only. The notes of who asks
# for a package are what the SBOM's graph is drawn from.
# --upgrade brings everything up to date; `make constraints UPGRADE=` keeps what still fits.
UV ?= uv
UPGRADE ?= --upgrade
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --only-binary :all: \
	--generate-hashes --no-header --annotation-style line --no-emit-index-url $(UPGRADE) pyproject.toml

constraints: ## Pin the dependencies anew, with hashes (needs uv)
	@command -v $(UV) >/dev/null || { echo "make constraints needs uv: install it, or say where it is with UV=…" >&2; exit 2; }
	$(COMPILE) --group build --output-file constraints.txt
	$(COMPILE) --group build --group test --constraints constraints.txt --output-file constraints-test.txt

# Options of pip-audit: `make audit AUDIT="--vulnerability-service osv"`.
AUDIT ?=

audit: .venv/.test ## Ask whether anything pinned has a known vulnerability (needs the network)
	@$(BIN)/python scripts/audit.py constraints.txt constraints-test.txt -- $(AUDIT)

clean: ## Remove everything that make made
	rm -rf .venv $(OUT) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find reportgen tests scripts benchmarks hardening -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- set-up: each step leaves a stamp in .venv and is taken again when what it rests on changed

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "reportgen needs Python 3.11 or newer as \`$(PYTHON)\`: install it, or name another one, as in \`make briefs PYTHON=python3.12\`." >&2; exit 2; }

native: python
	@$(NATIVE)$(PYTHON) scripts/native_parts.py briefs

native-harden: python
	@$(NATIVE)$(PYTHON) scripts/native_parts.py harden

native-test: python
	@$(NATIVE)$(PYTHON) scripts/native_parts.py test

# A virtual environment knows its own place and its own Python: where the folder was moved or
# that Python is gone, it is made anew.
ifneq ($(CURDIR),$(shell $(BIN)/python -c pass 2>/dev/null && cat .venv/.place))
.PHONY: .venv/.place
endif

.venv/.place: | native
	@echo "Making .venv …"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@printf '%s\n' "$(CURDIR)" > $@

.venv/.runtime: .venv/.place constraints.txt | native
	@echo "Installing what constraints.txt pins …"
	@$(PINNED) --requirement constraints.txt
	@touch $@

.venv/.reportgen: .venv/.runtime pyproject.toml reportgen/__init__.py | native
	@$(PIP) install --no-user --no-index --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: .venv/.reportgen constraints-test.txt | native
	@echo "Installing what constraints-test.txt pins …"
	@$(PINNED) --requirement constraints-test.txt
	@touch $@
