# Small SentencePiece models and what the official library makes of texts with them. In a virtual environment with sentencepiece 0.2.3 and protobuf:
#   python make.py        (from this folder; node makes the texts, of which ../tokenizers/texts.mjs is the source)
# It trains on the words of this project's own help and notebooks, and on the texts of a seed, so nothing of others is in the models.
import base64, glob, gzip, hashlib, json, os, platform, subprocess, sys, tempfile
import sentencepiece as spm

SEED, COUNT, BLOCK, BYTES = 20261125, 2000, 20, 6
here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, '..', '..', '..')
program = "import { texts } from '../tokenizers/texts.mjs'\nconst whole = (text) => text.replace(/\\p{Surrogate}/gu, '\\ufffd')\nfor (const text of texts(%d, %d)) console.log(JSON.stringify(whole(text)))" % (SEED, COUNT)
made = subprocess.run(['node', '--input-type=module', '-e', program], cwd=here, capture_output=True, check=True).stdout.decode()
random_texts = [json.loads(line) for line in made.split('\n') if line]
assert len(random_texts) == COUNT

# Texts whose pieces are written out: white space of all kinds, markup of the vocabularies, ligatures and width forms, what is unknown.
plain = [
    '', ' ', '   ', '\t', '\n\n', 'a', ' a', 'a ', '  a  b  ', 'a\tb\nc', 'Once upon a time, there was a little girl.', 'the the the',
    'ﬁne ﬂow ﬃ', 'Ⅻ ½ ² ℃ № … ㍿ Å Ω K ſ ẞ ŉ ǆ', 'ＡＢＣ　ａｂｃ １２３', 'e\u0301 é A\u030a Å', '① ② ㊙ ㌀', '\u00a0x\u00a0', '\u200bzero\u200bwidth', '\ufeffmark',
    '<s>', '</s>', '<unk>', '<pad>', '<sep>', '<sep><sep>', 'a<sep>b', ' <sep> ', '<sep', '<cls>x<cls>', '<mask>', '<0x41>', '<0xFF>', '▁', '▁▁a', 'a▁b', ' ▁ ',
    'https://', 'see https://example.org', 'hhttps://', '[[', '[[x]]', '日本語', '東京は日本の首都', '한국어', 'привет мир', 'مرحبا', 'नमस्ते', '😀', '😀😀', 'a😀b', '👩‍👩‍👧‍👦',
    '\u0000', 'a\u0000b', '\u0001\u0002', '\u007f', '\ufffd', '𝓗𝓮𝓵𝓵𝓸', '𠀀𠀁', '1234567890', '3.14 1e-5 100,000', '----------------------------------------',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'antidisestablishmentarianism', "don't I'm you’re", '"quoted" — dash – en', 'STRASSE Straße ΣΊΣΥΦΟΣ İstanbul', 'x' * 300,
    'ab' * 120, 'tokens become vectors and vectors become tokens', 'model: primer.model\n  tokens: cut.tokens', '[1, 2, 3]', '{"a": null}', '\r\n', ' \u3000 ', 'ｶﾞ ﾊﾟ が は\u3099',
]

sources = sorted(glob.glob(os.path.join(root, 'lib', 'nodes', '*', '*.md')) + glob.glob(os.path.join(root, 'notebooks', '**', '*.md'), recursive=True))
corpus = [line.strip() for path in sources for line in open(path, encoding='utf-8') if line.strip()]
corpus += [text.replace('\n', ' ') for text in random_texts[:12] if text.strip()]

# Some rules of our own: many to one, one to many, one to none, and one that begins another.
RULES = [('ﬁ', 'fi'), ('Æ', 'AE'), ('æ', 'ae'), ('…', '...'), ('ab', 'ba'), ('abc', 'x'), ('\u00ad', ''), ('ß', 'ss'), ('\t', ' '), ('\n', ' '), ('\u3000', ' '), ('№', 'No ')]

