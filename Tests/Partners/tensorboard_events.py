"""What TensorBoard's own reader finds in a folder of event files, printed as JSON: scalars and histograms by tag."""

import json
import os
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.util import tensor_util

with open(sys.argv[1]) as file:
    folder = json.load(file)["folder"]
result = {}
for run in sorted(os.listdir(folder)):
    accumulator = EventAccumulator(os.path.join(folder, run), size_guidance={"scalars": 0, "histograms": 0})
    accumulator.Reload()
    tags = accumulator.Tags()
    result[run] = {
        "scalars": {t: [[e.step, e.value] for e in accumulator.Scalars(t)] for t in tags["scalars"]},
        "histograms": {
            t: [
                {
                    "step": e.step, "min": e.histogram_value.min, "max": e.histogram_value.max,
                    "num": e.histogram_value.num, "sum": e.histogram_value.sum,
                    "sum_squares": e.histogram_value.sum_squares, "limits": list(e.histogram_value.bucket_limit),
                    "counts": list(e.histogram_value.bucket),
                }
                for e in accumulator.Histograms(t)
            ]
            for t in tags["histograms"]
        },
        "migrated": 0,
    }
    # The program itself reads files through a loader that turns old kinds of values into today's.
    for name in os.listdir(os.path.join(folder, run)):
        for event in EventFileLoader(os.path.join(folder, run, name)).Load():
            for value in event.summary.value:
                tensor_util.make_ndarray(value.tensor)
                result[run]["migrated"] += 1
print(json.dumps(result))
