# make run   create the environment and open the page
# make test  install the development extras, then lint, types, imports, tests
# make bench        speed as ratios against bare libraries, on this machine
# make screenshots  the pictures of the README and the guide
PYTHON ?= python3
BIN := .venv/bin
# What starts browsers, servers or models waits for them, and is not made to share the machine.
ALONE := browser or office or model or server
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check bench screenshots lock

run: .venv/run
	$(BIN)/python app.py

test: .venv/dev
	$(MAKE) check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto -m "not ($(ALONE))"
	$(BIN)/pytest -m "$(ALONE)"

bench: .venv/dev
	$(BIN)/python -m tests.bench

screenshots: .venv/dev
	$(BIN)/python -m tests.web.screenshots docs/images

lock:
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--quiet --no-header --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--quiet --no-header --extra dev --constraint requirements.lock \
		--output-file .ci/requirements-dev.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新版本")'
	$(PYTHON) -m venv .venv

.venv/run: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --editable .
	touch $@

.venv/dev: .ci/requirements-dev.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r .ci/requirements-dev.lock
	$(PIP) --no-deps --editable .
	touch $@ .venv/run
