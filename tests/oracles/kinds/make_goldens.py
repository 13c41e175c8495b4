"""Goldens of the kinds: lib/nodes/KIND/KIND.golden.json, computed without any code of this project.

An own float64 forward pass in NumPy reads public/models/primer-6m and is checked here against reference.safetensors
(transformers, float32) before anything is written. Token ids come from reference.json. Run from the project's folder:
python3 tests/oracles/kinds/make_goldens.py
"""
import csv, io, json, math, re, struct
from pathlib import Path
import numpy as np

ROOT = Path(__file__).resolve().parents[3]
MODEL, ORACLE = ROOT / 'public/models/primer-6m', ROOT / 'tests/oracles/primer-6m'
L, H, K, D, C, EPS = 6, 8, 4, 32, 256, 1e-5


def safetensors(path):
    raw = path.read_bytes()
    size = struct.unpack('<Q', raw[:8])[0]
    head = json.loads(raw[8:8 + size])
    kinds = {'F16': np.float16, 'F32': np.float32}
    out = {}
    for name, entry in head.items():
        if name == '__metadata__':
            continue
        a, b = entry['data_offsets']
        out[name] = np.frombuffer(raw[8 + size + a:8 + size + b], kinds[entry['dtype']]).reshape(entry['shape']).astype(np.float64)
    return out


W = safetensors(MODEL / 'model.safetensors')
REF = safetensors(ORACLE / 'reference.safetensors')
CASES = json.loads((ORACLE / 'reference.json').read_text())['cases']
GIRL, BOY = CASES[0], CASES[1]


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def norm(x, w):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + EPS) * w


