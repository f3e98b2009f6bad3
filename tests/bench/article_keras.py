"""The article's network in Keras, fed with weights and batches written by article-keras.ts; answers on standard output.

Reads a folder (argument 1) with meta.json and raw little-endian float32 files, then one number per line from standard
input: how many training steps to run. Prints for each line a JSON object with the losses and the seconds they took.
"""
import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from keras import layers, regularizers

folder = sys.argv[1]
meta = json.load(open(os.path.join(folder, "meta.json")))


def read(name):
    return np.fromfile(os.path.join(folder, name + ".f32"), "<f4").reshape(meta["tensors"][name])


def conv(filters, size):
    return layers.Conv2D(filters, size, activation="relu", kernel_regularizer=regularizers.L2(meta["l2"]))


encoder = keras.Sequential([keras.Input((100, 100, 3))])
for filters, size in zip(meta["filters"], meta["kernels"]):
    encoder.add(conv(filters, size))
    encoder.add(layers.MaxPooling2D())
encoder.add(layers.Flatten())
encoder.add(layers.Dense(4096, activation="sigmoid", kernel_regularizer=regularizers.L2(meta["l2"])))
left, right = keras.Input((100, 100, 3)), keras.Input((100, 100, 3))
# One batch of both images, as on our side.
codes = encoder(layers.Concatenate(axis=0)([left, right]))
half = layers.Lambda(lambda both: both[: tf.shape(both)[0] // 2] - both[tf.shape(both)[0] // 2 :])
score = layers.Dense(1, activation="sigmoid", kernel_regularizer=regularizers.L2(meta["l2"]))(half(codes))
model = keras.Model([left, right], score)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(meta["rate"]))

weights = []
for i in range(len(meta["filters"])):
    weights += [read(f"conv{i + 1}.kernel"), read(f"conv{i + 1}.bias")]
weights += [read("dense.kernel"), read("dense.bias")]
encoder.set_weights(weights)
model.layers[-1].set_weights([read("head.kernel").reshape(-1, 1), read("head.bias").reshape(1)])

images, labels = read("images"), read("labels")
pairs = len(labels)
inputs = [images[:pairs], images[pairs:]]
model.train_on_batch(inputs, labels)  # builds the graph; the weights are set back below
encoder.set_weights(weights)
model.layers[-1].set_weights([read("head.kernel").reshape(-1, 1), read("head.bias").reshape(1)])
for variable in model.optimizer.variables:
    if "learning_rate" not in variable.path:
        variable.assign(tf.zeros_like(variable))
print(json.dumps({"ready": True, "parameters": model.count_params()}), flush=True)

for line in sys.stdin:
    losses, start = [], time.perf_counter()
    for _ in range(int(line)):
        losses.append(float(model.train_on_batch(inputs, labels)))
        model.reset_metrics()
    print(json.dumps({"losses": losses, "seconds": time.perf_counter() - start}), flush=True)
