"""What the peers' scripts share: timing as LabBenchmarks does it, and a Markdown row with the ratio."""
import sys
import time


def best(work, repetitions):
    """The least wall-clock and processor seconds of several calls after one that is not counted."""
    work()
    wall, processor = [], []
    for _ in range(repetitions):
        start, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return min(wall), min(processor)


def ours(path):
    """LabBenchmarks' least seconds by key."""
    with open(path) as lines:
        return {key: float(seconds) for key, seconds in (line.split("\t") for line in lines)}


def header():
    print("| case | peer | peer ms | lab ms | lab is faster by |\n|---|---|---:|---:|---:|")


def row(case, peer, theirs, mine):
    print(f"| {case} | {peer} | {theirs * 1000:.1f} | {mine * 1000:.2f} | {theirs / mine:.1f} × |")
    sys.stdout.flush()