shared = dict(user_defined_symbols=['<sep>', 'https://', '[[', '▁▁'], control_symbols=['<cls>', '<mask>'], pad_id=3, character_coverage=0.98, num_threads=1, max_sentence_length=20000)
MODELS = {
    'unigram-bytes': dict(model_type='unigram', vocab_size=900, byte_fallback=True, normalization_rule_name='nmt_nfkc'),
    'unigram-plain': dict(model_type='unigram', vocab_size=640, normalization_rule_name='identity', add_dummy_prefix=False, remove_extra_whitespaces=False),
    'unigram-suffix': dict(model_type='unigram', vocab_size=640, normalization_rule_name='nfkc_cf', treat_whitespace_as_suffix=True),
    'unigram-rules': dict(model_type='unigram', vocab_size=900, byte_fallback=True, rules=True, split_by_whitespace=False),
    'bpe-bytes': dict(model_type='bpe', vocab_size=900, byte_fallback=True, normalization_rule_name='nmt_nfkc_cf', split_digits=True),
    'bpe-llama': dict(model_type='bpe', vocab_size=900, byte_fallback=True, normalization_rule_name='identity', remove_extra_whitespaces=False, split_digits=True, allow_whitespace_only_pieces=True),
    'bpe-plain': dict(model_type='bpe', vocab_size=640, normalization_rule_name='nfkc', add_dummy_prefix=False),
    'bpe-rules': dict(model_type='bpe', vocab_size=640, rules=True, treat_whitespace_as_suffix=True, remove_extra_whitespaces=False),
}


def units(text):
    """Place in UTF-16 units of each byte that begins a character, and of the end."""
    out, byte, unit = {}, 0, 0
    for c in text:
        out[byte] = unit
        byte += len(c.encode())
        unit += 2 if ord(c) > 0xffff else 1
    out[byte] = unit
    return out


def answer(sp, text):
    places = units(text)
    pieces = sp.encode(text, return_type='proto').pieces
    ids = [p.id for p in pieces]
    return {'ids': ids, 'pieces': [p.piece for p in pieces], 'offsets': [[places[p.begin], places[p.end]] for p in pieces], 'decoded': sp.decode(ids)}


def line(answer):
    return '\n'.join([' '.join(map(str, answer['ids'])), ' '.join(str(x) for o in answer['offsets'] for x in o), answer['decoded']])


out = {'script': 'make.py', 'library': 'sentencepiece ' + spm.__version__, 'python': platform.python_version(), 'seed': SEED, 'count': COUNT, 'block': BLOCK, 'bytes': BYTES, 'texts': plain, 'models': {}}
with tempfile.TemporaryDirectory() as folder:
    text_file, rule_file = os.path.join(folder, 'corpus.txt'), os.path.join(folder, 'rules.tsv')
    open(text_file, 'w', encoding='utf-8').write('\n'.join(corpus))
    hexes = lambda text: ' '.join('%X' % ord(c) for c in text)
    open(rule_file, 'w').write('\n'.join(hexes(a) + '\t' + hexes(b) for a, b in RULES) + '\n')
    for name, settings in MODELS.items():
        settings = dict(shared, **settings)
        if settings.pop('rules', False):
            settings['normalization_rule_tsv'] = rule_file
        spm.SentencePieceTrainer.train(input=text_file, model_prefix=os.path.join(folder, name), minloglevel=2, **settings)
        data = open(os.path.join(folder, name + '.model'), 'rb').read()
        with open(os.path.join(here, name + '.model.gz'), 'wb') as file:
            file.write(gzip.compress(data, 9, mtime=0))
        sp = spm.SentencePieceProcessor(model_proto=data)
        lines = [line(answer(sp, text)) for text in random_texts]
        if os.environ.get('ANSWERS'):
            json.dump([answer(sp, text) for text in random_texts], open(os.path.join(os.environ['ANSWERS'], name + '.json'), 'w'))
        blocks = [hashlib.sha256('\0'.join(lines[i:i + BLOCK]).encode()).digest()[:BYTES] for i in range(0, COUNT, BLOCK)]
        out['models'][name] = {'file': hashlib.sha256(data).hexdigest(), 'size': sp.get_piece_size(), 'answers': [answer(sp, text) for text in plain], 'hashes': base64.b64encode(b''.join(blocks)).decode()}
        print(name, sp.get_piece_size(), len(data))
json.dump(out, open(os.path.join(here, 'answers.json'), 'w'), ensure_ascii=False, separators=(',', ':'))
