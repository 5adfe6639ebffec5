"""How every peer is timed, and the line that it prints."""
import json
import statistics
import time


def milliseconds(work, iterations=1, seconds=3.0, fewest=3):
    """The median (wall, processor) time of one of the `iterations` that a call of `work` does, after one to warm up."""
    work()
    wall, processor, start = [], [], time.perf_counter()
    while time.perf_counter() - start < seconds or len(wall) < fewest:
        before, before_processor = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - before)
        processor.append(time.process_time() - before_processor)
    return tuple(statistics.median(times) / iterations * 1e3 for times in (wall, processor))


def report(name, work, iterations=1, **more):
    """Times `work` and prints {"name", "ms", "cpu_ms", …}; `more` may say what the milliseconds were good for."""
    wall, processor = milliseconds(work, iterations)
    print(json.dumps({"name": name, "ms": wall, "cpu_ms": processor, **more}), flush=True)
