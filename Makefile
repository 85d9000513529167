# Short names for tools/run.py, which does the work and runs on every system.
PYTHON ?= python3

.PHONY: check test demo lock format

check: ## format, lint, types, licences, tests (which read the documents too)
	$(PYTHON) tools/run.py check

test:
	$(PYTHON) tools/run.py test

demo:
	$(PYTHON) tools/run.py demo

format: ## changes source files
	.venv/bin/python -m ruff format .
	.venv/bin/python -m ruff check --fix .

lock: ## after a change of dependencies in pyproject.toml; needs uv
	$(PYTHON) tools/lock.py
