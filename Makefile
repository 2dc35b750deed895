# 協働ナビ. `make run` starts the server, `make test` runs every test; `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
CHROMIUM := /usr/bin/chromium
PICTURE_PORT := 8765

# Builds the index, starts a server for the command that follows, and stops it after.
WITH_SERVER = $(BIN)/kyodo ingest && \
  { KYODO_PORT=$(PICTURE_PORT) KYODO_LOG_LEVEL=warning $(BIN)/kyodo serve >/dev/null & } && \
  server=$$! && trap 'kill $$server' EXIT && \
  for _ in {1..60}; do (exec 3<>/dev/tcp/127.0.0.1/$(PICTURE_PORT)) 2>/dev/null && break; sleep 0.5; done;

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# No library asks a model hub or reports use. The program sets the same itself; this covers the tools.
export HF_HUB_OFFLINE ?= 1
export TRANSFORMERS_OFFLINE ?= 1
export ANONYMIZED_TELEMETRY ?= False
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup run test check bench screenshots train browser clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: $(INSTALLED) ## make .venv and install everything, once

# The stamp is newer than both files as long as nothing has to be installed again.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "setup: $(PYTHON) must be Python 3.11 or later (choose one with: make setup PYTHON=...)" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "setup: making $(VENV)"; $(PYTHON) -m venv $(VENV); } \
	  || { echo "setup: the venv module is missing (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@echo "setup: installing into $(VENV); the first time takes some minutes"
	@$(BIN)/python -m pip install --progress-bar off -c constraints.txt -e '.[dev]' | awk '\
	  /^Collecting/ { if (++n % 20 == 0) { print "setup: " n " parts fetched"; fflush() } } \
	  /^Installing collected/ { print "setup: writing the parts to disk"; fflush() }'
	@touch $@
	@echo "setup: done"

run: setup ## start the server; builds the index first if the guidelines changed
	@exec $(BIN)/kyodo serve

test: setup browser ## run every test
	@$(BIN)/python -m pytest

browser:
	@test -x $(CHROMIUM) || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "test: installing Chromium and Japanese fonts"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; \
	  fi; } || true
	@test -x $(CHROMIUM) || { \
	  echo "test: no browser at $(CHROMIUM) (Debian: apt-get install chromium fonts-noto-cjk)" >&2; \
	  [ "$${CI:-}" != true ] || { echo "test: with CI=true that is a failure" >&2; exit 1; }; \
	  echo "test: the browser tests are skipped" >&2; }

check: setup ## style, types and the rules of the project; fast
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_project.py tests/test_layers.py

bench: setup browser ## measure speed, as ratios, and what the widget costs a page
	@$(BIN)/python -m eval bench
	@$(WITH_SERVER) $(BIN)/python tests/api/measure_widget.py http://127.0.0.1:$(PICTURE_PORT)

screenshots: setup browser ## take the pictures in docs/screenshots again
	@$(WITH_SERVER) $(BIN)/python tests/api/take_screenshots.py http://127.0.0.1:$(PICTURE_PORT)

train: setup ## learn the encoder from the guidelines and their notes again
	@$(BIN)/python -m ingest.train_encoder

clean: ## remove .venv and the caches; var/ with its records stays
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
