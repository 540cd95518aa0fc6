# Every target first makes sure of its Debian packages.
PACKAGES = libnetcdf-dev libopenblas-dev libdeflate-dev libcsv-dev libzip-dev gnuplot-nox fonts-liberation pkg-config zip gzip locales netcdf-bin
SHELL = /bin/bash
export LAB_STRICT = 1
RELEASE = swift build -c release --product lab

.PHONY: demo test test-debug test-statistics bench lint format packages clean

# The main job: a synthetic world with satellites, stations and known truth; its products validated; one page above all.
demo: packages
	$(RELEASE)
	.build/release/lab demo --out reports/demo --overwrite

# All tests: unit tests in debug (checked arithmetic, bounds), the statistical ones in release.
test: test-debug test-statistics

test-debug: packages
	swift test --disable-xctest --scratch-path .build

test-statistics: packages
	swift test --disable-xctest -c release --scratch-path .build-release

bench: packages
	$(RELEASE)
	bash Benchmarks/run.sh

lint: packages
	swift format lint --strict -r Sources Tests Benchmarks Package.swift

format: packages
	swift format format -i -r Sources Tests Benchmarks Package.swift

packages:
	@missing=""; for p in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; \
	  elif sudo -n true 2>/dev/null; then sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; \
	  else echo "Please run: sudo apt-get install -y$$missing" >&2; exit 1; fi; fi

clean:
	rm -rf .build .build-release
