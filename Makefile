# Two commands are enough to begin: `make demo` and `make test`. `make` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test check tests soak docs decisions lock bench bench-peers agree mutate clean

SERVE ?= 1
DOSEPATH_PORT ?= 8000
WORKERS ?= auto
SAMPLE ?= 15

# Tests start hundreds of processes; each would compile the whole package again.
export PYTHONDONTWRITEBYTECODE :=

# Ctrl-C ends the whole command, also between two of its steps.
STOPPABLE := trap 'exit 130' INT;

# Every check runs, also after one has failed; the command fails if any did.
define CHECK
echo "== ruff: style" && .venv/bin/ruff check . || failed=1; \
echo "== ruff: format" && .venv/bin/ruff format --check . || failed=1; \
echo "== mypy: types" && .venv/bin/mypy || failed=1; \
echo "== import-linter: rooms" && .venv/bin/lint-imports --no-logo || failed=1
endef
# The checks need one core and minutes: beside the tests they cost little. Ctrl-C ends them too.
define BESIDE
checks=.venv/checks.log; set -m; ( $(CHECK); exit $${failed:-0} ) >$$checks 2>&1 </dev/null & \
set +m; beside=$$!; trap 'kill -- -$$beside 2>/dev/null; exit 130' INT TERM
endef
define TESTS
echo "== pytest" && .venv/bin/pytest -n $(WORKERS) $(ARGS) || failed=1
endef

help: ## Show what can be made
	@echo "DosePath: from the study file to the next dose"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  Settings: SERVE=0 (demo: do not serve)  DOSEPATH_PORT=8000  WORKERS=2 (tests)"
	@echo "            DOSEPATH_PYTHON (which Python)  DOSEPATH_CHROMIUM (which browser)"

demo: ## Play a synthetic course of the worked study and serve its site
	@trap : INT; scripts/setup run && \
	  .venv/bin/dosepath demo --port $(DOSEPATH_PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: ## Set up, check the code and run all tests
	@$(STOPPABLE) scripts/setup dev || exit $$?; failed=0; \
	  echo "== style, types and rooms are checked beside the tests; what they say stands at the end"; \
	  $(BESIDE); $(TESTS); wait $$beside || failed=1; cat $$checks; exit $$failed

check: ## Lint, format, types and the rooms' import contracts
	@$(STOPPABLE) scripts/setup dev || exit $$?; failed=0; $(CHECK); exit $$failed

tests: ## Run the tests alone (ARGS="tests/unit/designs -k ladder")
	@$(STOPPABLE) scripts/setup dev || exit $$?; failed=0; $(TESTS); exit $$failed

soak: ## Run the tests that take minutes: a kill before every statement
	@$(STOPPABLE) scripts/setup dev && \
	  .venv/bin/pytest -n $(WORKERS) -m soak $(ARGS)

docs: ## Write the generated references, the outputs shown in the documents, the picture
	@$(STOPPABLE) scripts/setup dev && for part in document document_study document_units document_commands; do \
	  .venv/bin/python scripts/$$part.py || exit $$?; done

decisions: ## Write the record of decisions anew; every changed line is a changed decision
	@$(STOPPABLE) scripts/setup dev && .venv/bin/python scripts/record_decisions.py

lock: ## Make the lock files again (scripts/lock --upgrade takes newer versions)
	@scripts/setup dev && scripts/lock

bench: ## Measure the speeds and record them with a note on the machine
	@$(STOPPABLE) scripts/setup dev && .venv/bin/python benchmarks/run.py

bench-peers: ## Time the R packages used today on the same work, where they are installed
	@$(STOPPABLE) scripts/setup dev && .venv/bin/python benchmarks/run_peers.py

agree: ## Set figures beside those of R packages, where they are installed
	@$(STOPPABLE) scripts/setup dev && .venv/bin/python benchmarks/agree_with_r.py

mutate: ## Change one decision of a design at a time; which does no test notice? (FILES=boin SAMPLE=15)
	@$(STOPPABLE) scripts/setup dev && \
	  .venv/bin/python scripts/mutate.py --sample $(SAMPLE) $(FILES)

clean: ## Remove the environment, the demo's data and all caches
	rm -rf .venv var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
