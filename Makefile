# Shortcuts for developers; users need only ./demo and ./test.

python := .venv/bin/python

.PHONY: check test format golden picture benchmark benchmark-timing fuzz results

check: ## the fast part: style, types, and the tests that take seconds
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	$(python) -m pytest -n 2 -m "not slow" tests/test_architecture.py tests/test_memory.py \
	    tests/boards tests/readers tests/test_golden_project.py tests/test_cli.py

test: ## everything
	./test

format: ## in place
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

golden: ## write the committed example project anew, after an intended change of generated code
	$(python) -m tests.golden

picture: ## draw docs/demo.svg from a run of today
	PYTHONPATH=. $(python) scripts/picture.py

benchmark: ## instructions, cycles, flash and RAM of the reference models, into docs/benchmarks.md
	$(python) -m benchmarks

benchmark-timing: ## predicted against published cycles, leaving out, and single instructions against measured ones
	$(python) -m benchmarks.timing
	$(python) -m pytest -q -n 2 tests/benchmarks tests/simulator/test_simulated_timing.py \
	    tests/simulator/test_instruction_queue.py tests/simulator/test_fetch.py \
	    tests/simulator/test_simulated_m7_timing.py tests/simulator/test_limited_dual_issue.py \
	    tests/simulator/test_armv6m.py

SECONDS ?= 600
fuzz: ## look for model files that the reader does not survive: make fuzz SECONDS=3600
	FUZZ_SECONDS=$(SECONDS) HYPOTHESIS_PROFILE=explore $(python) -m pytest -q -p no:timeout tests/fuzz

FORCE ?=
EDGE_AI_BOARDS = nucleo-wb55rg@48,nucleo-wb55rg@64,nucleo-h723zg@180,nucleo-h723zg@550
results: ## all tasks on all boards, and three beside X-CUBE-AI; FORCE=--force measures all anew
	-$(python) -m generator bench tasks --boards all -o docs/bench_results.jsonl $(FORCE)
	$(python) -m generator report docs/bench_results.jsonl --markdown docs/bench_results.md \
	    --title "All tasks on all boards"
	-$(python) -m generator bench house-float har-float fashion-large-float house har fashion-large \
	    --boards $(EDGE_AI_BOARDS) --goals default,time -o docs/edge_ai.jsonl $(FORCE)
	$(python) -m generator report docs/edge_ai.jsonl --markdown docs/edge_ai.md \
	    --title "House prices, activity and clothes, beside X-CUBE-AI"
