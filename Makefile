# Every target sets up what it needs in .venv from requirements.lock; a second run changes nothing and is quick.
# A machine needs Python 3.11+ (with venv) and make. `make PYTHON=python3.12 …` takes another interpreter.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench soak golden lock wheelhouse browser clean

help:
	@echo 'make demo    serve the demo portal, audit it, write the reports to var/demo (make demo OPTIONS=--serve keeps it up)'
	@echo 'make test    all tests, in two processes (TESTS=tests/rules for a part, WORKERS=4 for more processes)'
	@echo 'make lint    ruff, mypy --strict, import-linter'
	@echo 'make format  ruff format and the fixes ruff is sure of'
	@echo 'make bench   speed, scale and accuracy tables'
	@echo 'make soak    a month of nights and many kills: database, memory and ledger held to what they promise (docs/soak.md)'
	@echo 'make golden  write the golden files anew; read the diff before committing it'
	@echo 'make lock    compile requirements.lock from setup.cfg'
	@echo 'make wheelhouse  download every package into wheelhouse/, for a server without internet (docs/offline-install.md)'
	@echo 'make clean   remove .venv, caches and build products'

setup: $(READY)

$(READY): requirements.lock setup.cfg pyproject.toml
	@test -n "$(PYTHON)" || { echo '需要 Python 3.11 或更高版本（make PYTHON=路径 指定）' >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo '建立 .venv 失败：Debian/Ubuntu 请先安装 python3-venv' >&2; rm -rf $(VENV); exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	$(BIN)/zwgk demo $(OPTIONS)

test: $(READY) browser
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile -m 'not browser' $(TESTS) || [ $$? -eq 5 ]
	$(BIN)/python -m pytest -m browser $(TESTS) || [ $$? -eq 5 ] # 5: none of these was asked for

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)
	@for table in $(wildcard benchmarks/*.py); do echo "== $$table"; $(BIN)/python $$table || exit 1; done

# Tests take samples of both: 3 nights, 3 kills.
soak: $(READY)
	$(BIN)/python -m benchmarks.soak
	ZWGK_KILLS=10 $(BIN)/python -m pytest --capture=no tests/zwgk/test_killed_runs.py

golden: $(READY)
	ZWGK_GOLDEN=write $(BIN)/python -m pytest tests/checker/test_golden.py
	git --no-pager diff --stat -- tests/golden

# Tests marked `browser` want Chromium and a Chinese font; elsewhere than on root's Debian they skip and say so.
browser:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; \
	then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk poppler-utils >/dev/null; } || \
			echo 'Chromium could not be installed; tests that need it will skip' >&2; \
	else echo 'Chromium is not installed; tests that need it will skip' >&2; fi

lock: $(READY)
	$(BIN)/python -m pip install --quiet 'pip-tools>=7'
	CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --extra dev --strip-extras --allow-unsafe --no-annotate \
		--no-emit-index-url --no-emit-find-links --unsafe-package pip --output-file requirements.lock setup.cfg

# pip takes them from there with PIP_NO_INDEX=1 PIP_FIND_LINKS=…/wheelhouse.
wheelhouse: $(READY)
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --dest wheelhouse -r requirements.lock pip

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
