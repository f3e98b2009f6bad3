"""Trains the article's recipe in Keras for some minutes and answers one-shot trials; see parts/accuracy.ts.

Arguments: a folder with pictures.u8 (uint8 [n, 100, 100, 3]) and task.json (classes: rows of each training class; trials:
rows of query and supports, and which of them is right), and the minutes. Prints {"right", "trials", "steps"}; ties count in part.
"""
import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import initializers, layers, regularizers

folder, minutes = sys.argv[1], float(sys.argv[2])
task = json.load(open(os.path.join(folder, "task.json")))
pictures = np.fromfile(os.path.join(folder, "pictures.u8"), np.uint8).reshape(-1, 100, 100, 3)
random = np.random.default_rng(1)
BATCH = 64

weights, biases = initializers.RandomNormal(0, 0.01, seed=1), initializers.RandomNormal(0.5, 0.01, seed=2)
plain = dict(kernel_initializer=weights, bias_initializer=biases, kernel_regularizer=regularizers.L2(2e-4))
encoder = keras.Sequential([keras.Input((100, 100, 3))])
for filters, kernel in zip([64, 128, 128, 256], [10, 7, 4, 4]):
    encoder.add(layers.Conv2D(filters, kernel, activation="relu", **plain))
    encoder.add(layers.MaxPooling2D())
encoder.add(layers.Flatten())
encoder.add(layers.Dense(4096, activation="sigmoid", **plain))
left, right = keras.Input((100, 100, 3)), keras.Input((100, 100, 3))
head = layers.Dense(1, activation="sigmoid", **plain)
model = keras.Model([left, right], head(layers.Subtract()([encoder(left), encoder(right)])))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(6e-4))


def batch():
    """First half of one class (0), second half of two different classes (1)."""
    rows = []
    for i in range(BATCH):
        if i < BATCH // 2:
            one = task["classes"][random.integers(len(task["classes"]))]
            rows.append(random.choice(one, 2, replace=False))
        else:
            a, b = random.choice(len(task["classes"]), 2, replace=False)
            rows.append((random.choice(task["classes"][a]), random.choice(task["classes"][b])))
    rows = np.array(rows)
    feed = [pictures[rows[:, side]].astype(np.float32) / 255 for side in range(2)]
    return feed, (np.arange(BATCH) >= BATCH // 2).astype(np.float32)


model.train_on_batch(*batch())
steps, end = 1, time.time() + minutes * 60
while time.time() < end:
    model.train_on_batch(*batch())
    steps += 1

used = sorted({row for trial in task["trials"] for row in [trial["query"], *trial["supports"]]})
codes = dict(zip(used, encoder.predict(pictures[used].astype(np.float32) / 255, verbose=0)))
kernel, bias = (value.reshape(-1) for value in head.get_weights())
score = 0.0
for trial in task["trials"]:
    supports = np.stack([codes[row] for row in trial["supports"]])
    outputs = 1 / (1 + np.exp(-((codes[trial["query"]] - supports) @ kernel + bias)))
    best = np.flatnonzero(outputs == outputs.min())
    score += (trial["truth"] in best) / len(best)
print(json.dumps({"right": score, "trials": len(task["trials"]), "steps": steps}))
