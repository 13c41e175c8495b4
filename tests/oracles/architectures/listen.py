"""Listens to a forward pass of Hugging Face transformers: every activation by TransformerLens's names, with edits.

Taken from make.py of the goldens (see ../goldens/README.md) and widened by OLMo 2, SmolLM3, RoBERTa and their relatives; make.py
beside this file says which cases are made. Every number comes from transformers' own forward pass (attn_implementation="eager",
float32); hooks on submodules and wrappers around the modelling file's free functions only listen, and change single tensors where
an edit asks for it.
"""
import copy
import importlib
import json
import math
import platform
import re
import shutil
import zlib
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file, save_file

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
transformers.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()

NEGATIVE_INFINITY = float("-inf")


# ---------------------------------------------------------------------------------------------------------- the tape

def axes_of(name):
    """What the axes of a hook's tensor are called in an edit."""
    if name.endswith(("hook_attn_scores", "hook_pattern")):
        return ("heads", "positions", "dims")  # positions: of the query; dims: positions of the key
    if ".attn." in name:
        return ("positions", "heads", "dims")
    return ("positions", "dims")


def apply_edit(edit, x, values):
    """Returns a copy of x with the region {heads, positions, dims} of the edit changed. Absent axis: all of it."""
    axes = axes_of(edit["at"])
    selected = [edit.get(axis, range(size)) for axis, size in zip(axes, x.shape)]
    index = tuple(
        torch.tensor(list(rows)).view([-1 if j == i else 1 for j in range(x.ndim)]) for i, rows in enumerate(selected)
    )
    region = x[index]
    value = edit.get("value")
    if isinstance(value, str):
        value = values[value]
    new = {
        "zero": lambda: torch.zeros_like(region),
        "mean": lambda: value.expand_as(region),  # the given mean, broadcast over the region
        "set": lambda: torch.as_tensor(value, dtype=x.dtype).expand_as(region),
        "add": lambda: region + value,
        "scale": lambda: region * value,
        "replace": lambda: value.reshape(region.shape),
    }[edit["op"]]()
    y = x.clone()
    y[index] = new
    return y


class Tape:
    def __init__(self, edits=(), values=None):
        self.edits, self.values = list(edits), values or {}
        self.seen, self.errors, self.layer, self.applied = {}, {}, None, set()

    def tap(self, name, x):
        for number, edit in enumerate(self.edits):
            if edit["at"] == name:
                x = apply_edit(edit, x, self.values)
                self.applied.add(number)
        assert name not in self.seen, f"{name} seen twice"
        self.seen[name] = x.detach().clone()
        return x

    def edited(self, *names):
        return any(edit["at"] in names for edit in self.edits)

    def block(self, name):
        return f"blocks.{self.layer}.{name}"

    def agree(self, what, ours, model):
        """Notes how far a recomputed tensor is from what the model itself produced; fails where it is far."""
        error = (ours - model).abs().max().item() / max(1.0, model.abs().max().item())
        self.errors[what] = max(self.errors.get(what, 0.0), error)
        # An edit may come between two tensors that are compared here.
        assert error < 5e-6 or self.edits, f"{what} layer {self.layer}: {error}"


# -------------------------------------------------------------------------------------------- taps shared by all models

def norm_tap(tape, prefix, shape_in=lambda x: x, shape_out=lambda y: y):
    """Forward hook for a LayerNorm or RMSNorm: hook_scale (the denominator) and hook_normalized (the output)."""

    def hook(module, args, output):
        at = prefix() if callable(prefix) else prefix
        x = args[0]
        gemma = "Gemma" in type(module).__name__
        eps = next(getattr(module, key) for key in ("eps", "variance_epsilon") if hasattr(module, key))
        centred = x - x.mean(-1, keepdim=True) if isinstance(module, torch.nn.LayerNorm) else x
        scale = (centred.pow(2).mean(-1, keepdim=True) + eps).sqrt()
        weight = 1.0 + module.weight if gemma else module.weight
        bias = getattr(module, "bias", None)

        def normalise(denominator):
            y = centred / denominator * weight
            return y if bias is None else y + bias

        tape.agree("norm recomputed from hook_scale", normalise(scale), output)
        scale_name, out_name = f"{at}.hook_scale", f"{at}.hook_normalized"
        if shape_in(output[0]).shape[-1] != output.shape[-1]:
            new_scale = tape.tap(scale_name, scale[0])[None]  # one norm across all heads: scale is [T,1]
        else:
            new_scale = shape_out(tape.tap(scale_name, shape_in(scale[0])))[None]
        if tape.edited(scale_name):
            output = normalise(new_scale)
        return shape_out(tape.tap(out_name, shape_in(output[0])))[None]

    return hook


