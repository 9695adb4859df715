"""Keras on TensorFlow: training and inference. usage: keras_peer.py NETWORK"""
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
import keras
import numpy as np
import tensorflow as tf

import measure
from networks import input_shape, is_classifier, keras_network

name = sys.argv[1]
random = np.random.default_rng(0)


def batch(count):
    x = random.random((count, *input_shape(name)), dtype=np.float32)
    y = (np.arange(count) % 10).astype("int32") if is_classifier(name) else x
    return x, y


model = keras_network(name)
loss = "sparse_categorical_crossentropy" if is_classifier(name) else "mse"
model.compile(
    optimizer=keras.optimizers.Adam(1e-3), loss=loss, metrics=["accuracy"] if is_classifier(name) else None)
# `fit` over many steps is what Keras' users call: calling a step at a time would measure Python.
steps = 20
x, y = batch(measure.TRAINING_BATCH * steps)
training = measure.rate(
    lambda: model.fit(x, y, batch_size=measure.TRAINING_BATCH, epochs=1, verbose=0), measure.TRAINING_BATCH * steps)
peak = measure.peak_bytes()
images = tf.constant(batch(measure.INFERENCE_BATCH)[0])
call = tf.function(lambda x: model(x, training=False))
inference = measure.rate(lambda: call(images).numpy(), measure.INFERENCE_BATCH)
one = tf.constant(batch(1)[0])
measure.report(
    peer="Keras/TensorFlow", training=training, inference=inference, latency=measure.latency(lambda: call(one).numpy()),
    peak_bytes=peak)
