#!/usr/bin/env python3
"""Makes the cases of this folder with PyTorch and Hugging Face transformers: tiny random models, every activation, edits at every hook.

    python3 -m venv VENV && VENV/bin/pip install torch==2.15.0 transformers==5.23.0 safetensors
    VENV/bin/python make.py --out DIR [--only NAME ...]

Seeds and versions are in each case.json. listen.py, beside this file, has what runs a model and takes its activations.
"""
import argparse
import copy
import random
from pathlib import Path

import torch
import transformers as hf

import listen
from listen import IDS, causal, make_case, old_keys, run, save_tensors, tokens_for, write_json

SMALL = dict(vocab_size=57, hidden_size=24, intermediate_size=36, num_hidden_layers=2, num_attention_heads=4)
DECODER = {**SMALL, **IDS, "num_key_value_heads": 2, "max_position_embeddings": 64}


def config(kind, base, **changes):
    return kind(**{**base, **copy.deepcopy(changes)})


def decoder(kind, **changes):
    return config(kind, DECODER, **changes)


def encoder(kind, **changes):
    return config(kind, {**SMALL, "max_position_embeddings": 40, "pad_token_id": 0}, **changes)


def from_padding(kind, **changes):
    return encoder(kind, pad_token_id=1, bos_token_id=0, eos_token_id=2, type_vocab_size=1, **changes)


def sentence(seed, length, pad=0, padding=0, left=0, types=None):
    """Ids from 3 on, then `padding` times the padding id (or `left` times before them), and a mask where there is padding."""
    ids = tokens_for(seed, length - padding - left, SMALL["vocab_size"])
    inputs = {"input_ids": [pad] * left + ids + [pad] * padding}
    if padding or left:
        inputs["attention_mask"] = [0] * left + [1] * len(ids) + [0] * padding
    if types:
        inputs["token_type_ids"] = [0] * types + [1] * (length - types)
    return inputs


YARN = dict(rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=16)
SHORT = [1.0, 1.05, 1.2]
LONG = [1.3, 2.5, 6.0]


def longrope(**changes):
    return {"rope_type": "longrope", "rope_theta": 10000.0, "short_factor": SHORT, "long_factor": LONG, **changes}