def projection_tap(tape, names, split, join):
    """Forward hook for a projection: taps the parts of its output, each [T,heads,D]."""

    def hook(module, args, output):
        parts = split(output[0])
        return join([tape.tap(tape.block(name), part) for name, part in zip(names, parts)])[None]

    return hook


def result_tap(tape, heads):
    """Forward hook for the output projection: hook_result, each head's contribution, without the bias."""

    def hook(module, args, output):
        z = args[0][0]  # [T, H*D]
        weight = module.weight if type(module).__name__ == "Conv1D" else module.weight.T  # [H*D, C]
        result = torch.einsum("thd,hdc->thc", z.view(z.shape[0], heads, -1), weight.view(heads, -1, weight.shape[-1]))
        name = tape.block("attn.hook_result")
        result = tape.tap(name, result)
        total = result.sum(1) + (0 if module.bias is None else module.bias)
        if tape.edited(name):
            return total[None]
        tape.agree("sum of hook_result + bias = output projection", total, output[0])

    return hook


def attention_taps(tape, scores, pattern, z, value):
    """scores, pattern [H,T,T] and z [T,H,D] as the model computed them; value [H,T,D]. Returns z, edited if asked."""
    tape.agree("softmax(hook_attn_scores) = model's attention", scores.softmax(-1), pattern)
    scores_name, pattern_name = tape.block("attn.hook_attn_scores"), tape.block("attn.hook_pattern")
    scores = tape.tap(scores_name, scores)
    if tape.edited(scores_name):
        pattern = scores.softmax(-1)
    pattern = tape.tap(pattern_name, pattern)
    again = torch.einsum("hqk,hkd->qhd", pattern, value)
    if tape.edited(scores_name, pattern_name):
        z = again
    else:
        tape.agree("hook_pattern @ v = hook_z", again, z)
    return tape.tap(tape.block("attn.hook_z"), z)


def wrap_functions(tape, model):
    """Replaces the free functions of the model's modelling file; returns a function which puts them back."""
    file = importlib.import_module(type(model).__module__)
    originals = {}

    if hasattr(file, "apply_rotary_pos_emb"):
        rotate = originals["apply_rotary_pos_emb"] = file.apply_rotary_pos_emb

        def apply_rotary_pos_emb(q, k, *args, **kwargs):
            q, k = rotate(q, k, *args, **kwargs)  # [1,H,T,D]
            q = tape.tap(tape.block("attn.hook_rot_q"), q[0].transpose(0, 1)).transpose(0, 1)[None]
            k = tape.tap(tape.block("attn.hook_rot_k"), k[0].transpose(0, 1)).transpose(0, 1)[None]
            return q, k

        file.apply_rotary_pos_emb = apply_rotary_pos_emb

    if hasattr(file, "eager_attention_forward"):
        attend = originals["eager_attention_forward"] = file.eager_attention_forward

        def eager_attention_forward(module, query, key, value, attention_mask, **kwargs):
            out, pattern = attend(module, query, key, value, attention_mask, **kwargs)  # [1,T,H,D], [1,H,T,T]
            group = query.shape[1] // key.shape[1]
            key, value = (x[0].repeat_interleave(group, 0) for x in (key, value))  # [H,T,D]
            scaling = kwargs.get("scaling")
            scores = query[0] @ key.transpose(1, 2) * (query.shape[-1] ** -0.5 if scaling is None else scaling)
            if kwargs.get("softcap") is not None:
                scores = torch.tanh(scores / kwargs["softcap"]) * kwargs["softcap"]
            if attention_mask is not None:
                scores = scores.masked_fill(attention_mask[0] < -1e30, NEGATIVE_INFINITY)
            z = attention_taps(tape, scores, pattern[0], out[0], value)
            return z[None], pattern

        file.eager_attention_forward = eager_attention_forward

    return lambda: [setattr(file, name, function) for name, function in originals.items()]


