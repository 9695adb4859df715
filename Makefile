# What can be done here; `make` alone lists it. Everything is built once, in the release configuration.

SWIFT ?= swift
# In continuous integration a warning is an error. (The package manager refuses -Xcc -Werror; Tools/test-kernels compiles
# the C sources with it.)
STRICT := $(if $(filter true,$(CI)),-Xswiftc -warnings-as-errors)
RELEASE := -c release $(STRICT)
PARTNERS := $(SWIFT) test -c release --disable-testable-imports --disable-xctest --skip-build
SWIFT_FILES := Package.swift Benchmarks/Package.swift $(wildcard Sources Tests Snippets Examples Benchmarks/Sources)

.PHONY: help setup build run test partners sanitize recording bench bench-peers sweep docs tutorial-pictures format lint clean

help: ## list what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the build needs beside Swift and make; changes nothing where it is there
	@Tools/setup

build: setup ## build the library and the program `sumi`
	$(SWIFT) build $(RELEASE) --product sumi

run: build ## train the tutorial's network on MNIST, or on built-in handwriting where MNIST is not found
	.build/release/sumi demo

test: setup ## check the format, build, and run every test; ends with the test runner's own closing line
	@Tools/part "format" $(MAKE) --no-print-directory lint
	@Tools/part "build" $(SWIFT) build $(RELEASE) --build-tests
	@Tools/part "kernels" Tools/test-kernels
	@Tools/part "package that depends on Sumi" Tools/test-consumer
	@Tools/part --last "test suites" $(SWIFT) test $(RELEASE) --disable-testable-imports --disable-xctest --skip-build

partners: setup ## let Keras, h5py, scikit-learn and TensorBoard judge what Sumi writes; they are installed in .venv-partners
	@test -x .venv-partners/bin/python || (python3 -m venv .venv-partners && \
		.venv-partners/bin/pip install -q -r Tests/Partners/requirements.txt)
	rm -rf .build/partners && mkdir -p .build/partners/ours .build/partners/theirs
	$(SWIFT) build $(RELEASE) --build-tests
	SUMI_PARTNERS=$(CURDIR)/.build/partners $(PARTNERS) --filter PartnerFiles.writes
	.venv-partners/bin/python Tests/Partners/partners.py .build/partners
	SUMI_PARTNERS=$(CURDIR)/.build/partners $(PARTNERS) --filter PartnerFiles.reads
	SUMI_PARTNER_PYTHON=$(CURDIR)/.venv-partners/bin/python $(PARTNERS) --filter 'ScikitLearnPartner|TensorBoardTests'

sanitize: setup ## run the library's tests with the address sanitizer, which finds what reads beyond its memory; 20 minutes
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test -c release --disable-testable-imports --disable-xctest --sanitize address \
		--scratch-path .build/sanitize --skip SumiCommandTests

recording: build ## record the picture of a terminal in docs/images from a real run; needs Python 3
	rm -rf .build/recording && mkdir -p .build/recording
	cd .build/recording && PATH="$(CURDIR)/.build/release:$$PATH" $(CURDIR)/Tools/record-terminal.py \
		-o $(CURDIR)/docs/images/demo.svg --title "sumi demo: a digit recogniser, trained from nothing" \
		"sumi demo" "sumi predict sumi-demo/digits.keras sumi-demo/digit-*.png --show"

bench: build ## measure training and inference of the network `deep` on this machine
	.build/release/sumi bench --network deep --batch 128

bench-peers: build ## measure Sumi beside Keras, PyTorch, ONNX Runtime and OpenVINO; writes docs/performance.md
	@test -x .venv-peers-tf/bin/python || (python3 -m venv .venv-peers-tf && .venv-peers-tf/bin/pip install -q \
		tensorflow-cpu==2.21.0 keras==3.15.1 onnxruntime==1.32.0 openvino==2026.4.1)
	@test -x .venv-peers-torch/bin/python || (python3 -m venv .venv-peers-torch && \
		.venv-peers-torch/bin/pip install -q torch==2.15.0 numpy onnx)
	Benchmarks/compare.py $(BENCH)

sweep: setup ## measure 200 random convolutions against the machine's limits
	$(SWIFT) run -c release --package-path Benchmarks Sweep

docs: build ## build the documentation of the library in .build/docs; a warning is an error
	Tools/docs

# The programs that draw pictures for a chapter; each writes into the folder that it runs in.
DRAWING := $(patsubst Snippets/Tutorial/%.swift,%,$(shell grep -l 'write.to:' Snippets/Tutorial/*.swift))

tutorial-pictures: setup ## draw the pictures of docs/tutorial anew, by its own programs (needs Fashion-MNIST)
	$(SWIFT) build $(RELEASE) --build-tests
	rm -rf .build/tutorial && mkdir -p .build/tutorial docs/tutorial/images
	cd .build/tutorial && for program in $(DRAWING); do $(CURDIR)/.build/release/$$program > /dev/null || exit 1; done
	rm -f docs/tutorial/images/*
	cp .build/tutorial/*.svg .build/tutorial/*.png docs/tutorial/images

format: ## format every Swift file
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

lint: ## check the format of every Swift file
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)

clean: ## remove everything that was built
	rm -rf .build Tests/Consumer/.build Benchmarks/.build
