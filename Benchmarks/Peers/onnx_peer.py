"""ONNX Runtime or OpenVINO: inference in float32. usage: onnx_peer.py onnxruntime|openvino NETWORK FILE.onnx"""
import sys

import numpy as np

import measure
from networks import input_shape

engine, name, path = sys.argv[1:4]
height, width, channels = input_shape(name)
random = np.random.default_rng(0)
many = random.random((measure.INFERENCE_BATCH, channels, height, width), dtype=np.float32)
one = many[:1].copy()

if engine == "onnxruntime":
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])

    def runner(_):
        return lambda x: session.run(None, {"x": x})

else:
    import openvino

    core = openvino.Core()
    settings = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}

    def runner(batch):
        # OpenVINO is faster with the batch's size known.
        model = core.read_model(path)
        model.reshape([batch, channels, height, width])
        return core.compile_model(model, "CPU", settings)


run = runner(measure.INFERENCE_BATCH)
inference = measure.rate(lambda: run(many), measure.INFERENCE_BATCH)
run_one = runner(1)
latency = measure.latency(lambda: run_one(one))
label = "ONNX Runtime" if engine == "onnxruntime" else "OpenVINO"
measure.report(peer=label, inference=inference, latency=latency, peak_bytes=measure.peak_bytes())
