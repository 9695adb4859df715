#!/usr/bin/env python3
"""Measures Sumi and its peers in turn on the same networks and machine, and writes the table of docs/performance.md.

usage: compare.py [--networks deep,tutorial] [--repeats 2] [--rounds 5] [--seconds 1] [--dry]

Every peer is a process of its own that prints one JSON object. All peers run once, then all again (A B A B …); the table
has the median of each peer's runs and, as spread, the distance between its slowest and its fastest. Before each process
the machine must be idle; where it is not after a minute, the row says so. Tables of networks that are not named stay.
"""
import argparse
import datetime
import json
import os
import statistics
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = os.path.join(ROOT, "Benchmarks", "Peers")
BUILD = os.path.join(ROOT, ".build", "benchmarks")
BEGIN, END = "<!-- comparison: begin -->", "<!-- comparison: end -->"
NAMES = ["deep", "mlp", "lenet5", "resnet20", "mobilenet", "vgg", "autoencoder", "tutorial"]


def python(environment, script, *arguments):
    program = os.path.join(ROOT, ".venv-peers-" + environment, "bin", "python")
    return [program, os.path.join(PEERS, script), *arguments]


def sumi(network, precision, options):
    return [
        os.path.join(ROOT, ".build", "release", "sumi"), "bench", "--network",
        os.path.join(ROOT, "Benchmarks", "Networks", network + ".json"), "--precision", precision, "--json",
        "--rounds", str(options.rounds), "--seconds", str(options.seconds)]


def commands(network, options):
    onnx = os.path.join(BUILD, network + ".onnx")
    if not os.path.exists(onnx):
        subprocess.run(python("torch", "export_onnx.py", network, onnx), check=True, capture_output=True)
    return {
        "Sumi": sumi(network, "standard", options),
        "Keras/TensorFlow": python("tf", "keras_peer.py", network),
        "Sumi, fast": sumi(network, "fast", options),
        "PyTorch": python("torch", "torch_peer.py", network, "eager"),
        "PyTorch, channels last": python("torch", "torch_peer.py", network, "channels-last"),
        "PyTorch, compiled": python("torch", "torch_peer.py", network, "compile"),
        "ONNX Runtime": python("tf", "onnx_peer.py", "onnxruntime", network, onnx),
        "OpenVINO": python("tf", "onnx_peer.py", "openvino", network, onnx),
    }


def busy_share(seconds=1.0):
    """The share of all processors' time that other programs take."""

    def times():
        with open("/proc/stat") as file:
            values = [int(value) for value in file.readline().split()[1:]]
        return sum(values), values[3] + values[4]

    total, idle = times()
    time.sleep(seconds)
    after, still = times()
    return 1 - (still - idle) / max(1, after - total)


def wait_for_idle(limit=60):
    end = time.time() + limit
    while time.time() < end:
        if busy_share() < 0.1:
            return True
    return False


def measured(command, options):
    environment = dict(os.environ, BENCH_ROUNDS=str(options.rounds), BENCH_SECONDS=str(options.seconds))
    result = subprocess.run(command, capture_output=True, text=True, env=environment)
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    if result.returncode != 0 or not lines:
        return {"failure": (result.stderr.strip().splitlines() or ["no output"])[-1][:100]}
    values = json.loads("".join(result.stdout.splitlines())) if "isa" in result.stdout else json.loads(lines[-1])
    if "isa" in values:
        return {
            "training": values["training"]["images_per_second"], "inference": values["inference"]["images_per_second"],
            "latency": values["latency"]["milliseconds_median"], "peak_bytes": values["training"]["peak_bytes"],
        }
    return values


def median(runs, key):
    values = [run[key] for run in runs if key in run]
    return statistics.median(values) if values else None


def spread(runs, key):
    values = [run[key] for run in runs if key in run]
    return (max(values) - min(values)) / statistics.median(values) if len(values) > 1 else None


