"""Writes a network with random weights as ONNX. usage: export_onnx.py NETWORK FILE"""
import sys

import torch
from torch import nn

from networks import input_shape, is_classifier, torch_network

name, path = sys.argv[1:3]
height, width, channels = input_shape(name)
torch.manual_seed(0)
model = torch_network(name)
if is_classifier(name):
    model = nn.Sequential(model, nn.Softmax(-1))
torch.onnx.export(
    model.eval(), (torch.rand(2, channels, height, width),), path, input_names=["x"], output_names=["y"],
    dynamic_axes={"x": {0: "n"}, "y": {0: "n"}}, dynamo=False)
