# make run     the main job: one port on its record day, two changes compared, a report
# make test    every test
# Both set up .venv first, once; afterwards they need no network.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
            $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV     ?= $(shell command -v uv 2>/dev/null)
BIN    := .venv/bin
READY  := .venv/.ready
PORT   := layout=ganqimaodu_road peak=record_day
TRIED  := base ai_image_review one_area_sync ai_image_review+one_area_sync
ifneq ($(UV),)
INSTALL = $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python -c constraints.txt -e
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e
endif

export UV_PYTHON_DOWNLOADS := never

.PHONY: run test prove prove-studies bench gallery lint install clean
.DEFAULT_GOAL := run

run: $(READY)
	$(BIN)/twin run $(PORT)
	$(BIN)/twin compare $(PORT) $(TRIED)
	$(BIN)/twin report $(PORT) $(TRIED)

# One process a core; a file stays with one of them, since its tests share what they have run.
test: $(READY)
	$(BIN)/python -m pytest -m "not bench and not prove" --hypothesis-profile=same -n auto --dist loadfile --no-loadscope-reorder

# Theory at full length, faults planted in the kernel, and both engines on 20,000 random ports and a shipped one: the last
# prints which constructs and which pairs of them were met.
prove: $(READY)
	$(BIN)/python -m pytest -m "not bench" --hypothesis-profile=prove -n auto --dist loadfile tests/engine tests/layouts
	$(BIN)/twin verify $(PORT) --models 20000

# Decisions at full length: intervals over a hundred seeds, the journeys whole.
prove-studies: $(READY)
	$(BIN)/python -m pytest -m prove tests --ignore=tests/engine --ignore=tests/layouts

# The tools of others that the engines are measured against; a row of the tables says so if they cannot be had.
bench: $(READY)
	-$(INSTALL) '.[peers]'
	$(BIN)/python -m pytest -m bench -s tests/bench

# Every chart, maps, scenes and a film in docs/gallery, of ports that are shipped.
gallery: $(READY)
	$(BIN)/python docs/gallery/draw.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

install: $(READY)

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or later is needed; install it, or say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
ifneq ($(UV),)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
else
	$(PYTHON) -m venv .venv
endif
	$(INSTALL) '.[view,cad,cluster,dev]'
	@touch $(READY)

clean:
	rm -rf dist build .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find twin tests -name __pycache__ -prune -exec rm -rf {} +
