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
    """LabBenchmarks' least wall-clock and processor seconds by key."""
    with open(path) as lines:
        rows = (line.split("\t") for line in lines)
        return {key: (float(wall), float(processor)) for key, wall, processor in rows}


def header():
    print("| case | peer | peer ms | lab ms | lab is faster by | … by processor time |\n|---|---|---:|---:|---:|---:|")


def row(case, peer, theirs, mine, one_process=True):
    """A Markdown row; the processor time of a peer's child processes is not known."""
    processor = f"{theirs[1] / mine[1]:.1f} ×" if one_process else ""
    print(f"| {case} | {peer} | {theirs[0] * 1000:.1f} | {mine[0] * 1000:.2f} | {theirs[0] / mine[0]:.1f} × | {processor} |")
    sys.stdout.flush()
