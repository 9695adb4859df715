"""The networks of the comparison, for Keras and for PyTorch. usage: networks.py FOLDER writes each as Keras' JSON."""

NAMES = ["tutorial", "deep", "lenet5", "mlp", "resnet20", "vgg", "mobilenet", "autoencoder"]


def input_shape(name):
    """Height, width and channels of an image."""
    return (32, 32, 3) if name in ("resnet20", "vgg", "mobilenet") else (28, 28, 1)


def is_classifier(name):
    return name != "autoencoder"


# Keras


def keras_network(name):
    import keras

    keras.utils.clear_session()
    x = keras.Input(input_shape(name))
    return keras.Model(x, globals()["_keras_" + name](keras.layers, x), name=name)


def _keras_plain(L, x, filters, padding, units):
    """Convolutions of 3x3 and pooling for each group of filters, then dense layers, with the tutorial's dropout."""
    for group in filters:
        for count in group:
            x = L.Conv2D(count, 3, padding=padding, activation="relu")(x)
        x = L.Dropout(0.25)(L.MaxPooling2D(2)(x))
    x = L.Dropout(0.5)(L.Dense(units, activation="relu")(L.Flatten()(x)))
    return L.Dense(10, activation="softmax")(x)


def _keras_tutorial(L, x):
    return _keras_plain(L, x, [[32], [64]], "valid", 128)


def _keras_deep(L, x):
    return _keras_plain(L, x, [[32, 32], [64, 64], [128, 128]], "same", 512)


def _keras_vgg(L, x):
    return _keras_plain(L, x, [[64, 64], [128, 128], [256, 256]], "same", 512)


def _keras_lenet5(L, x):
    x = L.AveragePooling2D(2)(L.Conv2D(6, 5, padding="same", activation="tanh")(x))
    x = L.AveragePooling2D(2)(L.Conv2D(16, 5, activation="tanh")(x))
    x = L.Dense(84, activation="tanh")(L.Dense(120, activation="tanh")(L.Flatten()(x)))
    return L.Dense(10, activation="softmax")(x)


def _keras_mlp(L, x):
    x = L.Dense(512, activation="relu")(L.Flatten()(x))
    return L.Dense(10, activation="softmax")(L.Dense(512, activation="relu")(x))


def _keras_resnet20(L, x):
    def convolution(x, filters, size, stride):
        return L.BatchNormalization()(L.Conv2D(filters, size, strides=stride, padding="same", use_bias=False)(x))

    x = L.ReLU()(convolution(x, 16, 3, 1))
    for stage, filters in enumerate([16, 32, 64]):
        for block in range(3):
            stride = 2 if stage > 0 and block == 0 else 1
            y = L.ReLU()(convolution(x, filters, 3, stride))
            y = convolution(y, filters, 3, 1)
            if stride == 2:
                x = convolution(x, filters, 1, 2)
            x = L.ReLU()(L.Add()([x, y]))
    return L.Dense(10, activation="softmax")(L.GlobalAveragePooling2D()(x))


def _keras_mobilenet(L, x):
    x = L.ReLU()(L.BatchNormalization()(L.Conv2D(32, 3, padding="same", use_bias=False)(x)))
    for filters, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1)]:
        x = L.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False)(x)
        x = L.ReLU()(L.BatchNormalization()(x))
        x = L.ReLU()(L.BatchNormalization()(L.Conv2D(filters, 1, use_bias=False)(x)))
    return L.Dense(10, activation="softmax")(L.GlobalAveragePooling2D()(x))


def _keras_autoencoder(L, x):
    for filters in (16, 32):
        x = L.Conv2D(filters, 3, strides=2, padding="same", activation="relu")(x)
    for filters in (32, 16):
        x = L.Conv2DTranspose(filters, 3, strides=2, padding="same", activation="relu")(x)
    return L.Conv2D(1, 3, padding="same", activation="sigmoid")(x)


# PyTorch: channels first, and logits where Keras has softmax, as PyTorch's users have it.


def torch_network(name):
    from torch import nn

    return globals()["_torch_" + name](nn)


def _torch_plain(nn, channels, filters, padding, features, units):
    parts = []
    for group in filters:
        for count in group:
            parts += [nn.Conv2d(channels, count, 3, padding=padding), nn.ReLU()]
            channels = count
        parts += [nn.MaxPool2d(2), nn.Dropout(0.25)]
    parts += [nn.Flatten(), nn.Linear(features, units), nn.ReLU(), nn.Dropout(0.5), nn.Linear(units, 10)]
    return nn.Sequential(*parts)


def _torch_tutorial(nn):
    return _torch_plain(nn, 1, [[32], [64]], 0, 1600, 128)


def _torch_deep(nn):
    return _torch_plain(nn, 1, [[32, 32], [64, 64], [128, 128]], 1, 1152, 512)


def _torch_vgg(nn):
    return _torch_plain(nn, 3, [[64, 64], [128, 128], [256, 256]], 1, 4096, 512)


def _torch_lenet5(nn):
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))


def _torch_mlp(nn):
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))


def _torch_resnet20(nn):
    def convolution(channels, filters, size, stride):
        return nn.Sequential(
            nn.Conv2d(channels, filters, size, stride, size // 2, bias=False), nn.BatchNorm2d(filters))

    class Block(nn.Module):
        def __init__(self, channels, filters, stride):
            super().__init__()
            self.first = convolution(channels, filters, 3, stride)
            self.second = convolution(filters, filters, 3, 1)
            self.short = convolution(channels, filters, 1, 2) if stride == 2 else nn.Identity()
            self.relu = nn.ReLU()

        def forward(self, x):
            return self.relu(self.short(x) + self.second(self.relu(self.first(x))))

    parts, channels = [convolution(3, 16, 3, 1), nn.ReLU()], 16
    for stage, filters in enumerate([16, 32, 64]):
        for block in range(3):
            parts.append(Block(channels, filters, 2 if stage > 0 and block == 0 else 1))
            channels = filters
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def _torch_mobilenet(nn):
    parts, channels = [nn.Conv2d(3, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32), nn.ReLU()], 32
    for filters, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1)]:
        parts += [
            nn.Conv2d(channels, channels, 3, stride, 1, groups=channels, bias=False), nn.BatchNorm2d(channels),
            nn.ReLU(), nn.Conv2d(channels, filters, 1, bias=False), nn.BatchNorm2d(filters), nn.ReLU()]
        channels = filters
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 10))


def _torch_autoencoder(nn):
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, 2, 1, 1), nn.ReLU(), nn.ConvTranspose2d(32, 16, 3, 2, 1, 1), nn.ReLU(),
        nn.Conv2d(16, 1, 3, padding=1), nn.Sigmoid())


if __name__ == "__main__":
    import os
    import sys

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    for name in NAMES:
        with open(os.path.join(sys.argv[1], name + ".json"), "w") as file:
            file.write(keras_network(name).to_json() + "\n")
