# The commands of this project. PYTHON names another Python (3.11 or newer): make run PYTHON=python3.13
PYTHON ?= python3
PROCESSES ?= 3
ARGS ?=
OWN := .venv/bin/python
LINT := SECRET_KEY=for-the-linters DEMO=1

.PHONY: help run test lint fmt messages screenshots bench attacks faults year clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):  ## /\1	/p' Makefile

run:  ## set up what is missing, then run Tryggspor until Ctrl-C; PORT=8123 for another port
	@$(PYTHON) dev/setup.py run && exec $(OWN) -m dev.run

test:  ## set up what is missing, then all tests; ARGS="tests/cases -k plan" for some of them
	@$(PYTHON) dev/setup.py test && exec $(OWN) -m pytest -n $(PROCESSES) $(ARGS)

lint:  ## what the tests check of the code itself, without the rest
	@$(PYTHON) dev/setup.py test
	@$(OWN) -m ruff check --no-fix .
	@$(OWN) -m ruff format --check .
	@$(OWN) -m djlint --check --lint --quiet templates
	@$(LINT) $(OWN) -m mypy
	@.venv/bin/lint-imports --cache-dir .cache/import-linter
	@$(OWN) manage.py check
	@$(OWN) manage.py makemigrations --check --dry-run

fmt:  ## put the code in its form
	@$(PYTHON) dev/setup.py test
	@$(OWN) -m ruff check --fix-only --quiet .
	@$(OWN) -m ruff format .
	@$(OWN) -m djlint --reformat --quiet templates || true  # it counts a change as a failure

messages:  ## bring locale/*.po in line with the strings in the code
	@$(PYTHON) dev/setup.py test
	@$(OWN) -m tests.guards.extract

screenshots:  ## draw every page into .cache/screenshots, and those that README shows into docs
	@$(PYTHON) dev/setup.py test
	@rm -rf .cache/screenshots
	@SCREENSHOTS=.cache/screenshots $(OWN) -m pytest -n $(PROCESSES) tests/browser
	@mkdir -p docs/screenshots && cp .cache/screenshots/shown/*.png docs/screenshots

bench:  ## import 30 000 pupils, send letters, sweep 100 000 reminders: what it takes; make test takes a few
	@$(PYTHON) dev/setup.py test
	@BENCH=1 exec $(OWN) -m pytest -q -s tests/pupils/test_import_large.py tests/notifications/test_rates.py $(ARGS)

faults:  ## break each server in turn, three times over, and one long run; a table at the end
	@$(PYTHON) dev/setup.py test
	@EVERY_FAULT=1 exec $(OWN) -m pytest -q tests/faults $(ARGS)

attacks:  ## every wrong value into every field, every page by the code's walls alone, other examples; make test takes some
	@$(PYTHON) dev/setup.py test
	@EVERY_VALUE=1 $(OWN) -m pytest -n $(PROCESSES) tests/attacks tests/access
	@EVERY_VALUE=1 exec $(OWN) -m pytest -n $(PROCESSES) -m hypothesis

year:  ## play a year at 20 schools and 5 kindergartens in a scratch database, and count what was missed
	@$(PYTHON) dev/setup.py run
	@exec $(OWN) manage.py simulate --schools 20 --from 2026-08-01 --to 2027-08-31 $(ARGS)

clean:  ## delete what the commands made; the practice data in .data stays
	@rm -rf .venv node_modules .build .cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete
