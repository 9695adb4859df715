"""Opens Sumi's files in Keras and h5py, and writes files of theirs for Sumi to open.

`make partners` runs the suite PartnerFiles before and after this. The only argument is the folder both share.
Keras 3.15.1, TensorFlow 2.21.0 and h5py are in .venv-partners.
"""

import json
import os
import struct
import sys
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import h5py
import keras
import numpy as np
from keras.src.legacy.saving import legacy_h5_format

failures = []
NAMES = {"float32": "F32", "int32": "I32"}


def check(condition, message):
    print(("ok    " if condition else "WRONG ") + message)
    if not condition:
        failures.append(message)


def read_tensors(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    types = {code: np.dtype(name) for name, code in NAMES.items()}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            body = data[8 + length + start : 8 + length + end]
            tensors[name] = np.frombuffer(body, types[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def write_tensors(path, tensors):
    header, body = {}, b""
    for name, value in tensors.items():
        value = np.ascontiguousarray(value)
        header[name] = {
            "dtype": NAMES[str(value.dtype)],
            "shape": list(value.shape),
            "data_offsets": [len(body), len(body) + value.nbytes],
        }
        body += value.tobytes()
    text = json.dumps(header).encode()
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + body)


def numbered(tensors, kind):
    return [tensors[f"{kind}{i}"] for i in range(9) if f"{kind}{i}" in tensors]


def predictions(model, x):
    y = model.predict(x if len(x) > 1 else x[0], verbose=0)
    return y if isinstance(y, list) else [y]


def train(model, x, t):
    model.train_on_batch(x if len(x) > 1 else x[0], t if len(t) > 1 else t[0])


def apart(a, b):
    return float(np.max(np.abs(a - b)) / max(1.0, np.max(np.abs(b)))) if a.shape == b.shape else np.inf


def restore_optimizer(model, path):
    """Keras 3.15 opens no .h5 so that it trains on, its own neither: it builds the optimizer for no variables."""
    optimizer = type(model.optimizer).from_config(model.optimizer.get_config())
    optimizer.build(model.trainable_variables)
    with h5py.File(path, "r") as file:
        values = [v[()] for v in legacy_h5_format.load_optimizer_weights_from_hdf5_group(file)]
    check(len(values) == len(optimizer.variables), f"{path}: has the optimizer's {len(values)} variables")
    optimizer.set_weights(values)
    model.optimizer = optimizer


def open_ours(path, tensors, describe):
    """The model in a file of ours predicts and trains on as ours does."""
    x, t, y = (numbered(tensors, kind) for kind in "xty")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = describe()
    complaints = [str(w.message)[:200] for w in caught if "Skipping" in str(w.message)]
    check(not complaints, f"{path}: opens without complaint {complaints or ''}")
    difference = max(apart(a, b) for a, b in zip(predictions(model, x), y))
    check(difference <= 1e-5, f"{path}: predicts the same to {difference:.1e}")
    check(int(model.optimizer.iterations.numpy()) == 3, f"{path}: has made 3 steps")
    if path.endswith((".h5", ".hdf5")) and not path.endswith(".weights.h5"):
        restore_optimizer(model, path)
    train(model, x, t)
    theirs = {f"w/{w.path}": w.numpy() for w in model.weights if "seed_generator" not in w.path}
    ours = {name: value for name, value in tensors.items() if name.startswith("w/")}
    check(set(theirs) == set(ours), f"{path}: has the same {len(ours)} weights")
    worst = max((apart(theirs[name], ours[name]), name) for name in ours if name in theirs)
    check(worst[0] <= 1e-4, f"{path}: trains on the same to {worst[0]:.1e} ({worst[1]})")


def ours(folder):
    names = sorted(f[: -len(".safetensors")] for f in os.listdir(folder) if f.endswith(".safetensors"))
    check(len(names) >= 10, f"{len(names)} cases of ours")
    for name in names:
        tensors = read_tensors(f"{folder}/{name}.safetensors")
        for ending in ("keras", "h5", "hdf5"):
            path = f"{folder}/{name}.{ending}"
            open_ours(path, tensors, lambda: keras.saving.load_model(path))

        def with_weights():
            text = open(f"{folder}/{name}.json").read()
            model = keras.models.model_from_json(text)
            compiled = keras.saving.load_model(f"{folder}/{name}.keras")
            model.compile_from_config(compiled.get_compile_config())
            model.load_weights(f"{folder}/{name}.weights.h5")
            return model

        open_ours(f"{folder}/{name}.weights.h5", tensors, with_weights)
        text = json.dumps(json.loads(open(f"{folder}/{name}.json").read()), indent=1)
        check(text == open(f"{folder}/{name}.json").read(), f"{name}.json is laid out as Python does")


def ours_hdf5(path):
    with h5py.File(path, "r") as file:
        for values in (file.attrs, {k: file[k][()] for k in file if k != "many"}, file["text"].attrs):
            check(np.array_equal(values["float32"], [[1, -2.5], [np.inf, 0]]), "h5py reads float32")
            check(values["int64"] == -(2**63), "h5py reads int64")
            text = values["text"]
            check((text.decode() if isinstance(text, bytes) else text) == "墨 ink", "h5py reads a text")
            texts = [t.decode() if isinstance(t, bytes) else t for t in values["texts"]]
            check(texts == ["a", "", "three"], "h5py reads texts")
            check(list(values["bytes"]) == [0, 255] and list(values["int32"]) == [-7], "h5py reads small integers")
        check(len(file["many"]) == 700 and "n699" in file["many"], "h5py reads 700 names")


def theirs(folder):
    layers = keras.layers
    random = np.random.default_rng(1)

    def sequential():
        return keras.Sequential(
            [
                keras.Input((8, 8, 2)),
                layers.Conv2D(4, 3, padding="same", activation="relu", kernel_regularizer="l2"),
                layers.BatchNormalization(),
                layers.MaxPooling2D(),
                layers.Dropout(0.0),
                layers.Flatten(),
                layers.Dense(4, activation="softmax"),
            ],
            name="net",
        )

    def functional():
        a, b = keras.Input((5,), name="a"), keras.Input((5,), name="b")
        twin = layers.Dense(4, activation="relu", name="twin")
        inner = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="d")], name="inner")
        joined = layers.Concatenate()([inner(twin(a)), inner(twin(b)), layers.Subtract()([a, b])])
        return keras.Model([a, b], layers.Dense(1, name="out")(joined), name="twins")

    x = random.normal(size=(8, 8, 8, 2)).astype("float32")
    t = np.array([0, 1, 2, 3, 0, 1, 2, 3], "int32")
    ab = [random.normal(size=(8, 5)).astype("float32") for _ in range(2)]
    s = random.normal(size=(8, 1)).astype("float32")
    optimizers = keras.optimizers
    rates = optimizers.schedules
    cases = [
        ("adam", sequential, optimizers.Adam(0.01), [x], [t]),
        ("momentum", sequential, optimizers.SGD(rates.InverseTimeDecay(0.05, 1, 1e-3), momentum=0.9), [x], [t]),
        ("rmsprop", sequential, optimizers.RMSprop(0.01, momentum=0.5, centered=True), [x], [t]),
        ("nadam", sequential, optimizers.Nadam(0.01), [x], [t]),
        ("adadelta", functional, optimizers.Adadelta(0.5), ab, [s]),
        ("amsgrad", functional, optimizers.AdamW(0.01, amsgrad=True), ab, [s]),
    ]
    for name, make, optimizer, inputs, targets in cases:
        model = make()
        loss = "sparse_categorical_crossentropy" if make is sequential else "mean_squared_error"
        model.compile(optimizer, loss, metrics=["accuracy" if make is sequential else "mae"])
        for _ in range(3):
            train(model, inputs, targets)
        model.save(f"{folder}/{name}.keras")
        model.save(f"{folder}/{name}.h5")
        tensors = {f"x{i}": v for i, v in enumerate(inputs)}
        tensors |= {f"t{i}": v for i, v in enumerate(targets)}
        tensors |= {f"y{i}": v for i, v in enumerate(predictions(model, inputs))}
        train(model, inputs, targets)
        tensors |= {f"w/{w.path}": w.numpy() for w in model.weights if "seed_generator" not in w.path}
        write_tensors(f"{folder}/{name}.safetensors", tensors)


def theirs_hdf5(path):
    with h5py.File(path, "w") as file:
        for name, kind in (("f16", "f2"), ("f32", "f4"), ("f64", "f8"), ("i8", "i1"), ("i64", "i8")):
            file[name] = np.array([1, -2] if kind in ("f2", "i1", "i8") else [1.5, -2], kind)
        file["u16"] = np.array([1, 65534], "u2")
        file.create_dataset("chunked", data=np.arange(60.0).reshape(6, 10), chunks=(4, 3), compression="gzip", shuffle=True)
        file.attrs["text"] = "墨"
        file.attrs["texts"] = np.array([b"a", b"bc"])
        for index in range(500):
            file.create_group(f"many/{index}")


def main():
    folder = sys.argv[1]
    os.makedirs(f"{folder}/theirs", exist_ok=True)
    print(f"Keras {keras.__version__}, h5py {h5py.__version__}")
    ours(f"{folder}/ours")
    ours_hdf5(f"{folder}/ours/values.hdf5")
    theirs(f"{folder}/theirs")
    theirs_hdf5(f"{folder}/theirs/values.hdf5")
    print(f"{len(failures)} wrong" if failures else "all of it agrees")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