def get(module, path):
    """Submodule by dotted path, or None."""
    for part in path.split(".") if path else []:
        module = getattr(module, part, None)
    return module if path else None


def first(output):
    return output[0] if isinstance(output, tuple) else output


def with_first(output, x):
    return (x, *output[1:]) if isinstance(output, tuple) else x


# ------------------------------------------------------------------------------------------------------------ decoders

LLAMA = dict(
    embed="model.embed_tokens", layers="model.layers", ln_final="model.norm",
    ln1="input_layernorm", ln1_post="", ln2="post_attention_layernorm", ln2_post="",
    attn="self_attn", q="self_attn.q_proj", k="self_attn.k_proj", v="self_attn.v_proj", qkv="", o="self_attn.o_proj",
    mlp="mlp", pre="mlp.gate_proj", pre_linear="mlp.up_proj", pre_fused="", down="mlp.down_proj",
)
GEMMA = {**LLAMA, "ln1_post": "post_attention_layernorm", "ln2": "pre_feedforward_layernorm",
         "ln2_post": "post_feedforward_layernorm"}
OLMO2 = {**LLAMA, "ln1": "", "ln1_post": "post_attention_layernorm", "ln2": "", "ln2_post": "post_feedforward_layernorm"}
DECODERS = {
    "llama": LLAMA, "mistral": LLAMA, "qwen2": LLAMA, "qwen3": LLAMA, "smollm3": LLAMA, "olmo2": OLMO2,
    "gemma2": GEMMA, "gemma3_text": GEMMA,
    "phi3": {**LLAMA, "q": "", "k": "", "v": "", "qkv": "self_attn.qkv_proj", "pre": "", "pre_linear": "",
             "pre_fused": "mlp.gate_up_proj"},
    "gpt2": dict(
        embed="transformer.wte", pos_embed="transformer.wpe", layers="transformer.h", ln_final="transformer.ln_f",
        ln1="ln_1", ln1_post="", ln2="ln_2", ln2_post="",
        attn="attn", q="", k="", v="", qkv="attn.c_attn", o="attn.c_proj",
        mlp="mlp", pre="mlp.c_fc", pre_linear="", pre_fused="", down="mlp.c_proj",
    ),
    "gpt_neox": dict(
        embed="gpt_neox.embed_in", layers="gpt_neox.layers", ln_final="gpt_neox.final_layer_norm",
        ln1="input_layernorm", ln1_post="", ln2="post_attention_layernorm", ln2_post="",
        attn="attention", q="", k="", v="", qkv="attention.query_key_value", o="attention.dense",
        mlp="mlp", pre="mlp.dense_h_to_4h", pre_linear="", pre_fused="", down="mlp.dense_4h_to_h",
    ),
}

# Where a model norms queries and keys: from its layout to [T,H,D], and back.
QUERY_KEY_NORMS = {
    "olmo2": (lambda x, head_dim: x.unflatten(-1, (-1, head_dim)), lambda y: y.flatten(-2)),  # one norm over all heads
    "qwen3": (lambda x, head_dim: x, lambda y: y),
    "gemma3_text": (lambda x, head_dim: x.transpose(0, 1), lambda y: y.transpose(0, 1)),
}