def rotate(x):  # [T, heads, D]: i turns with i + D/2
    t = np.arange(x.shape[0])[:, None, None]
    angle = t * 10000.0 ** (-2 * np.arange(D // 2) / D)
    a, b = x[..., :D // 2], x[..., D // 2:]
    return np.concatenate([a * np.cos(angle) - b * np.sin(angle), b * np.cos(angle) + a * np.sin(angle)], -1)


def forward(ids, edit=lambda name, value: value):
    hooks = {}

    def hook(name, value):
        hooks[name] = edit(name, value)
        return hooks[name]

    T = len(ids)
    x = hook('hook_embed', W['model.embed_tokens.weight'][ids])
    for l in range(L):
        p, b = f'model.layers.{l}.', f'blocks.{l}.'
        x = hook(b + 'hook_resid_pre', x)
        n = norm(x, W[p + 'input_layernorm.weight'])
        q = hook(b + 'attn.hook_q', (n @ W[p + 'self_attn.q_proj.weight'].T).reshape(T, H, D))
        k = hook(b + 'attn.hook_k', (n @ W[p + 'self_attn.k_proj.weight'].T).reshape(T, K, D))
        v = hook(b + 'attn.hook_v', (n @ W[p + 'self_attn.v_proj.weight'].T).reshape(T, K, D))
        rq, rk = hook(b + 'attn.hook_rot_q', rotate(q)), hook(b + 'attn.hook_rot_k', rotate(k))
        raw = hooks[b + 'raw'] = np.einsum('thd,shd->hts', rq, np.repeat(rk, H // K, axis=1))
        s = np.where(np.tril(np.ones((T, T), bool)), raw / math.sqrt(D), -np.inf)
        a = hook(b + 'attn.hook_pattern', softmax(hook(b + 'attn.hook_attn_scores', s)))
        z = hook(b + 'attn.hook_z', np.einsum('hts,shd->thd', a, np.repeat(v, H // K, axis=1)))
        x = hook(b + 'hook_resid_mid', x + hook(b + 'hook_attn_out', z.reshape(T, C) @ W[p + 'self_attn.o_proj.weight'].T))
        n = norm(x, W[p + 'post_attention_layernorm.weight'])
        g = n @ W[p + 'mlp.gate_proj.weight'].T
        u = n @ W[p + 'mlp.up_proj.weight'].T
        m = hook(b + 'hook_mlp_out', (g / (1 + np.exp(-g)) * u) @ W[p + 'mlp.down_proj.weight'].T)
        x = hook(b + 'hook_resid_post', x + m)
    hooks['logits'] = norm(x, W['model.norm.weight']) @ W['model.embed_tokens.weight'].T
    return hooks


girl, boy = forward(GIRL['ids']), forward(BOY['ids'])
for case, hooks in ((0, girl), (1, boy)):
    for name, value in REF.items():
        number, rest = name.split('.', 1)
        if int(number) == case:
            scale = max(1, np.abs(value).max())
            assert np.abs(hooks[rest] - value).max() < 3e-5 * scale, (name, np.abs(hooks[rest] - value).max())

PIECE = {entry['id']: entry['token'] for case in CASES for entry in case['top10']}
MADE_BY = 'tests/oracles/kinds/make_goldens.py, NumPy ' + np.__version__ + ', float64 forward pass of primer-6m checked against reference.safetensors'


def rounded(value):
    if isinstance(value, np.ndarray):
        return rounded(value.tolist())
    if isinstance(value, (list, tuple)):
        return [rounded(entry) for entry in value]
    if isinstance(value, (float, np.floating)):
        return None if not math.isfinite(value) else float(f'{value:.9g}')
    return int(value) if isinstance(value, np.integer) else value


def write(kind, made_by=MADE_BY, **content):
    content = {key: rounded(value) for key, value in content.items()}
    path = ROOT / 'lib/nodes' / kind / f'{kind}.golden.json'
    path.write_text(json.dumps({'made_by': made_by, **content}, ensure_ascii=False, indent=1) + '\n')


def entropy(p):
    return float(-(p[p > 0] * np.log2(p[p > 0])).sum())


def top(p, count=5):
    order = np.argsort(-p, kind='stable')[:count]
    return [{'id': int(i), 'p': p[i]} for i in order]


BY_HAND = 'by hand'
write('text', BY_HAND, cases=[{'value': ' two spaces  ', 'text': ' two spaces  '}, {'value': 'no', 'text': 'no'}])
write('number', BY_HAND, cases=[{'params': {'value': 0.8, 'max': 2}, 'value': 0.8}, {'params': {'value': 1, 'look': 'switch'}, 'value': 1}])
write('choice', BY_HAND, cases=[{'params': {'value': 'girl'}, 'text': 'girl', 'number': 0}, {'params': {'value': 'boy'}, 'text': 'boy', 'number': 1}])
write('prompt', BY_HAND, cases=[
    {'template': '{a} -> {b}', 'slots': {'a': 'hot', 'b': 'cold'}, 'text': 'hot -> cold'},
    {'template': '{a} {a}', 'slots': {'a': 'x'}, 'text': 'x x'},
    {'template': '{{a}} {"name": "{a}"}', 'slots': {'a': 'Tom'}, 'text': '{a} {"name": "Tom"}'},
])
write('note', BY_HAND, text='One *word*.')
write('tokenizer', 'reference.json of primer-6m (transformers 5.24.0)', cases=[{'text': c['text'], 'ids': c['ids'], 'tokens': c['tokens']} for c in CASES])
write('decode', 'reference.json of primer-6m (transformers 5.24.0)', cases=[{'ids': c['greedy_ids'], 'text': c['greedy_text']} for c in CASES])
write('model', 'MODEL_CARD.md and config.json of primer-6m', layers=6, heads=8, keyValueHeads=4, width=256, vocabulary=4096, context=512,
      parameters=int(sum(w.size for w in W.values())))
last = softmax(girl['logits'][-1])
write('forward', text=GIRL['text'],
      norms=[[np.linalg.norm(girl[f'blocks.{l}.hook_resid_post'][t]) for t in range(12)] for l in range(L)],
      last_logits=girl['logits'][-1][:32], top=top(last))
write('tensor', text=GIRL['text'], query=girl['blocks.2.attn.hook_q'][:, 7, :4], key=girl['blocks.2.attn.hook_rot_k'][:, 3, :4],
      cell=girl['blocks.3.hook_mlp_out'][11, 100], weight=W['model.layers.0.self_attn.q_proj.weight'][3, :6])
P = girl['blocks.2.attn.hook_pattern']
norm_v = np.repeat(np.linalg.norm(girl['blocks.2.attn.hook_v'], axis=-1), 2, axis=1)  # [S,H]
rows = P[:, 1:, :]
write('attention', text=GIRL['text'], layer=2, head=7, raw=girl['blocks.2.raw'][7], scaled=girl['blocks.2.raw'][7] / math.sqrt(D),
      masked_last=girl['blocks.2.attn.hook_attn_scores'][7, -1], weights=P[7], value_weighted=P[7] * norm_v[:, 7][None, :],
      mean=P.mean(0), max=P.max(0),
      table=[[h, np.mean([entropy(r) for r in rows[h]]), rows[h, :, 0].mean(), np.mean([P[h, t, t - 1] for t in range(1, 12)]),
              np.mean([P[h, t, t] for t in range(1, 12)])] for h in range(H)])
E = W['model.embed_tokens.weight']
ids = {'girl': GIRL['ids'][10], 'boy': BOY['ids'][10], 'little': GIRL['ids'][9]}
unit = E / np.linalg.norm(E, axis=1, keepdims=True)
write('embedding', pieces=[' girl', ' boy', ' little'], ids=list(ids.values()), first=[E[i][:4] for i in ids.values()],
      cosines=[[unit[a] @ unit[b] for b in ids.values()] for a in ids.values()],
      nearest=[np.argsort(-(unit @ unit[i]), kind='stable')[:5] for i in ids.values()])
generator = np.random.default_rng(7)
A, B = generator.normal(size=(3, 4)).astype(np.float32), generator.normal(size=(4, 2)).astype(np.float32)
a64, b64 = A.astype(np.float64), B.astype(np.float64)
turned = np.array([[x * 1.0 for x in row] for row in a64])
half = 2
angle = np.arange(3)[:, None] * 10000.0 ** (-2 * np.arange(half) / 4)
turned = np.concatenate([a64[:, :half] * np.cos(angle) - a64[:, half:] * np.sin(angle), a64[:, half:] * np.cos(angle) + a64[:, :half] * np.sin(angle)], 1)
z7 = girl['blocks.2.attn.hook_z'][:, 7]
write('operation', MADE_BY + '; small matrices from default_rng(7)', a=A, b=B, matmul=a64 @ b64, transpose=a64.T, add=a64 + a64[:1], scale=a64 / math.sqrt(32),
      softmax=softmax(a64), norm=norm(a64, 1), rotate=turned, cosine=(a64 / np.linalg.norm(a64, axis=1, keepdims=True)) @ (a64 / np.linalg.norm(a64, axis=1, keepdims=True)).T,
      sum=a64.sum(1), mean=a64.mean(0), pick=a64[:, -1], text=GIRL['text'], z=z7)
write('odds', text=GIRL['text'], top=top(last, 10), entropy_bits=entropy(last), all_entropies=[entropy(softmax(r)) for r in girl['logits']])
lily, tim = CASES[0]['top10'][0]['id'], CASES[1]['top10'][0]['id']
rank = lambda r, i: int((r > r[i]).sum()) + 1
write('target', text=GIRL['text'], boy=BOY['text'], answer=' Lily', other=CASES[1]['top10'][0]['token'], ids=[lily, tim], probability=last[lily], logit=girl['logits'][-1][lily],
      difference=girl['logits'][-1][lily] - girl['logits'][-1][tim], rank=rank(girl['logits'][-1], tim),
      boy_probability=softmax(boy['logits'][-1])[lily], position_5=softmax(girl['logits'][5])[lily])


def chain(logits, history, temperature=1, top_k=0, top_p=1.0, min_p=0.0, penalty=1.0):
    x = logits.copy()
    for i in set(history):
        x[i] = x[i] * penalty if x[i] < 0 else x[i] / penalty
    x = x / temperature
    left = [int((x > -np.inf).sum())]
    if top_k:
        x = np.where(x >= np.sort(x)[-top_k], x, -np.inf)
        left.append(int((x > -np.inf).sum()))
    if top_p < 1:
        p = softmax(x)
        order = np.argsort(-p, kind='stable')
        keep = order[:int((np.cumsum(p[order]) < top_p).sum()) + 1]
        x = np.where(np.isin(np.arange(x.size), keep), x, -np.inf)
        left.append(int((x > -np.inf).sum()))
    if min_p:
        p = softmax(x)
        x = np.where(p >= min_p * p.max(), x, -np.inf)
        left.append(int((x > -np.inf).sum()))
    return left, softmax(x)


settings = [dict(temperature=0.8, top_k=20, top_p=0.9), dict(temperature=2, top_p=0.9), dict(temperature=1, min_p=0.1, penalty=1.3)]
sampled = []
for s in settings:
    left, p = chain(girl['logits'][-1], GIRL['ids'], **s)
    sampled.append({'params': {{'top_k': 'topK', 'top_p': 'topP', 'min_p': 'minP', 'penalty': 'repetitionPenalty'}.get(k, k): v for k, v in s.items()},
                    'kept': left[-1], 'top': [{'id': e['id'], 'p': rounded(e['p'])} for e in top(p, 3)]})
write('sampler', text=GIRL['text'], cases=sampled, greedy=int(np.argmax(girl['logits'][-1])))
write('generate', 'reference.json of primer-6m (greedy continuations by transformers 5.24.0)', cases=[{'text': c['text'], 'ids': c['greedy_ids'][:16]} for c in CASES[:4]],
      first_p=math.exp(CASES[0]['top10'][0]['logprob']))
p, q = last, softmax(boy['logits'][-1])
m = (p + q) / 2
kl = lambda a, b: float((a * np.log2(a / b)).sum())
write('compare', a=GIRL['text'], b=BOY['text'], words_changed=1, KL=kl(p, q), JS=(kl(p, m) + kl(q, m)) / 2, total_variation=np.abs(p - q).sum() / 2,
      largest=np.abs(p - q).max(), top1=float(np.mean(girl['logits'].argmax(-1) == boy['logits'].argmax(-1))),
      edit_distance=[['the cat sat', 'the dog sat', 1], ['a b c', 'b c', 1], ['Tom, Mia', 'Tom and Mia', 1], ['', 'x y', 2]])
write('question', BY_HAND, options=[{'say': 'small', 'below': 0.01}, {'say': 'some', 'above': 0.01, 'below': 0.3}, {'say': 'much', 'above': 0.3}],
      cases=[[0.009, 0], [0.01, 1], [0.29, 1], [0.3, 2], [1, 2]])
write('assert', BY_HAND, cases=[
    {'of': 0.3, 'is': 'below', 'than': 0.3, 'holds': 0}, {'of': 0.29, 'is': 'below', 'than': 0.3, 'holds': 1},
    {'of': 0.3, 'is': 'above', 'than': 0.3, 'holds': 0}, {'of': 0.31, 'is': 'above', 'than': 0.3, 'holds': 1},
    {'of': 1.05, 'is': 'within', 'than': 1, 'tolerance': 0.1, 'holds': 1}, {'of': 1.2, 'is': 'within', 'than': 1, 'tolerance': 0.1, 'holds': 0},
    {'of': 2, 'is': 'equal', 'than': 2, 'holds': 1}, {'of': 2, 'is': 'equal', 'than': 3, 'holds': 0}])


def zeroed(name, value):
    if name == 'blocks.2.attn.hook_z':
        value = value.copy()
        value[:, 7] = 0
    return value


def meaned(name, value):
    if name == 'blocks.3.hook_mlp_out':
        value = value.copy()
        value[:] = girl[name].mean(0)
    return value


def at_one(name, value):
    if name == 'blocks.2.attn.hook_z':
        value = value.copy()
        value[11, 7] = girl[name][:, 7].mean(0)
    return value


write('ablate', text=GIRL['text'], zero=top(softmax(forward(GIRL['ids'], zeroed)['logits'][-1])), mean=top(softmax(forward(GIRL['ids'], meaned)['logits'][-1])),
      mean_one=top(softmax(forward(GIRL['ids'], at_one)['logits'][-1])), untouched=top(last))
# --- retrieval: plain Python over small texts, by the formulas of the papers

PAGE = 'Tom has a pet fox. Mia has a pet cat. Sam likes to eat honey and honey.'
SENTENCES = ['Tom has a pet fox. ', 'Mia has a pet cat. ', 'Sam likes to eat honey and honey.']
assert ''.join(SENTENCES) == PAGE
WORDS = [re.findall(r'[a-z0-9]+', sentence.lower()) for sentence in SENTENCES]


def having(word):
    return sum(word in words for words in WORDS)


def bm25(query, variant, k1, b):
    N, A = len(WORDS), sum(map(len, WORDS)) / len(WORDS)
    raw = {word: math.log(N - having(word) + 0.5) - math.log(having(word) + 0.5) for word in {w for words in WORDS for w in words}}
    floor = 0.25 * sum(raw.values()) / len(raw)

    def idf(word):
        if variant == 'lucene':
            return math.log(1 + (N - having(word) + 0.5) / (having(word) + 0.5))
        return raw[word] if raw[word] >= 0 else floor

    scores = []
    for words in WORDS:
        share = lambda word: words.count(word) / (words.count(word) + k1 * (1 - b + b * len(words) / A)) * (k1 + 1 if variant == 'okapi' else 1)
        scores.append(sum(idf(word) * share(word) for word in query if having(word)))
    return scores


def cosine(a, b):
    lengths = math.sqrt(sum(x * x for x in a) * sum(x * x for x in b))
    return sum(x * y for x, y in zip(a, b)) / lengths if lengths else 0.0


def vector(words, by):
    order = list(dict.fromkeys(word for listed in WORDS for word in listed))
    weigh = lambda word: 1 if by == 'counts' else math.log((1 + len(WORDS)) / (1 + having(word))) + 1
    return [words.count(word) * weigh(word) for word in order]


def best_first(scores):
    return sorted((place for place, score in enumerate(scores) if score > 0), key=lambda place: -scores[place])


FORMULAS = 'tests/oracles/kinds/make_goldens.py, plain Python from the formulas'
ASKED = 'What pet does Tom have? Tom?'
query = re.findall(r'[a-z0-9]+', ASKED.lower())
write('load', BY_HAND + ', rows as csv and json of Python read them', file={'name': 'pets.csv', 'text': 'who,text\nTom,"a pet, red\nfox"\nMia,a castle\n'},
      rows=list(csv.DictReader(io.StringIO('who,text\nTom,"a pet, red\nfox"\nMia,a castle\n'))),
      lines=[json.loads(line) for line in '{"text": "one", "page": 3}\n{"text": "two"}'.split('\n')])
write('split', BY_HAND, text=PAGE, sentences=SENTENCES, ranges=[[PAGE.index(s), PAGE.index(s) + len(s)] for s in SENTENCES],
      pairs=[SENTENCES[0] + SENTENCES[1], SENTENCES[1] + SENTENCES[2]])
write('embed', MADE_BY + '; counts and tf-idf in plain Python from the formulas', text=PAGE, counts=[vector(words, 'counts') for words in WORDS],
      tfidf=[vector(words, 'tf-idf') for words in WORDS], cosines=[[cosine(vector(a, 'tf-idf'), vector(b, 'tf-idf')) for b in WORDS] for a in WORDS],
      girl=GIRL['text'], layer=2, mean=girl['blocks.2.hook_resid_post'][1:].mean(0))
write('index', FORMULAS, text=PAGE, words=len({w for words in WORDS for w in words}), mean_length=sum(map(len, WORDS)) / 3,
      having={word: having(word) for word in ('pet', 'honey', 'has')})
write('search', FORMULAS, text=PAGE, query=ASKED, lucene=bm25(query, 'lucene', 1.2, 0.75), okapi=bm25(query, 'okapi', 1.5, 0.5),
      tfidf=[cosine(vector(words, 'tf-idf'), vector(query, 'tf-idf')) for words in WORDS], order=best_first(bm25(query, 'lucene', 1.2, 0.75)))
write('fuse', FORMULAS, rankings=[[2, 0, 1], [0, 1]], constant=60, scores={'0': 1 / 62 + 1 / 61, '1': 1 / 63 + 1 / 62, '2': 1 / 61}, order=[0, 1, 2])
write('context', 'token counts by tokenizer.json of primer-6m (reference.json); the rest by hand', text=GIRL['text'], tokens=len(GIRL['ids']) - 1)
print('goldens written')

F, V, T = 768, 4096, 512
layer = 2 * C * H * D + 2 * C * K * D + 3 * C * F
write('architecture', 'by hand from config.json of primer-6m, in Python: the formulas of a Llama', context=T,
      parameters=V * C + L * (layer + 2 * C) + C,
      prefill=2 * (T * L * layer + V * C) + L * 4 * H * D * T * T, decode=2 * (L * layer + V * C) + L * 4 * H * D * T,
      kept_bytes=L * 2 * K * D * T * 4,
      queries={'parameters': C * H * D, 'prefill': 2 * T * C * H * D, 'decode': 2 * C * H * D},
      scores={'parameters': 0, 'prefill': 2 * H * D * T * T, 'decode': 2 * H * D * T})