def given_cases():
    head = hf.LlamaConfig
    yield causal("llama-yarn", decoder(head, hidden_size=64, intermediate_size=24, rope_parameters=YARN), 301, 18,
                 "YaRN by 4 over 16 trained positions; 8 pairs, so that kept, blended and divided ones occur."), True
    yield causal("llama-yarn-oldkeys", decoder(head, hidden_size=64, intermediate_size=24, rope_parameters=YARN), 301, 18,
                 "The numbers of llama-yarn; rope_theta and rope_scaling.", config_file=old_keys()), False
    yield causal("llama-yarn-mscale", decoder(head, rope_parameters={**YARN, "mscale": 0.707, "mscale_all_dim": 0.9, "beta_fast": 8.0,
                 "beta_slow": 0.5, "truncate": False}), 302, 20, "YaRN with mscale, other betas, and bounds between pairs."), False
    yield causal("llama-yarn-factor", decoder(head, rope_parameters={**YARN, "attention_factor": 1.3, "factor": 2.5}), 303, 12,
                 "YaRN with a given attention factor."), False
    phi = lambda **kw: decoder(hf.Phi3Config, pad_token_id=0, original_max_position_embeddings=16, **kw)
    yield causal("phi3-longrope-long", phi(rope_parameters=longrope()), 311, 19,
                 "longrope, 19 tokens where 16 were trained: long factors; both lengthen by √(1 + ln 4 / ln 16)."), True
    yield causal("phi3-longrope-short", phi(rope_parameters=longrope()), 311, 16, "The same model with 16 tokens: short factors."), False
    yield causal("phi3-longrope-oldkeys", phi(rope_parameters=longrope()), 311, 19,
                 "The numbers of phi3-longrope-long; config as on the hub: rope_scaling {type: su}, rope_theta.",
                 config_file=lambda new: {**(old := old_keys()(new)), "rope_scaling": {**old["rope_scaling"], "type": "su"}}), False
    yield causal("phi3-longrope-partial", phi(hidden_size=32, sliding_window=6, rope_parameters={**longrope(), "partial_rotary_factor": 0.75}), 312, 18,
                 "Phi-4 mini: three quarters of each head turn; and a sliding window of 6."), False
    yield causal("olmo2-plain", decoder(hf.Olmo2Config, pad_token_id=0, rms_norm_eps=3e-3), 321, 13,
                 "Norms after attention and mlp; one norm over all queries, one over all keys; untied; large epsilon."), True
    yield causal("olmo2-oldkeys", decoder(hf.Olmo2Config, pad_token_id=0, rms_norm_eps=3e-3), 321, 13,
                 "The numbers of olmo2-plain; rope_theta, no head_dim, no tie_word_embeddings.",
                 config_file=old_keys(tie_word_embeddings=None, attention_bias=None)), False
    smol = lambda **kw: decoder(hf.SmolLM3Config, pad_token_id=0, **kw)
    yield causal("smollm3-nope", smol(num_hidden_layers=4, no_rope_layers=[1, 0, 1, 0], hidden_size=16, intermediate_size=20), 331, 13,
                 "Layers 1 and 3 have no rotary positions; tied."), True
    yield causal("smollm3-interval", smol(num_hidden_layers=4, hidden_size=16, intermediate_size=20), 332, 12,
                 "config without no_rope_layers, layer_types, rope_theta and tie_word_embeddings: every fourth layer without rotary positions, base 2,000,000, tied.",
                 config_file=old_keys(no_rope_layers=None, layer_types=None, tie_word_embeddings=None, rope_theta=None)), False
    yield causal("smollm3-window", smol(no_rope_layers=[0, 1], use_sliding_window=True, sliding_window=4, attention_bias=True, mlp_bias=True,
                 tie_word_embeddings=False), 333, 12,
                 "A window in layers without rotary positions, biases everywhere, untied; no layer_types.",
                 config_file=old_keys(layer_types=None)), False
    yield causal("qwen2-window", decoder(hf.Qwen2Config, use_sliding_window=True, sliding_window=4, max_window_layers=1), 341, 12,
                 "use_sliding_window from layer 1 on, told by max_window_layers alone.", config_file=old_keys(layer_types=None)), False
    yield causal("gpt_neox-edits", config(hf.GPTNeoXConfig, {**SMALL, **IDS}, hidden_size=32, max_position_embeddings=32, rotary_pct=0.5), 351, 11,
                 "Parallel blocks, half of each head turns."), True
    yield causal("gemma3-edits", decoder(hf.Gemma3TextConfig, head_dim=8, query_pre_attn_scalar=12, sliding_window=4, pad_token_id=0,
                 layer_types=["sliding_attention", "full_attention"], attn_logit_softcapping=None), 352, 11, "Gemma 3 in two layers."), True
    yield causal("gemma2-edits", decoder(hf.Gemma2Config, head_dim=8, query_pre_attn_scalar=12, sliding_window=4, pad_token_id=0,
                 attn_logit_softcapping=4.0, final_logit_softcapping=6.0), 353, 11, "Gemma 2 in two layers."), True
    yield causal("qwen3-edits", decoder(hf.Qwen3Config, head_dim=8, tie_word_embeddings=True), 354, 11, "Qwen 3 in two layers."), True
    yield causal("mistral-edits", decoder(hf.MistralConfig, sliding_window=4), 355, 11, "Mistral in two layers."), True

    plain, masked, classes, tokens = (hf.AutoModel, hf.AutoModelForMaskedLM, hf.AutoModelForSequenceClassification,
                                      hf.AutoModelForTokenClassification)
    case = lambda name, auto, kind, seed, inputs, about, **kw: dict(name=name, auto=auto, config=kind, seed=seed, inputs=inputs, about=about, **kw)
    yield case("roberta-padded", plain, from_padding(hf.RobertaConfig), 401, sentence(401, 13, pad=1, padding=3),
               "RobertaModel with pooler; positions count real tokens from padding id + 1, padding takes position 1."), True
    yield case("roberta-left", plain, from_padding(hf.RobertaConfig), 402, sentence(402, 12, pad=1, left=3), "Padding before the text."), False
    yield case("roberta-mlm", masked, from_padding(hf.RobertaConfig, hidden_act="relu"), 403, sentence(403, 11, pad=1),
               "RobertaForMaskedLM: the head's gelu does not follow hidden_act."), True
    yield case("roberta-cross-encoder", classes, from_padding(hf.RobertaConfig, num_labels=1), 404, sentence(404, 11, pad=1),
               "RobertaForSequenceClassification with one label: dense, tanh, out_proj on the first token."), False
    yield case("xlm-roberta-classes", classes, from_padding(hf.XLMRobertaConfig, num_labels=3), 405, sentence(405, 10, pad=1),
               "XLMRobertaForSequenceClassification with three labels."), False
    yield case("roberta-tokens", tokens, from_padding(hf.RobertaConfig, num_labels=4), 406, sentence(406, 9, pad=1),
               "RobertaForTokenClassification."), False
    yield case("bert-edits", plain, encoder(hf.BertConfig), 411, sentence(411, 10, padding=2, types=5), "BertModel, token types and padding."), True
    yield case("bert-tokens", tokens, encoder(hf.BertConfig, num_labels=4), 412, sentence(412, 9), "BertForTokenClassification."), False
    yield case("bert-untied", masked, encoder(hf.BertConfig, tie_word_embeddings=False), 413, sentence(413, 9), "BertForMaskedLM with a decoder and a bias of its own.",
               unused=("cls.predictions.bias",)), False
    yield case("mpnet-edits", plain, from_padding(hf.MPNetConfig), 421, sentence(421, 12, pad=1, padding=2), "MPNetModel."), True
    yield case("mpnet-mlm", masked, from_padding(hf.MPNetConfig), 422, sentence(422, 9, pad=1), "MPNetForMaskedLM."), False
    yield case("mpnet-classes", classes, from_padding(hf.MPNetConfig, num_labels=2), 423, sentence(423, 9, pad=1), "MPNetForSequenceClassification."), False
    distil = lambda **kw: hf.DistilBertConfig(vocab_size=57, dim=24, n_layers=2, n_heads=4, hidden_dim=36, max_position_embeddings=40, **kw)
    yield case("distilbert-edits", plain, distil(), 431, sentence(431, 10, padding=2), "DistilBertModel with padding."), True
    yield case("distilbert-mlm", masked, distil(), 432, sentence(432, 9), "DistilBertForMaskedLM."), False
    yield case("distilbert-classes", classes, distil(num_labels=3), 433, sentence(433, 9), "DistilBertForSequenceClassification."), False


