# The front door. `make help` lists the targets.

SWIFT ?= swift
# What builds for debugging are told besides: -debug-info-format none takes a third less time.
FLAGS ?=
RELEASE = .build/release/packetwalk

.PHONY: help build demo test validate lint format bench bench-whole bench-replay bench-routes bench-peers bench-walks bench-gate test-collect test-interop test-traits test-sanitize test-spark docs codes checks rules traps completions man release stories test-ci scenarios examples test-assertions oracle fuzz clean needs

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

needs: # What a build needs beyond Swift: zlib's headers, from Debian's packages
	@test -e /usr/include/zlib.h || command -v apt-get >/dev/null || { echo "needs zlib's headers (Debian: zlib1g-dev)"; exit 1; }
	@test -e /usr/include/zlib.h || { echo "installing zlib1g-dev"; (apt-get install -y zlib1g-dev || sudo -n apt-get install -y zlib1g-dev) >/dev/null 2>&1 || { echo "needs zlib's headers: apt-get install zlib1g-dev"; exit 1; }; }

build: needs ## Build the tool for debugging
	$(SWIFT) build $(FLAGS) --product packetwalk

demo: needs ## Build, then ask and explain questions about the five reference networks
	$(SWIFT) build -c release --product packetwalk
	@sh Tests/Demo/demo.sh $(RELEASE)

test: needs ## Run all tests
	@# What the package's plugin needs is everything once more, and nothing here needs the plugin.
	PACKETWALK_WITHOUT_PLUGIN=yes $(SWIFT) build $(FLAGS) --build-tests
	PACKETWALK_WITHOUT_PLUGIN=yes $(SWIFT) test $(FLAGS) --skip-build --parallel

test-collect: build ## Collect from a moto server with the AWS CLI of PyPI (needs Python and the network)
	@sh Tests/Collect/collect.sh .build/debug/packetwalk

test-interop: build ## Deploy templates into a moto server and collect them: the same matrix (needs Python and the network)
	@sh Tests/Interop/interop.sh .build/debug/packetwalk

test-traits: needs ## Test options of the build: captures with libpcap, gzip with ISA-L (Debian: libpcap-dev, libisal-dev)
	@traits=""; suites=""; \
	if test -e /usr/include/pcap/pcap.h; then traits="Pcap"; suites="PcapTests|DamageTests|DecodingTests"; \
	else echo "skipped: no libpcap (Debian: libpcap-dev)"; fi; \
	if test -e /usr/include/isa-l/igzip_lib.h; then \
	  traits="$$traits ISAL"; suites="$$suites$${suites:+|}InflaterTests|GunzipTests|ByteStreamTests"; \
	else echo "skipped: no ISA-L (Debian: libisal-dev)"; fi; \
	if test -n "$$suites"; then TRAITS="$$traits" $(SWIFT) test --package-path Tests/Traits -debug-info-format none \
	  --parallel --filter "$$suites"; fi

test-sanitize: needs ## Test what handles memory or threads itself with the address and the thread sanitizer (two builds)
	@SWIFT="$(SWIFT)" SUITES="$(SUITES)" sh Tests/Sanitize/run.sh

test-spark: needs ## Replay on Spark from PyPI: local, and two workers of which one is killed (needs Python, Java 17 and the network)
	$(SWIFT) build -c release --product packetwalk
	@bash Tests/Spark/spark.sh $(RELEASE) $(RECORDS)

test-ci: build ## Run what docs/ci.md offers as pipelines would; PYPI=yes also installs and runs pre-commit
	@PYPI="$(PYPI)" bash Tests/CI/ci.sh .build/debug/packetwalk

lint: ## Check the formatting, strictly
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Plugins Tests docs

format: ## Format the sources in place
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Plugins Tests docs

scenarios: needs ## Print the reference networks' rows: question, verdict, deciding elements
	@PACKETWALK_PRINT_SCENARIOS=1 $(SWIFT) test --filter ScenarioTests 2>&1 | grep -vE '^(◇|✔|Test |\[|Build|warning|Compiling)'

examples: needs ## Build and run the example packages
	@SWIFT="$(SWIFT)" FLAGS="$(FLAGS)" sh Tests/Examples/build.sh

test-assertions: needs ## Run a package whose tests must fail, in Swift Testing and in XCTest
	@SWIFT="$(SWIFT)" sh Tests/Assertions/run.sh

bench: needs ## Time the release binary on generated networks and print a table
	$(SWIFT) build -c release --product packetwalk
	@sh Tests/Benchmarks/bench.sh $(RELEASE)