def attach_decoder(model, tape):
    """Puts all taps on a causal language model; returns a function which takes them off."""
    c, where = model.config, DECODERS[model.config.model_type]
    heads = c.num_attention_heads
    kv_heads = getattr(c, "num_key_value_heads", None) or heads
    head_dim = getattr(c, "head_dim", None) or c.hidden_size // heads
    parallel = getattr(c, "use_parallel_residual", False)
    undo = [wrap_functions(tape, model)]

    def on(module, hook, pre=False):
        if module is not None:
            register = module.register_forward_pre_hook if pre else module.register_forward_hook
            undo.append(register(hook).remove)

    def whole(name):
        return lambda module, args, output: tape.tap(name() if callable(name) else name, output[0])[None]

    def in_block(name):
        return lambda: tape.block(name)

    on(get(model, where["embed"]), whole("hook_embed"))
    on(get(model, where.get("pos_embed", "")), whole("hook_pos_embed"))
    on(get(model, where["ln_final"]), norm_tap(tape, "ln_final"))

    for number, block in enumerate(get(model, where["layers"])):

        def enter(module, args, number=number):
            tape.layer = number
            return (tape.tap(tape.block("hook_resid_pre"), args[0][0])[None], *args[1:])

        def leave(module, args, output):
            x = first(output)[0]
            if not tape.edited(tape.block("hook_mlp_out"), tape.block("hook_attn_out")):
                start = "hook_resid_pre" if parallel else "hook_resid_mid"
                sums = tape.seen[tape.block(start)] + tape.seen[tape.block("hook_mlp_out")]
                sums = sums + tape.seen[tape.block("hook_attn_out")] if parallel else sums
                tape.agree("residual sums", sums, x)
            return with_first(output, tape.tap(tape.block("hook_resid_post"), x)[None])

        def attn_out(module, args, output):
            x = tape.tap(tape.block("hook_attn_out"), first(output)[0])
            if not parallel:
                before = tape.seen[tape.block("hook_resid_pre")]
                middle = tape.tap(tape.block("hook_resid_mid"), before + x)
                if tape.edited(tape.block("hook_resid_mid")):
                    x = middle - before
            return with_first(output, x[None])

        def mlp_post(module, args):
            return (tape.tap(tape.block("mlp.hook_post"), args[0][0])[None],)

        on(block, enter, pre=True)
        on(block, leave)
        on(get(block, where["ln1"]), norm_tap(tape, in_block("ln1")))
        on(get(block, where["ln2"]), norm_tap(tape, in_block("ln2")))

        def by_head(x, head_dim=head_dim):
            return x.unflatten(-1, (-1, head_dim))

        for key in "qkv":
            on(get(block, where[key]), projection_tap(
                tape, [f"attn.hook_{key}"], lambda x: [by_head(x)], lambda parts: parts[0].flatten(-2)))
        if where["qkv"]:
            if c.model_type == "gpt_neox":  # the rows of the fused weight are [head][q,k,v][D]
                split = lambda x: x.view(x.shape[0], heads, 3, head_dim).unbind(2)
                join = lambda parts: torch.stack(parts, 2).flatten(1)
            else:  # [q of all heads][k of all heads][v of all heads]
                sizes = [heads * head_dim, kv_heads * head_dim, kv_heads * head_dim]
                split = lambda x: [by_head(part) for part in x.split(sizes, -1)]
                join = lambda parts: torch.cat([part.flatten(-2) for part in parts], -1)
            on(get(block, where["qkv"]), projection_tap(
                tape, ["attn.hook_q", "attn.hook_k", "attn.hook_v"], split, join))

        if c.model_type in QUERY_KEY_NORMS:
            to_heads, back = QUERY_KEY_NORMS[c.model_type]
            for key in ("q_norm", "k_norm"):
                on(get(get(block, where["attn"]), key), norm_tap(
                    tape, in_block(f"attn.{key}"), lambda x: to_heads(x, head_dim), back))

        on(get(block, where["o"]), result_tap(tape, heads))
        if where["ln1_post"]:
            on(get(block, where["ln1_post"]), norm_tap(tape, in_block("ln1_post")))
        on(get(block, where["ln1_post"] or where["attn"]), attn_out)

        on(get(block, where["pre"]), whole(in_block("mlp.hook_pre")))
        on(get(block, where["pre_linear"]), whole(in_block("mlp.hook_pre_linear")))
        on(get(block, where["pre_fused"]), projection_tap(  # [gate][up]
            tape, ["mlp.hook_pre", "mlp.hook_pre_linear"], lambda x: x.chunk(2, -1), lambda parts: torch.cat(parts, -1)))
        on(get(block, where["down"]), mlp_post, pre=True)
        if where["ln2_post"]:
            on(get(block, where["ln2_post"]), norm_tap(tape, in_block("ln2_post")))
        on(get(block, where["ln2_post"] or where["mlp"]), whole(in_block("hook_mlp_out")))

    return lambda: [step() for step in undo]


# ------------------------------------------------------------------------------------------------------------ encoders