def cell(runs, key, form):
    value = median(runs, key)
    if value is None:
        return ""
    width = spread(runs, key)
    return form % value + ("" if width is None else " ± %.0f %%" % (50 * width))


def ratio(ours, others, key, smaller_is_better=False):
    """How many times as fast as the best of the others."""
    values = [value for value in (median(runs, key) for runs in others) if value]
    mine = median(ours, key)
    if not values or not mine:
        return None
    return min(values) / mine if smaller_is_better else mine / max(values)


def table(network, runs, disturbed):
    lines = [
        "", "### " + network, "",
        "| | training, images/s | inference, images/s | one image, ms | peak memory, MB |", "|---|---|---|---|---|"]
    for peer, results in runs.items():
        failures = [run["failure"] for run in results if "failure" in run]
        if failures:
            lines.append("| %s | not measured: %s | | | |" % (peer, failures[0].replace("|", "/")))
            continue
        memory = median(results, "peak_bytes")
        lines.append("| %s%s | %s | %s | %s | %s |" % (
            peer, " (machine not idle)" if peer in disturbed else "", cell(results, "training", "%.0f"),
            cell(results, "inference", "%.0f"), cell(results, "latency", "%.3f"),
            "" if memory is None else "%.0f" % (memory / 1e6)))
    others = [results for peer, results in runs.items() if not peer.startswith("Sumi")]
    for peer in ("Sumi", "Sumi, fast"):
        ratios = [ratio(runs[peer], others, "training"), ratio(runs[peer], others, "inference"),
                  ratio(runs[peer], others, "latency", True)]
        cells = ["" if value is None else "**%.2f**" % value for value in ratios]
        lines.append("| %s, times the best other | %s | |" % (peer, " | ".join(cells)))
    return lines


def processor():
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":")[1].strip()
    return "unknown processor"


def write(head, tables):
    """Puts tables into docs/performance.md. Those of networks that were not measured stay, as do the first lines then, and
    each new table says itself how it was measured."""
    path = os.path.join(ROOT, "docs", "performance.md")
    with open(path) as file:
        text = file.read()
    before, rest = text.split(BEGIN)
    present, after = rest.split(END)
    first, *sections = present.strip().split("\n### ")
    kept = {section.split("\n", 1)[0]: ["", "### " + section.strip()] for section in sections}
    if set(kept) - set(tables):
        tables = {network: lines[:3] + head + [""] + lines[3:] for network, lines in tables.items()}
        head = [first.strip()]
    every = {**kept, **tables}
    lines = head + [line for network in NAMES for line in every.get(network, [])]
    with open(path, "w") as file:
        file.write(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + after)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--networks", default=",".join(NAMES))
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--dry", action="store_true", help="print the table and leave docs/performance.md as it is")
    options = parser.parse_args()
    networks = options.networks.split(",")
    for network in networks:
        if network not in NAMES:
            parser.error("there is no network %s; there are %s" % (network, ", ".join(NAMES)))
    os.makedirs(BUILD, exist_ok=True)
    head = [
        "%s, %s, %d processors; batch 128 in training, 256 in inference; medians of %d runs in turn, each the median of "
        "%d rounds of %g s; ± is half the distance between the slowest and the fastest run." % (
            datetime.date.today().isoformat(), processor(), os.cpu_count(), options.repeats, options.rounds,
            options.seconds),
        "", "`make bench-peers BENCH=\"%s\"`" % " ".join(os.sys.argv[1:])]
    tables = {}
    for network in networks:
        runs, disturbed = {}, set()
        for _ in range(options.repeats):
            for peer, command in commands(network, options).items():
                if not wait_for_idle():
                    disturbed.add(peer)
                runs.setdefault(peer, []).append(measured(command, options))
                print(network, peer, runs[peer][-1], flush=True)
        tables[network] = table(network, runs, disturbed)
    if options.dry:
        print("\n".join(head + [line for lines in tables.values() for line in lines]))
    else:
        write(head, tables)


if __name__ == "__main__":
    main()
