"""The networks of cases.json in Keras on TensorFlow, as its own documentation writes them."""
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from contestant import serve
from keras import layers, regularizers

L2 = regularizers.L2(2e-4)
random = np.random.default_rng(1)


def article(size):
    encoder = keras.Sequential([keras.Input(size)])
    for filters, kernel in zip([64, 128, 128, 256], [10, 7, 4, 4]):
        encoder.add(layers.Conv2D(filters, kernel, activation="relu", kernel_regularizer=L2))
        encoder.add(layers.MaxPooling2D())
    encoder.add(layers.Flatten())
    encoder.add(layers.Dense(4096, activation="sigmoid", kernel_regularizer=L2))
    return encoder


def conv4(size):
    encoder = keras.Sequential([keras.Input(size)])
    for _ in range(4):
        encoder.add(layers.Conv2D(64, 3, padding="same", use_bias=False))
        encoder.add(layers.BatchNormalization(momentum=0.9, epsilon=1e-5))
        encoder.add(layers.ReLU())
        encoder.add(layers.MaxPooling2D())
    encoder.add(layers.Flatten())
    return encoder


def pairs_model(size):
    """One batch of both pictures, as on our side."""
    left, right = keras.Input(size), keras.Input(size)
    codes = article(size)(layers.Concatenate(axis=0)([left, right]))
    difference = layers.Lambda(lambda both: both[: tf.shape(both)[0] // 2] - both[tf.shape(both)[0] // 2 :])(codes)
    score = layers.Dense(1, activation="sigmoid", kernel_regularizer=L2)(difference)
    model = keras.Model([left, right], score)
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(6e-4))
    return model


def supcon(labels, codes):
    codes = tf.math.l2_normalize(codes, axis=1)
    labels = tf.reshape(labels, [-1, 1])
    itself = tf.eye(tf.shape(codes)[0])
    positive = tf.cast(tf.equal(labels, tf.transpose(labels)), tf.float32) - itself
    logits = tf.matmul(codes, codes, transpose_b=True) / (1 / 24) - 1e9 * itself
    chosen = tf.nn.log_softmax(logits) * positive
    return -tf.reduce_mean(tf.reduce_sum(chosen, 1) / tf.reduce_sum(positive, 1))


def build(case):
    batch, size = case["batch"], tuple(case["size"])
    if case["network"] == "lite0":
        raise SystemExit("no such network in Keras")
    if case["kind"] == "forward":
        model = article(size) if case["network"] == "article" else conv4(size)
        images = random.random((batch, *size), np.float32)
        forward = tf.function(lambda x: model(x, training=False))
        return lambda: forward(images).numpy()
    if case["network"] == "article":
        model = pairs_model(size)
        half = batch // 2
        inputs = [random.random((half, *size), np.float32) for _ in range(2)]
        labels = (np.arange(half) >= half // 2).astype(np.float32)
    else:
        model = conv4(size)
        model.compile(loss=supcon, optimizer=keras.optimizers.AdamW(3e-3, weight_decay=1e-4))
        inputs = random.random((batch, *size), np.float32)
        labels = np.arange(batch) // 4
    return lambda: model.train_on_batch(inputs, labels)


serve(f"Keras {keras.__version__}, TensorFlow {tf.__version__}", build)