BERT = dict(
    base="bert", words="embeddings.word_embeddings", positions="embeddings.position_embeddings",
    types="embeddings.token_type_embeddings", embed_ln="embeddings.LayerNorm", layers="encoder.layer",
    q="attention.self.query", k="attention.self.key", v="attention.self.value", o="attention.output.dense",
    ln1="attention.output.LayerNorm", pre="intermediate.dense", down="output.dense", ln2="output.LayerNorm",
)
ENCODERS = {
    "bert": BERT,
    "distilbert": {**BERT, "base": "distilbert", "types": "", "layers": "transformer.layer", "q": "attention.q_lin",
                   "k": "attention.k_lin", "v": "attention.v_lin", "o": "attention.out_lin", "ln1": "sa_layer_norm",
                   "pre": "ffn.lin1", "down": "ffn.lin2", "ln2": "output_layer_norm"},
    "roberta": {**BERT, "base": "roberta"},
    "xlm-roberta": {**BERT, "base": "roberta"},
    "mpnet": {**BERT, "base": "mpnet", "types": "", "q": "attention.attn.q", "k": "attention.attn.k",
              "v": "attention.attn.v", "o": "attention.attn.o", "ln1": "attention.LayerNorm"},
}


def attach_encoder(model, tape):
    """Puts all taps on a BERT-like encoder (norms after the residual sums); returns a function which takes them off."""
    c, where = model.config, ENCODERS[model.config.model_type]
    base = getattr(model, where["base"], model)
    heads = c.num_attention_heads
    head_dim = c.hidden_size // heads
    undo = [wrap_functions(tape, model)]

    def on(module, hook, pre=False):
        if module is not None:
            register = module.register_forward_pre_hook if pre else module.register_forward_hook
            undo.append(register(hook).remove)

    def whole(name):
        return lambda module, args, output: tape.tap(name() if callable(name) else name, output[0])[None]

    def entering(name):
        return lambda module, args: (tape.tap(tape.block(name), args[0][0])[None], *args[1:])

    on(get(base, where["words"]), whole("hook_embed"))
    on(get(base, where["positions"]), whole("hook_pos_embed"))
    on(get(base, where["types"]), whole("hook_token_type_embed"))
    on(get(base, where["embed_ln"]), norm_tap(tape, "embed.ln"))
    on(get(base, where["embed_ln"]), whole("hook_full_embed"))

    bias = {}
    if c.model_type == "mpnet":  # relative positions: one table for all layers; attention is written inside the module
        original = base.encoder.compute_position_bias

        def compute_position_bias(*args, **kwargs):
            bias["value"] = original(*args, **kwargs)
            tape.tap("hook_position_bias", bias["value"][0])
            return bias["value"]

        base.encoder.compute_position_bias = compute_position_bias
        undo.append(lambda: base.encoder.__dict__.pop("compute_position_bias"))

    for number, block in enumerate(get(base, where["layers"])):

        def enter(module, args, number=number):
            tape.layer = number
            return (tape.tap(tape.block("hook_resid_pre"), args[0][0])[None], *args[1:])

        def mid(module, args):
            x = tape.tap(tape.block("hook_resid_mid"), args[0][0])
            if not tape.edited(tape.block("hook_resid_mid")):
                tape.agree("residual sums", tape.seen[tape.block("hook_resid_pre")] + tape.seen[tape.block("hook_attn_out")], x)
            return (x[None],)

        def post(module, args):
            x = tape.tap(tape.block("hook_resid_post"), args[0][0])
            if not tape.edited(tape.block("hook_resid_post")):
                tape.agree("residual sums", tape.seen[tape.block("ln1.hook_normalized")] + tape.seen[tape.block("hook_mlp_out")], x)
            return (x[None],)

        on(block, enter, pre=True)
        for key in "qkv":
            on(get(block, where[key]), projection_tap(
                tape, [f"attn.hook_{key}"], lambda x: [x.unflatten(-1, (-1, head_dim))], lambda parts: parts[0].flatten(-2)))
        if c.model_type == "mpnet":

            def scores_from(module, args):
                q, k, v = (tape.seen[tape.block(f"attn.hook_{key}")].transpose(0, 1) for key in "qkv")
                scores = q @ k.transpose(1, 2) / math.sqrt(head_dim) + bias["value"][0]
                mask = bias.get("mask")
                if mask is not None:
                    scores = scores.masked_fill(mask[0] < -1e30, NEGATIVE_INFINITY)
                bias["scores"], bias["pattern"], bias["v"] = scores, args[0][0], v

            def z_in(module, args):
                z = args[0][0].unflatten(-1, (-1, head_dim))
                return (attention_taps(tape, bias["scores"], bias["pattern"], z, bias["v"]).flatten(-2)[None],)

            on(get(block, "attention"), lambda module, args: bias.__setitem__("mask", args[1]), pre=True)
            on(get(block, "attention.attn.dropout"), scores_from, pre=True)
            on(get(block, where["o"]), z_in, pre=True)
        on(get(block, where["o"]), result_tap(tape, heads))
        on(get(block, where["o"]), whole(lambda: tape.block("hook_attn_out")))
        on(get(block, where["ln1"]), mid, pre=True)
        on(get(block, where["ln1"]), norm_tap(tape, lambda: tape.block("ln1")))
        on(get(block, where["ln1"]), whole(lambda: tape.block("hook_normalized_resid_mid")))
        on(get(block, where["pre"]), whole(lambda: tape.block("mlp.hook_pre")))
        on(get(block, where["down"]), entering("mlp.hook_post"), pre=True)
        on(get(block, where["down"]), whole(lambda: tape.block("hook_mlp_out")))
        on(get(block, where["ln2"]), post, pre=True)
        on(get(block, where["ln2"]), norm_tap(tape, lambda: tape.block("ln2")))
        on(get(block, where["ln2"]), whole(lambda: tape.block("hook_normalized_resid_post")))

    return lambda: [step() for step in undo]


