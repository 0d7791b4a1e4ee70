# The front door. `make help` says what there is.
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench soak rehearsal requirements migration words clean

PY := .venv/bin/python
FLASK := $(PY) -m flask --app webapp.app

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## everything, with a demo census, on http://127.0.0.1:$PORT (8000); Ctrl-C ends it
	@bin/set-up main
	@$(PY) bin/run

test: ## the whole suite, with a real PostgreSQL, Chromium and Firefox (ARGS="tests/sms -k stop")
	@bin/set-up test
	@$(PY) -m pytest -q -n $$(($$(nproc) + 1)) --dist loadfile $(ARGS)

lint: ## style, types, the staircase of rooms, templates, questions
	@bin/set-up lint
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@.venv/bin/djlint --lint --quiet templates
	@$(FLASK) questionnaire check

format: ## let ruff arrange the code
	@bin/set-up lint
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: ## the table of marks (ONLY=name,... SCALE=full); writes bench/results/latest.json
	@bin/set-up test
	@$(PY) -m bench

soak: ## faults on purpose: kill -9, lost replies, reset lines (SCALE=0.05 SEED=1)
	@bin/set-up test
	@$(PY) -m bench.soak

rehearsal: ## a whole census in fast time, against known truth (FAMILIES=150 SEED=1 FAULT=kill-web|kill-sender)
	@bin/set-up test
	@FAMILIES="$(FAMILIES)" SEED="$(SEED)" FAULT="$(FAULT)" SCALE="$(SCALE)" OUT="$(OUT)" $(PY) -m bench.rehearsal

requirements: ## pin requirements/*.in again, with hashes
	@bin/set-up lint
	@bin/pin

migration: ## write the migration for changed models (M="what changes")
	@bin/set-up lint
	@$(PY) -m migrations.write "$(M)"

words: ## collect the words of pages and code into the catalogues
	@bin/set-up main
	@bin/words

clean: ## forget the demo: database and keys under var/
	@rm -rf var
