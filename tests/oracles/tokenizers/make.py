# What the official library makes of the texts of texts.mjs: hashes of ids, offsets (UTF-16) and decoded texts, none of the texts' pieces themselves,
# since the vocabularies are others'. In a virtual environment with tokenizers 0.23.3:
#   python make.py FOLDER_OF_TOKENIZERS...     (each holds NAME/tokenizer.json[.gz], or is one such NAME)
import base64, gzip, hashlib, json, os, platform, subprocess, sys
import tokenizers

SEED, COUNT, BLOCK, BYTES = 20260115, 10000, 20, 6
here = os.path.dirname(os.path.abspath(__file__))
program = """
import { texts, asked } from './texts.mjs'
const all = texts(%d, %d)
const whole = (text) => text?.replace(/\\p{Surrogate}/gu, '\\ufffd')
for (let i = 0; i < all.length; i++) {
  const { text, special, pair } = asked(all, i)
  console.log(JSON.stringify({ text: whole(text), special, pair: whole(pair) }))
}
""" % (SEED, COUNT)
rows = [json.loads(l) for l in subprocess.run(['node', '--input-type=module', '-e', program], cwd=here, capture_output=True, check=True).stdout.decode().split('\n') if l]
assert len(rows) == COUNT


def units(text):
    """Place in UTF-16 units of each code point, and of the end."""
    out, at = [], 0
    for c in text:
        out.append(at)
        at += 2 if ord(c) > 0xffff else 1
    return out + [at]


def answer(tok, row):
    pair = row.get('pair')
    e = tok.encode(row['text'], pair, add_special_tokens=row['special']) if pair is not None else tok.encode(row['text'], add_special_tokens=row['special'])
    places = [units(row['text']), units(pair or '')]
    offsets = []
    for (a, b), s in zip(e.offsets, e.sequence_ids):
        p = places[s or 0]
        offsets += [p[a], p[b]]
    return '\n'.join([' '.join(map(str, e.ids)), ' '.join(map(str, offsets)), tok.decode(e.ids, skip_special_tokens=False)])


def file_of(folder):
    for name in ('tokenizer.json', 'tokenizer.json.gz'):
        if os.path.exists(os.path.join(folder, name)):
            return os.path.join(folder, name)


found = {}
for root in sys.argv[1:]:
    for name in [''] if file_of(root) else sorted(os.listdir(root)):
        path = file_of(os.path.join(root, name))
        if path:
            found[name or os.path.basename(os.path.normpath(root))] = path
out = {'script': 'make.py', 'library': 'tokenizers ' + tokenizers.__version__, 'python': platform.python_version(), 'seed': SEED, 'count': COUNT, 'block': BLOCK, 'bytes': BYTES, 'tokenizers': {}}
for name, path in found.items():
    data = open(path, 'rb').read()
    text = gzip.decompress(data) if path.endswith('.gz') else data
    tok = tokenizers.Tokenizer.from_str(text.decode())
    tok.no_padding()
    tok.no_truncation()
    answers = [answer(tok, row) for row in rows]
    if os.environ.get('ANSWERS'):
        json.dump(answers, open(os.path.join(os.environ['ANSWERS'], name + '.json'), 'w'))
    blocks = [hashlib.sha256('\0'.join(answers[i:i + BLOCK]).encode()).digest()[:BYTES] for i in range(0, COUNT, BLOCK)]
    out['tokenizers'][name] = {'file': hashlib.sha256(text).hexdigest(), 'hashes': base64.b64encode(b''.join(blocks)).decode()}
    print(name, len(answers))
json.dump(out, open(os.path.join(here, 'hashes.json'), 'w'), indent=1)