# ------------------------------------------------------------------------------------------- weights, runs and folders

def randomise(model, seed):
    """Gives every parameter its own seeded numbers, scaled so that patterns are sharp and logits spread by units."""
    hidden = model.config.hidden_size
    for name, p in model.named_parameters():
        noise = torch.randn(p.shape, generator=torch.Generator().manual_seed(seed * 1_000_003 + zlib.crc32(name.encode())))
        owner = type(model.get_submodule(name.rpartition(".")[0])).__name__
        is_norm = "Norm" in owner or "LayerNorm" in name
        if is_norm and name.endswith("weight"):
            centre = 0.0 if "Gemma" in owner else 1.0
            p.data = centre + 0.3 * noise + (0.5 if name.endswith(("q_norm.weight", "k_norm.weight")) else 0.0)
        elif p.ndim == 1:
            p.data = 0.25 * noise
        elif "position" in name or "wpe" in name or "token_type" in name:
            p.data = 0.5 * noise
        elif "relative_attention_bias" in name:
            p.data = 1.0 * noise
        elif p is model.get_input_embeddings().weight:
            p.data = noise * (0.6 if "Gemma" not in type(model).__name__ else 3.0 / math.sqrt(hidden))
        else:
            fan_in = p.shape[0] if owner == "Conv1D" else p.shape[1]
            gain = 3.0 if "lm_head" in name else 1.4
            p.data = gain * noise / math.sqrt(fan_in)


def tokens_for(seed, length, vocab, low=3):
    """Random ids in [low, vocab) with the second token pair repeated near the end, so that heads can look back."""
    ids = torch.randint(low, vocab, (length,), generator=torch.Generator().manual_seed(seed)).tolist()
    if length >= 8:
        ids[-4:-2] = ids[1:3]
    return ids


def is_encoder(model):
    return model.config.model_type in ENCODERS


