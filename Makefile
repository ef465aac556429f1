# The project's commands; `make` alone lists them.

PYTHON ?= $(shell for python in python3.11 python3; do $$python -c $(is_new_enough) 2>/dev/null && echo $$python && break; done)
PORT ?= 8080
TRANSPORT ?= socket
WORKERS ?= 4
SECONDS ?= 60

is_new_enough = 'import sys; sys.exit(sys.version_info < (3, 11))'
bin = .venv/bin
pip_install = $(bin)/python -m pip install --quiet --disable-pip-version-check
compile = $(bin)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL = help
.PHONY: help install install-dev sandbox test coverage mutants lint format bench storm screenshots commands framework lock clean

help:  ## these lines
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

install: .venv/.runtime  ## the environment in .venv, with the pinned dependencies
install-dev: .venv/.development  ## the same, with what tests and checks need

sandbox: .venv/.runtime  ## a Slack in the browser with the bot in it; PORT=8080 TRANSPORT=socket|http FRESH=1
	@exec $(bin)/pilot sandbox --port $(PORT) --transport $(TRANSPORT) $(if $(filter-out 0 no,$(FRESH)),--fresh)

test: .venv/.development  ## every test, with PostgreSQL and a browser; ARGS="-k name" for some, WORKERS=4 at once
	@browser=$$($(bin)/python tests/chromium.py) && PILOT_CHROMIUM=$$browser $(bin)/python -m pytest --numprocesses $(WORKERS) --dist worksteal $(ARGS)

coverage: .venv/.development  ## the tests of the rules, and every branch of the rules that they leave out
	$(bin)/python -m coverage run -m pytest tests/program --quiet
	$(bin)/python -m coverage report

mutants: .venv/.development  ## change the rules piece by piece: what does no test notice? ARGS="*votes*" for some
	WORKERS=$(WORKERS) $(bin)/python .ci/mutants.py $(ARGS)

lint: .venv/.development  ## style, types, layers, migrations, playbook
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy .
	$(bin)/lint-imports --no-logo
	$(bin)/python .ci/check_migrations.py
	$(bin)/pilot playbook check

format: .venv/.development  ## put the code in the house style
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

bench: .venv/.development  ## measure, side by side with bare Bolt
	$(bin)/python -m benchmarks

storm: .venv/.development  ## replicas, Slack and database fail while people work on, then the ledger; SECONDS=60 SEED=1
	$(bin)/python -m tests.storm --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

screenshots: .venv/.development  ## take the pictures of docs/ again
	@browser=$$($(bin)/python tests/chromium.py) && PILOT_CHROMIUM=$$browser $(bin)/python docs/screenshots.py

commands: .venv/.development  ## write docs/commands.md again
	$(bin)/python docs/list_commands.py

framework: .venv/.development  ## write docs/framework.md again, from docs/framework.toml
	$(bin)/python docs/list_framework.py

lock: .venv/.development  ## pin the newest dependencies that pyproject.toml allows
	$(compile) --upgrade --group build --group dev pyproject.toml --output-file requirements-dev.lock
	$(compile) --upgrade --group build --constraints requirements-dev.lock pyproject.toml --output-file requirements.lock

clean:  ## remove the environment and the caches, never the data
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info

.venv/.made:
	@"$(PYTHON)" -c $(is_new_enough) 2>/dev/null || { echo "Python 3.11 or newer is needed: install it, or say where it is with make PYTHON=/path/to/python." >&2; exit 2; }
	@"$(PYTHON)" -m venv .venv || { echo "Python could not make .venv: install its venv module (on Debian: apt-get install python3-venv)." >&2; exit 2; }
	@touch $@

.venv/.runtime: requirements.lock pyproject.toml | .venv/.made
	$(pip_install) --require-hashes --no-deps -r requirements.lock
	$(pip_install) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.development: requirements-dev.lock pyproject.toml | .venv/.made
	$(pip_install) --require-hashes --no-deps -r requirements-dev.lock
	$(pip_install) --no-deps --no-build-isolation --editable .
	@touch $@ .venv/.runtime
