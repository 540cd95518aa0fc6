#!/usr/bin/env bash
# Called by `make bench`: times lab, its growth, and its peers where there is a Python with them. See docs/benchmarks.md.
set -euo pipefail
cd "$(dirname "$0")/.."
repetitions=${LAB_BENCH_REPETITIONS:-7}
swift build -c release --product LabBenchmarks
program=.build/release/LabBenchmarks
work=$(mktemp -d "${TMPDIR:-/tmp}/lab-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT

data=${LAB_SHARED_DATA:-../shared/data}
real=()
if [ -f "$data/ismn/hawaii_ceop.zip" ]; then real=(--data "$(cd "$data" && pwd)"); fi

echo "# Benchmarks, $(date -u +%F), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
if [ ${#real[@]} = 0 ]; then echo "Real archives: not here (LAB_SHARED_DATA); the example alone is timed."; fi
printf '\n## Reading, scoring, intervals\n\n'
"$program" speed --work "$work" --repetitions "$repetitions" "${real[@]}"

printf '## Peers, one after the other on the same files\n\n'
if [ -z "${LAB_PEER_PYTHON:-}" ]; then
  echo "Not run. To run them: python3 -m venv peers && peers/bin/pip install ismn pytesmo, then"
  echo "LAB_PEER_PYTHON=peers/bin/python make bench"
else
  "$LAB_PEER_PYTHON" Benchmarks/peer_ismn.py "$work" "$repetitions"
  echo
  "$LAB_PEER_PYTHON" Benchmarks/peer_pytesmo.py "$work" "$repetitions"
fi

printf '\n## Daily maps at many stations, against netCDF alone\n\n'
"$program" stack --work "$work" --lab "$(pwd)/.build/release/lab" \
  --stations "${LAB_BENCH_STACK_STATIONS:-1000}" --days "${LAB_BENCH_STACK_DAYS:-2000}"
if [ -n "${LAB_PEER_PYTHON:-}" ]; then
  "$LAB_PEER_PYTHON" Benchmarks/peer_xarray.py "$work"
  if "$LAB_PEER_PYTHON" -c "import dask" 2> /dev/null; then
    "$LAB_PEER_PYTHON" Benchmarks/peer_xarray.py "$work" mfdataset same
  fi
fi
rm -rf "$work/stack"

printf '\n## Training of the gap-filling networks\n\n'
# The library's own choice of kernel for this processor.
unset OPENBLAS_CORETYPE
"$program" neural --out "$work/neural.tsv"
if [ -n "${LAB_PEER_PYTHON:-}" ] && "$LAB_PEER_PYTHON" -c "import torch" 2> /dev/null; then
  for threads in 1 2; do "$LAB_PEER_PYTHON" Benchmarks/peer_pytorch.py $threads "$work/neural.tsv"; done
fi

printf '\n## Growth in stations\n\n'
"$program" growth --work "$work" --lab "$(pwd)/.build/release/lab" --stations ${LAB_BENCH_STATIONS:-10 100 1000}
