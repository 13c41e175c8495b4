"""Goldens of bits, quantize and loss, computed without any code of this project.

Rounding by the definition in ../quantize/README.md, in NumPy float32; odds from ../primer-6m/reference.json (transformers); bits by
NumPy's and struct's own conversions. Run from the project's folder: python3 tests/oracles/kinds/make_bits.py
"""
import json, math, struct
from pathlib import Path
import numpy as np

ROOT = Path(__file__).resolve().parents[3]
MODEL, ORACLE = ROOT / 'public/models/primer-6m', ROOT / 'tests/oracles/primer-6m'
BY = f'tests/oracles/kinds/make_bits.py, NumPy {np.__version__}'


def weights():
    raw = (MODEL / 'model.safetensors').read_bytes()
    size = struct.unpack('<Q', raw[:8])[0]
    kinds = {'F16': np.float16, 'F32': np.float32}
    for name, entry in json.loads(raw[8:8 + size]).items():
        if name != '__metadata__':
            a, b = entry['data_offsets']
            yield name, np.frombuffer(raw[8 + size + a:8 + size + b], kinds[entry['dtype']]).reshape(entry['shape']).astype(np.float32)


def absmax(x, bits, per):
    M = np.float32(2 ** (bits - 1) - 1)
    scale = (np.abs(x).max() if per == 'tensor' else np.abs(x).max(1, keepdims=True)) / M
    return np.clip(np.rint(x / scale), -M, M) * scale, np.size(scale)


def error(x, y):
    x, y = x.astype(np.float64), y.astype(np.float64)
    return math.sqrt(((x - y) ** 2).mean() / (x ** 2).mean())


def write(kind, **golden):
    path = ROOT / f'lib/nodes/{kind}/{kind}.golden.json'
    path.write_text(json.dumps({'made_by': BY, **golden}, indent=2, ensure_ascii=False) + '\n')


W = dict(weights())
name = 'model.layers.0.self_attn.q_proj.weight'
x = W[name]
y, _ = absmax(x, 4, 'tensor')
rms = np.sqrt(((x.astype(np.float64) - y) ** 2).mean(1))
worst = np.argsort(-rms, kind='stable')[:5]
total, held = {}, 0
for each, w in W.items():
    if w.ndim == 2 and 'embed' not in each:
        z, scales = absmax(w, 4, 'channel')
        total[each] = error(w, z)
        held += w.size // 2 + 4 * scales
    else:
        held += 4 * w.size
ranked = sorted(total, key=lambda each: -total[each])[:3]
write('quantize', weight=name, bits=4, worst_rows=[[int(r), float(rms[r]), float(np.abs(x[r] - y[r]).max())] for r in worst],
      first_values=[float(v) for v in y[0, :6]], bytes=x.size // 2 + 4, steps=15, step=float(np.abs(x).max() / np.float32(7)),
      model={'worst': [[each, total[each]] for each in ranked], 'bytes': held})

case = json.loads((ORACLE / 'reference.json').read_text())['cases'][0]
nats = [-p for p in case['token_logprobs']]
write('loss', text=case['text'], nats=nats, tokens=len(nats), mean_nats=sum(nats) / len(nats), mean_bits=sum(nats) / len(nats) / math.log(2),
      perplexity=math.exp(sum(nats) / len(nats)), bits_a_byte=sum(nats) / math.log(2) / len(case['text'].encode()))

tenth16 = np.float16(0.1)
write('bits', cases=[
    {'value': 0.1, 'format': 'fp16', 'held': float(tenth16), 'bits': f"{np.frombuffer(tenth16.tobytes(), np.uint16)[0]:016b}",
     'above': float(np.nextafter(tenth16, np.float16(1))), 'below': float(np.nextafter(tenth16, np.float16(0)))},
    {'value': 0.1, 'format': 'fp32', 'held': float(np.float32(0.1)), 'bits': f"{struct.unpack('>I', struct.pack('>f', 0.1))[0]:032b}",
     'above': float(np.nextafter(np.float32(0.1), np.float32(1))), 'below': float(np.nextafter(np.float32(0.1), np.float32(0)))},
    {'value': -3.5, 'format': 'int8', 'held': -4.0, 'bits': f"{np.frombuffer(np.int8(-4).tobytes(), np.uint8)[0]:08b}", 'above': -3.0, 'below': -5.0},
    {'value': 9, 'format': 'int4', 'held': 7.0, 'bits': '0111', 'above': None, 'below': 6.0},
], turned=[{'value': 1, 'format': 'fp16', 'bit': 1, 'becomes': None}, {'value': 1, 'format': 'fp16', 'bit': 0, 'becomes': -1.0},
           {'value': 1, 'format': 'fp16', 'bit': 5, 'becomes': 0.5}, {'value': 3, 'format': 'int4', 'bit': 0, 'becomes': -5.0}])
