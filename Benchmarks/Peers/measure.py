"""How every peer is measured, which is how `sumi bench` measures: rounds of a second after a warm-up, their median."""
import json
import os
import resource
import time

TRAINING_BATCH, INFERENCE_BATCH = 128, 256
ROUNDS, SECONDS = int(os.environ.get("BENCH_ROUNDS", 5)), float(os.environ.get("BENCH_SECONDS", 1))


def rate(step, batch, rounds=ROUNDS, seconds=SECONDS):
    """Images a second of whole steps."""
    start = time.perf_counter()
    for _ in range(3):
        step()
    while time.perf_counter() - start < seconds / 2:
        step()
    rates = []
    for _ in range(rounds):
        steps, start = 0, time.perf_counter()
        while True:
            step()
            steps += 1
            if time.perf_counter() - start >= seconds:
                break
        rates.append(steps * batch / (time.perf_counter() - start))
    return sorted(rates)[rounds // 2]


def latency(step, seconds=ROUNDS * SECONDS):
    """Milliseconds of one call, the median."""
    for _ in range(20):
        step()
    times, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return sorted(times)[len(times) // 2] * 1000


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def report(**values):
    print(json.dumps(values), flush=True)