@torch.no_grad()
def run(model, inputs, edits=(), values=None):
    """One forward pass with all taps on. Returns the tape; `tape.seen` holds name → tensor without batch."""
    tape = Tape(edits, values)
    detach = (attach_encoder if is_encoder(model) else attach_decoder)(model, tape)
    try:
        batch = {key: torch.tensor([row]) for key, row in inputs.items()}
        output = model(**batch, output_attentions=True, **({} if is_encoder(model) else {"use_cache": False}))
    finally:
        detach()
    for number, edit in enumerate(tape.edits):
        assert number in tape.applied, f"edit not applied: {edit}"
    if not edits:
        for layer, attention in enumerate(output.attentions):
            tape.agree("hook_pattern = output.attentions", tape.seen[f"blocks.{layer}.attn.hook_pattern"], attention[0])
    if "logits" in output:
        tape.tap("logits", output.logits[0])
    if is_encoder(model):
        last = tape.seen[f"blocks.{model.config.num_hidden_layers - 1}.hook_normalized_resid_post"]
        if getattr(output, "last_hidden_state", None) is not None:
            tape.agree("last_hidden_state", last, output.last_hidden_state[0])
        if getattr(output, "pooler_output", None) is not None:
            tape.tap("pooled", output.pooler_output[0])
        if "logits" not in output:
            mask = torch.tensor(inputs.get("attention_mask", [1] * last.shape[0]), dtype=last.dtype)[:, None]
            mean = (last * mask).sum(0) / mask.sum()
            tape.tap("sentence_embedding", mean / mean.norm())
    return tape


@torch.no_grad()
def sensitivity(model, inputs, seen, unused=()):
    """For each norm weight and bias: the largest change of any golden tensor if it were ignored. The smallest of them."""
    weakest = ("", math.inf)
    for name, p in list(model.named_parameters()):
        if p.ndim != 1 or name in unused:
            continue
        owner = type(model.get_submodule(name.rpartition(".")[0])).__name__
        neutral = 1.0 if name.endswith("weight") and "Gemma" not in owner else 0.0
        kept = p.data
        p.data = torch.full_like(kept, neutral)
        changed = run(model, inputs).seen
        p.data = kept
        change = max((changed[key] - x)[x.isfinite()].abs().max().item() for key, x in seen.items())
        weakest = min(weakest, (name, change), key=lambda pair: pair[1])
    return weakest


def versions():
    return {"torch": torch.__version__, "transformers": transformers.__version__, "python": platform.python_version()}


def write_json(path, value):
    """Indented JSON with lists of plain numbers on one line."""
    text = re.sub(r"\[\s+([-+.\deE,\s]+?)\s+\]", lambda m: f"[{' '.join(m[1].split())}]", json.dumps(value, indent=2, ensure_ascii=False))
    path.write_text(text + "\n")


def save_tensors(path, tensors):
    save_file({name: x.to(torch.float32).contiguous() for name, x in tensors.items()}, path)


def largest(x):
    finite = x[x.isfinite()]
    return float(f"{finite.abs().max().item():.6g}") if finite.numel() else 0.0


def make_case(out, name, auto, config, seed, inputs, about, dtype=torch.float32, shard=None, config_file=None,
              rename=None, remarks=(), unused=()):
    """Builds one folder. The goldens are computed by the model as read back from the folder's own files."""
    folder = Path(out) / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    torch.manual_seed(seed)
    model = auto.from_config(config, attn_implementation="eager")
    randomise(model, seed)
    model = model.to(dtype).eval()
    model.save_pretrained(folder, **({"max_shard_size": shard} if shard else {}))
    (folder / "generation_config.json").unlink(missing_ok=True)
    if config_file:  # the same facts in other keys
        write_json(folder / "config.json", config_file(json.loads((folder / "config.json").read_text())))
    if rename:  # the same weights under other names
        tensors = rename(load_file(folder / "model.safetensors"))
        save_file({key: x.contiguous() for key, x in tensors.items()}, folder / "model.safetensors", metadata={"format": "pt"})
    model = auto.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    tape = run(model, inputs)
    weakest = sensitivity(model, inputs, tape.seen, unused)
    assert weakest[1] > 1e-2, f"{name}: {weakest} hardly matters"
    save_tensors(folder / "golden.safetensors", tape.seen)
    patterns = torch.cat([x.flatten(0, 1) for key, x in tape.seen.items() if key.endswith("hook_pattern")])
    write_json(folder / "case.json", {
        "name": name, "about": about, "model_class": type(model).__name__, "seed": seed, "versions": versions(),
        "weights_dtype": str(dtype).removeprefix("torch."), "computed_in": "float32",
        "inputs": inputs, "remarks": list(remarks),
        "largest_pattern_entry_mean": round(patterns.max(-1).values.mean().item(), 4),
        "logits_std": round(tape.seen["logits"].std().item(), 4) if tape.seen.get("logits", torch.zeros(1)).numel() > 1 else None,
        "self_checks_max_relative_error": {key: float(f"{e:.3g}") for key, e in tape.errors.items()},
        "least_noticeable_vector": {"parameter": weakest[0], "change_if_ignored": round(weakest[1], 4)},
        "tensors": {key: {"shape": list(x.shape), "max_abs": largest(x)} for key, x in tape.seen.items()},
    })
    size = sum(f.stat().st_size for f in folder.iterdir())
    print(f"{name:32s} {size / 1024:7.0f} kB  worst self-check {max(tape.errors.values()):.1e}  "
          f"least noticeable {weakest[0]} {weakest[1]:.2g}", flush=True)
    return model, tape.seen


