# The commands of Autodidact. `make` lists them.

# One OpenMP thread: spinning threads on a shared machine cost more than they give.
export OMP_NUM_THREADS ?= 1
SWIFT ?= swift
PYTHON ?= python3

# The targets of the library.
DOCUMENTED := Settings Reports Scaling Runs Tasks Tensors Networks MetaLearning Language Search Experiments

.DEFAULT_GOAL := help
.PHONY: help setup build test test-service openapi demo lint pages examples docs bench dist clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## what is missing: Debian packages, the pinned libtorch in .deps (or LIBTORCH=/path), the shim compiled against it
	@Scripts/packages.sh
	@Scripts/libtorch.sh
	@$(PYTHON) Scripts/shim-list.py
	@Scripts/shim.sh >/dev/null

build: setup ## the command, optimized: .build/release/autodidact
	$(SWIFT) build -c release --product autodidact

test: setup ## every test, optimized: some fit thousands of laws
	$(PYTHON) Scripts/libtorch_test.py
	SWIFT="$(SWIFT)" Scripts/test.sh -Xswiftc -O

test-service: build ## serve with the clients tinker and openai themselves, in a Python environment of its own; takes long
	Scripts/service/try.sh

openapi: build ## the server's OpenAPI document, held against a server by schemathesis in a Python environment of its own
	Scripts/service/openapi.sh

demo: build ## adapts the shipped model to tasks it never saw, and writes a report
	.build/release/autodidact demo

lint: ## format, documentation of public names, which room imports which, where links lead, the list of the shim's functions
	$(SWIFT) format lint --strict --recursive Sources Tests Examples Package.swift
	@Scripts/arrows.sh
	@Scripts/links.sh
	@$(PYTHON) Scripts/shim-list.py --check

pages: build ## every page of the dashboard in a headless Chromium: light and dark, wide and on a telephone
	Scripts/dashboard-check.sh

examples: setup ## the package in Examples/, over what is committed here as a stranger's would be
	Scripts/examples.sh solve sinusoid learner

docs: ## API documentation of the library's rooms, in which a warning is an error: .build-docs/
	@mkdir -p .build-docs
	$(SWIFT) package --scratch-path .build-docs --disable-sandbox generate-documentation --warnings-as-errors \
	  $(foreach room,$(DOCUMENTED),--target $(room)) >.build-docs/log || { cat .build-docs/log; exit 1; }

bench: setup ## ours beside its peers, on the same work in one run: Benchmarks/README.md
	$(SWIFT) build -c release --product autodidact-bench --product autodidact
	Benchmarks/run.sh

dist: setup ## one archive that runs where there is no Swift: .build/dist/
	Scripts/dist.sh

clean: ## what was built; .deps stays
	rm -rf .build