bench-whole: needs ## Likewise, of questions about everything at once: growth, a hostile network
	$(SWIFT) build -c release --product packetwalk
	@sh Tests/Benchmarks/bench.sh $(RELEASE) --runs 3 --suites whole,growth,hostile

bench-replay: needs ## Time flow logs and captures beside DuckDB, Polars, nfpcapd and libpcap (needs PyPI; RECORDS=millions)
	$(SWIFT) build -c release --product packetwalk
	@sh Tests/Benchmarks/replay.sh $(RELEASE) --runs 3 $(if $(RECORDS),--records $(RECORDS))

bench-routes: needs ## Time lookups in route tables, small and large: ROUTES=FILE for a real one
	@ROUTES="$(ROUTES)" sh Tests/Benchmarks/routes.sh $(if $(GROWTH),growth)

bench-peers: needs ## Likewise beside DPDK, pytricia and py-radix, and POPTRIE=DIR, in one run
	@ROUTES="$(ROUTES)" POPTRIE="$(POPTRIE)" sh Tests/Benchmarks/routes.sh peers $(if $(GROWTH),growth)

bench-walks: needs ## Time verdicts of generated networks, small and large, with one thread and two
	@sh Tests/Benchmarks/walks.sh

bench-gate: needs ## Count instructions of fixed work (valgrind) and hold them against the baseline: RECORD=yes writes it
	$(SWIFT) build -c release --product packetwalk
	@RECORD="$(RECORD)" sh Tests/Benchmarks/gate.sh $(RELEASE)

oracle: needs ## Measure fresh topologies with a packet oracle: ORACLE=DIR SEEDS="1000 1001" [PROFILE=v4]
	@ORACLE="$(ORACLE)" SEEDS="$(SEEDS)" PROFILE="$(or $(PROFILE),v4)" PACKETWALK="$(PACKETWALK)" Tests/Oracle/measure.sh

fuzz: needs ## Damage every reader's inputs for as long as ITERATIONS says (default 20000)
	PACKETWALK_FUZZ_ITERATIONS=$(or $(ITERATIONS),20000) PACKETWALK_FUZZ_SEED=$(or $(SEED),1) \
	  $(SWIFT) test --filter 'Golden|Damage|Fuzz|Mutation'

codes: needs ## Write docs/codes.md anew from the catalogue and its examples
	@RECORD_SNAPSHOTS=1 $(SWIFT) test --filter CodesPageTests

checks: needs ## Write docs/lint.md anew from the catalogue and its examples
	@RECORD_SNAPSHOTS=1 $(SWIFT) test --filter LintPageTests

rules: needs ## Write docs/rules.md anew from the names of the tests and docs/rules.list
	@RECORD_SNAPSHOTS=1 $(SWIFT) test --filter RulesPageTests

traps: needs ## Write docs/traps.md anew from Fixtures/traps
	@RECORD_SNAPSHOTS=1 $(SWIFT) test --filter TrapTests

stories: build ## Write docs/stories.md anew from the reference networks
	@bash Tests/CI/stories.sh .build/debug/packetwalk > docs/stories.md.new && mv docs/stories.md.new docs/stories.md

validate: build ## Hold reports against published schemas: SARIF_SCHEMA=FILE JUNIT_SCHEMA=FILE (needs PyPI)
	@SARIF_SCHEMA="$(SARIF_SCHEMA)" JUNIT_SCHEMA="$(JUNIT_SCHEMA)" Tests/Validate/validate.sh

docs: ## Build the reference documentation into .build/docs
	$(SWIFT) package dump-symbol-graph --minimum-access-level public --emit-extension-block-symbols >/dev/null
	@sh docs/build.sh

completions: build ## Write completions for bash, zsh and fish into dist/completions
	@mkdir -p dist/completions
	@.build/debug/packetwalk --generate-completion-script bash > dist/completions/packetwalk.bash
	@.build/debug/packetwalk --generate-completion-script zsh > dist/completions/_packetwalk
	@.build/debug/packetwalk --generate-completion-script fish > dist/completions/packetwalk.fish
	@sh Tests/Completions/check.sh dist/completions

man: needs ## Write manual pages into dist/man
	@SWIFT="$(SWIFT)" sh docs/man.sh dist/man

release: needs ## Build the static, stripped binary into dist/
	$(SWIFT) build -c release --static-swift-stdlib --product packetwalk -Xlinker -s
	@mkdir -p dist && cp $(RELEASE) dist/packetwalk && ls -l dist/packetwalk

clean: ## Remove what was built
	rm -rf .build dist
