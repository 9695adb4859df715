"""PyTorch: training and inference. usage: torch_peer.py NETWORK eager|channels-last|compile"""
import sys

import torch
import torch.nn.functional as F

import measure
from networks import input_shape, is_classifier, torch_network

name, mode = sys.argv[1:3]
height, width, channels = input_shape(name)
layout = torch.channels_last if mode == "channels-last" else torch.contiguous_format
torch.manual_seed(0)
model = torch_network(name).to(memory_format=layout)
forward = torch.compile(model) if mode == "compile" else model
optimizer = torch.optim.Adam(model.parameters(), 1e-3, fused=True)


def images(count):
    return torch.rand(count, channels, height, width).to(memory_format=layout)


x = images(measure.TRAINING_BATCH)
y = torch.arange(measure.TRAINING_BATCH) % 10


def step():
    optimizer.zero_grad(set_to_none=True)
    prediction = forward(x)
    loss = F.cross_entropy(prediction, y) if is_classifier(name) else F.mse_loss(prediction, x)
    loss.backward()
    optimizer.step()
    # The loss is read at every step, as a progress bar reads it.
    loss.item()


model.train()
training = measure.rate(step, measure.TRAINING_BATCH)
peak = measure.peak_bytes()
model.eval()
with torch.inference_mode():
    many, one = images(measure.INFERENCE_BATCH), images(1)
    inference = measure.rate(lambda: forward(many), measure.INFERENCE_BATCH)
    latency = measure.latency(lambda: forward(one))
measure.report(peer="PyTorch " + mode, training=training, inference=inference, latency=latency, peak_bytes=peak)