ANSWERS = ("logits", "sentence_embedding", "pooled")
# Its tap is read by nothing in listen.py, so that an edit there would change nothing.
NOT_EDITED = ("hook_position_bias",)


def random_edit(name, x, rng, values):
    """One edit of a random kind on a random region which holds the last position."""
    edit = {"at": name}
    for axis, size in zip(listen.axes_of(name), x.shape):
        if size > 1 and rng.random() < 0.7:
            chosen = set(rng.sample(range(size), max(1, size // 2)))
            edit[axis] = sorted(chosen | {size - 1}) if axis == "positions" else sorted(chosen)
    shape = [len(edit.get(axis, range(size))) for axis, size in zip(listen.axes_of(name), x.shape)]
    ops = ("scale", "add") if "scale" in name else ("zero", "mean", "set", "add", "scale", "replace")
    edit["op"] = rng.choice(ops)
    generator = torch.Generator().manual_seed(rng.randrange(2**31))
    if edit["op"] in ("mean", "replace"):
        values[name] = torch.randn(shape if edit["op"] == "replace" else shape[-1:], generator=generator) * 0.7
        edit["value"] = f"value/{name}"
    elif edit["op"] != "zero":
        edit["value"] = round(rng.uniform(0.3, 1.9), 3)
    return edit


def edits_everywhere(folder, model, inputs, seen, seed):
    """One forward pass for each hook with one edit there; what the model gives is stored."""
    rng, values, stored, listing = random.Random(seed), {}, {}, []
    answers = [name for name in ANSWERS if name in seen]
    for name in [name for name in seen if name not in ANSWERS and name not in NOT_EDITED]:
        change = 0.0
        while change < 1e-4:  # softmax forgives some edits, as a constant added to every key
            values.pop(name, None)
            edit = random_edit(name, seen[name], rng, values)
            given = {f"value/{key}": x for key, x in values.items()}
            after = run(model, inputs, [edit], given).seen
            change = max((after[answer] - seen[answer]).abs().max().item() for answer in answers)
        stored |= {f"{name}/{answer}": after[answer] for answer in answers}
        listing.append({"name": name, "about": "one edit at this hook", "edits": [edit], "tensors": answers, "max_change": round(change, 4)})
    save_tensors(folder / "edits.safetensors", stored | {f"value/{key}": x for key, x in values.items()})
    write_json(folder / "edits.json", {
        "about": "One forward pass for each hook, with one edit there: NAME/ANSWER in edits.safetensors, values under value/….",
        "inputs": inputs, "cases": listing})
    print(f"  {folder.name}: {len(listing)} edits", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True)
    parser.add_argument("--only", nargs="*")
    options = parser.parse_args()
    for case, edited in given_cases():
        if options.only and case["name"] not in options.only:
            continue
        model, seen = make_case(options.out, **case)
        if edited:
            edits_everywhere(Path(options.out) / case["name"], model, case["inputs"], seen, case["seed"])


if __name__ == "__main__":
    main()
