"""Writes the pictures beside this file and pictures.json with the pixels that Pillow sees in them.

Made with Pillow 13.0.0 and NumPy 2: python3 generate.py
"""

import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

here = pathlib.Path(__file__).parent
expected = {}


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def write_png(name, array, bits, colour, extra=b"", interlaced=False):
    """A PNG by hand, for forms that Pillow does not write. `array` is [height, width, channels] of sample values."""
    height, width, channels = array.shape

    def rows(part):
        result = b""
        for row in part:
            samples = row.reshape(-1)
            if bits == 16:
                data = samples.astype(">u2").tobytes()
            elif bits == 8:
                data = samples.astype("u1").tobytes()
            else:
                text = "".join(format(int(s), f"0{bits}b") for s in samples)
                text += "0" * (-len(text) % 8)
                data = bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))
            result += b"\0" + data
        return result

    if interlaced:
        passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
        parts = [array[y::dy, x::dx] for y, x, dy, dx in passes]
        raw = b"".join(rows(part) for part in parts if part.size)
    else:
        raw = rows(array)
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, int(interlaced))
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(raw, 9))
    (here / name).write_bytes(png + chunk(b"IEND", b""))


def note(name, array):
    array = np.asarray(array)
    if array.ndim == 2:
        array = array[:, :, None]
    expected[name] = {"shape": list(array.shape), "pixels": array.reshape(-1).tolist()}


def on_white(colour, alpha, top):
    colour, alpha = colour.astype(np.int64) * 255 // top, alpha.astype(np.int64) * 255 // top
    return (colour * alpha + 255 * (255 - alpha) + 127) // 255


rng = np.random.default_rng(1)
height, width = 9, 11
y, x = np.mgrid[0:height, 0:width]
grey = ((x * 20 + y * 5) % 256)[:, :, None]
colour = np.stack([x * 23 % 256, y * 28 % 256, (x * 9 + y * 11) % 256], 2)
alpha = ((x * 31 + y * 17) % 256)[:, :, None]

for interlaced in (False, True):
    tail = "-interlaced.png" if interlaced else ".png"
    for bits in (1, 2, 4, 8, 16):
        top = 2**bits - 1
        samples = grey * (257 if bits == 16 else 1) >> max(0, 8 - bits)
        write_png(f"grey{bits}{tail}", samples, bits, 0, interlaced=interlaced)
        note(f"grey{bits}{tail}", samples * 255 // top)
    write_png(f"colour8{tail}", colour, 8, 2, interlaced=interlaced)
    note(f"colour8{tail}", colour)
    write_png(f"colour16{tail}", colour * 257, 16, 2, interlaced=interlaced)
    note(f"colour16{tail}", colour)
    write_png(f"grey-alpha8{tail}", np.concatenate([grey, alpha], 2), 8, 4, interlaced=interlaced)
    note(f"grey-alpha8{tail}", on_white(grey, alpha, 255))
    write_png(f"colour-alpha8{tail}", np.concatenate([colour, alpha], 2), 8, 6, interlaced=interlaced)
    note(f"colour-alpha8{tail}", on_white(colour, alpha, 255))
    write_png(f"colour-alpha16{tail}", np.concatenate([colour, alpha], 2) * 257, 16, 6, interlaced=interlaced)
    note(f"colour-alpha16{tail}", on_white(colour, alpha, 255))
    palette = rng.integers(0, 256, (16, 3))
    opacity = rng.integers(0, 256, 9)
    index = ((x + 3 * y) % 16)[:, :, None]
    colours = chunk(b"PLTE", palette.astype("u1").tobytes())
    write_png(f"palette4{tail}", index, 4, 3, colours, interlaced)
    note(f"palette4{tail}", palette[index[:, :, 0]])
    see_through = colours + chunk(b"tRNS", opacity.astype("u1").tobytes())
    write_png(f"palette8-transparent{tail}", index, 8, 3, see_through, interlaced)
    opacity = np.concatenate([opacity, np.full(7, 255)])
    note(f"palette8-transparent{tail}", on_white(palette[index[:, :, 0]], opacity[index], 255))
    write_png(f"grey8-transparent{tail}", grey, 8, 0, chunk(b"tRNS", struct.pack(">H", 40)), interlaced)
    note(f"grey8-transparent{tail}", np.where(grey == 40, 255, grey))

# JPEG: smooth pictures, so that little is lost; the reader's pixels are compared with Pillow's own.
wide, high = 40, 24
y, x = np.mgrid[0:high, 0:wide]
smooth = np.stack([x * 6, y * 10, 200 - x * 3], 2).astype(np.uint8)
photo = Image.fromarray(smooth)
photo.save(here / "colour.jpg", quality=95, subsampling=0)
photo.save(here / "sampled.jpg", quality=90, subsampling=2)
photo.save(here / "progressive.jpg", quality=90, progressive=True)
photo.convert("L").save(here / "grey.jpg", quality=95)
photo.convert("CMYK").save(here / "inks.jpg", quality=95, subsampling=0)
for name in ("colour.jpg", "sampled.jpg", "progressive.jpg", "grey.jpg"):
    note(name, np.asarray(Image.open(here / name)))
note("inks.jpg", np.asarray(Image.open(here / "inks.jpg").convert("RGB")))
for orientation in range(1, 9):
    name = f"turned{orientation}.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo.save(here / name, quality=95, subsampling=0, exif=exif)
    note(name, np.asarray(ImageOps.exif_transpose(Image.open(here / name))))

(here / "pictures.json").write_text(json.dumps(expected, separators=(",", ":")).replace('"},"', '"},\n"'))
