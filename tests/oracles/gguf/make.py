"""Makes the reference data of the GGUF reader: random blocks and the floats they stand for, floats and their blocks, one whole file.

    python -m venv env && env/bin/pip install gguf==0.19.0 numpy==2.4.6 && env/bin/python make.py
"""
import json, platform, struct, sys
from importlib.metadata import version
from pathlib import Path

import gguf
import numpy as np
from gguf.quants import dequantize, quantize

SEED = 20261125
here = Path(__file__).parent
rng = np.random.default_rng(SEED)
T = gguf.GGMLQuantizationType

DECODED = ["F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"]
ENCODED = ["F16", "Q8_0", "Q4_0"]


def safetensors(path, arrays):
    names = {np.dtype(np.uint8): "U8", np.dtype(np.float32): "F32"}
    header, at = {}, 0
    for name, array in arrays.items():
        header[name] = {"dtype": names[array.dtype], "shape": list(array.shape), "data_offsets": [at, at + array.nbytes]}
        at += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(array.tobytes() for array in arrays.values()))


arrays = {}
for name in DECODED:
    values, size = gguf.GGML_QUANT_SIZES[T[name]]
    blocks = 512 if values == 1 else 24 if values == 32 else 12
    data = rng.integers(0, 256, (blocks, size), dtype=np.uint8)
    arrays[f"bytes/{name}"] = data
    with np.errstate(all="ignore"):
        arrays[f"floats/{name}"] = np.ascontiguousarray(dequantize(data, T[name]), dtype=np.float32).reshape(blocks, values)
for name in ENCODED:
    # Sizes from far below to far above one, zeros, and ties of the rounding.
    data = rng.normal(size=(40, 32)).astype(np.float32) * np.float32(2.0) ** rng.integers(-20, 14, (40, 1)).astype(np.float32)
    data[0] = 0
    data[1] = np.arange(32, dtype=np.float32) - 15.5
    arrays[f"plain/{name}"] = data
    with np.errstate(all="ignore"):
        arrays[f"packed/{name}"] = np.ascontiguousarray(quantize(data, T[name])).view(np.uint8).reshape(40, -1)
safetensors(here / "blocks.safetensors", arrays)

writer = gguf.GGUFWriter(here / "written.gguf", "llama")
kinds = gguf.GGUFValueType
values = {
    "u8": (255, kinds.UINT8), "i8": (-128, kinds.INT8), "u16": (65535, kinds.UINT16), "i16": (-32768, kinds.INT16),
    "u32": (4294967295, kinds.UINT32), "i32": (-2147483648, kinds.INT32), "u64": (2**53 - 1, kinds.UINT64), "i64": (-(2**53) + 1, kinds.INT64),
    "f32": (0.5, kinds.FLOAT32), "f64": (0.1, kinds.FLOAT64), "flag": (True, kinds.BOOL), "text": ("Ġ ▁ 🦜 \n", kinds.STRING),
}
for key, (value, kind) in values.items():
    writer.add_key_value(f"test.{key}", value, kind)
lists = {"texts": ["a", "", "ü"], "whole": [1, -2, 3], "floats": [0.5, -1.5], "flags": [True, False]}
for key, value in lists.items():
    writer.add_array(f"test.{key}", value)
tensors = {"one": rng.normal(size=(3, 5)).astype(np.float32), "two.weight": rng.normal(size=(2, 64)).astype(np.float32), "three": rng.normal(size=(7,)).astype(np.float16)}
writer.add_tensor("one", tensors["one"])
writer.add_tensor("two.weight", quantize(tensors["two.weight"], T.Q8_0), raw_dtype=T.Q8_0)
writer.add_tensor("three", tensors["three"])
writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close()

expected = {
    "versions": {"gguf": version("gguf"), "numpy": np.__version__, "python": platform.python_version()},
    "seed": SEED,
    "metadata": {f"test.{key}": value for key, (value, _) in values.items()} | {f"test.{key}": value for key, value in lists.items()},
    "tensors": {
        "one": {"type": "F32", "shape": [3, 5], "first": float(tensors["one"][0, 0]), "last": float(tensors["one"][-1, -1])},
        "two.weight": {"type": "Q8_0", "shape": [2, 64], "first": float(dequantize(quantize(tensors["two.weight"], T.Q8_0), T.Q8_0)[0, 0]), "last": float(dequantize(quantize(tensors["two.weight"], T.Q8_0), T.Q8_0)[-1, -1])},
        "three": {"type": "F16", "shape": [7], "first": float(tensors["three"][0]), "last": float(tensors["three"][-1])},
    },
}
(here / "written.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