# ---------------------------------------------------------------------------------------------------------------- edits

def make_edits(folder, model, inputs, cases, values, extra, donors=None):
    """cases: list of (name, about, [edit, ...]). Stores `value/…` inputs and `NAME/hook` results."""
    base = run(model, inputs).seen
    stored = {f"value/{key}": x for key, x in values.items()}
    listing = []
    for name, about, edits in cases:
        seen = run(model, inputs, edits, values).seen
        keep = list(dict.fromkeys([edit["at"] for edit in edits] + extra + ["logits"]))
        keep = [key for key in keep if key in seen]
        for key in keep:
            stored[f"{name}/{key}"] = seen[key]
        answer = "logits" if "logits" in base else "sentence_embedding"
        change = (seen[answer] - base[answer]).abs().max().item()
        assert change > 2e-3, (name, change)
        listing.append({"name": name, "about": about,
                        "edits": [{**e, "value": f"value/{e['value']}"} if isinstance(e.get("value"), str) else e for e in edits],
                        "tensors": keep, f"max_change_of_{answer}": round(change, 4)})
    save_tensors(folder / "edits.safetensors", stored)
    write_json(folder / "edits.json", {
        "about": "Each entry: one forward pass of the model on the inputs of case.json with the listed edits. "
                 "Results are in edits.safetensors under NAME/HOOK, values under value/….",
        "inputs": inputs, "donor_inputs": donors or {}, "cases": listing,
    })
    print(f"  {folder.name}: {len(listing)} edit cases, "
          f"{(folder / 'edits.safetensors').stat().st_size / 1024:.0f} kB", flush=True)


# --------------------------------------------------------------------------------- config.json as found in the wild

def old_keys(**changes):
    """Returns a function from transformers-5 config.json to the older style; changes: key → value, None drops it."""

    def convert(new):
        old = {key: value for key, value in new.items() if key not in ("dtype", "rope_parameters", "transformers_version", "_sliding_window_pattern")}
        rope = new.get("rope_parameters") or {}
        if "full_attention" in rope:  # gemma3
            full = dict(rope["full_attention"])
            old["rope_theta"], kind = full.pop("rope_theta"), full.pop("rope_type")
            old["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
            old["rope_scaling"] = None if kind == "default" else {**full, "rope_type": kind}
        elif new["model_type"] == "gpt_neox":
            old["rotary_pct"], old["rotary_emb_base"] = rope["partial_rotary_factor"], rope["rope_theta"]
        elif rope:
            rope = dict(rope)
            old["rope_theta"], kind = rope.pop("rope_theta"), rope.pop("rope_type")
            if rope.pop("partial_rotary_factor", 1.0) != 1.0:
                old["partial_rotary_factor"] = new["rope_parameters"]["partial_rotary_factor"]
            key = "rope_type" if kind in ("llama3", "yarn") else "type"
            old["rope_scaling"] = None if kind == "default" else {key: kind, **rope}
        old["torch_dtype"], old["transformers_version"] = new["dtype"], "4.44.2"
        for key, value in changes.items():
            old.pop(key, None)
            if value is not None:
                old[key] = value
        return dict(sorted(old.items()))

    return convert


# ---------------------------------------------------------------------------------------------------------------- cases

def causal(name, config, seed, length, about, **options):
    return dict(name=name, auto=transformers.AutoModelForCausalLM, config=config, seed=seed, about=about,
                inputs={"input_ids": tokens_for(seed, length, config.vocab_size)}, **options)


IDS = dict(bos_token_id=1, eos_token_id=2)
