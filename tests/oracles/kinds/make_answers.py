"""Goldens of ask, grade and extract, without any code of this project: held-out items of primer-6m in families that are
answered rightly throughout (measures.json, by transformers), Python's own re and json, and F1 written out from SQuAD's
definition. Run from the project's folder: python3 tests/oracles/kinds/make_answers.py, then npx oxfmt lib/nodes
"""
import json, math, re, string
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ORACLE = ROOT / 'tests/oracles/primer-6m'
CASES = json.loads((ORACLE / 'reference.json').read_text())['cases']
MEASURES = json.loads((ORACLE / 'measures.json').read_text())['accuracy']
ITEMS = [json.loads(line) for line in (ORACLE / 'held-out.jsonl').read_text().splitlines()]


def write(kind, made_by, **golden):
    path = ROOT / f'lib/nodes/{kind}/{kind}.golden.json'
    path.write_text(json.dumps({'made_by': made_by, **golden}, indent=1, ensure_ascii=False) + '\n')


sure = ['sentence', 'moves', 'sum-in-steps', 'json', 'tools']
assert all(MEASURES[family]['right'] == 1 for family in sure)
write('ask', 'held-out.jsonl and measures.json of primer-6m (families answered rightly throughout); reference.json (transformers 5.24.0)',
      items=[next(item for item in ITEMS if item['family'] == family) for family in sure],
      first={'text': CASES[0]['text'], 'answer': CASES[0]['greedy_text'].split('.')[0], 'p': math.exp(CASES[0]['top10'][0]['logprob'])})


def f1(said, wanted):
    def words(text):
        kept = ''.join(c for c in text.lower() if c not in string.punctuation)
        return re.sub(r'\b(a|an|the)\b', ' ', kept).split()
    a, b = words(said), words(wanted)
    if not a or not b:
        return float(a == b)
    shared = sum((Counter(a) & Counter(b)).values())
    if shared == 0:
        return 0.0
    precision, recall = shared / len(a), shared / len(b)
    return 2 * precision * recall / (precision + recall)


pairs = [(' fox', 'fox'), ('The fox.', 'a fox'), ('a big red fox', 'the red fox sat'), ('fox', 'ox'), ('', ''), ('', 'fox'), ('the', 'a'),
         ('no no no', 'no'), ('I do not know', 'I know'), ('don\'t', 'dont'), ('Füchse, viele', 'viele Füchse')]
write('grade', 'F1 in Python from the definition in arXiv:1606.05250; the rest by hand',
      f1=[{'text': a, 'reference': b, 'score': f1(a, b)} for a, b in pairs],
      cases=[
          {'by': 'exact', 'text': ' cold', 'reference': 'cold\n', 'right': 1}, {'by': 'exact', 'text': 'Cold', 'reference': 'cold', 'right': 0},
          {'by': 'exact', 'text': 'cold.', 'reference': 'cold', 'right': 0}, {'by': 'exact', 'text': '', 'reference': ' ', 'right': 1},
          {'by': 'contains', 'text': 'It is a fox.', 'reference': 'fox', 'right': 1}, {'by': 'contains', 'text': 'fox', 'reference': 'It is a fox.', 'right': 0},
          {'by': 'contains', 'text': 'fox', 'reference': '', 'right': 0},
          {'by': 'contained', 'text': ' fox', 'reference': 'Tom has a pet fox.', 'right': 1}, {'by': 'contained', 'text': 'lion', 'reference': 'Tom has a pet fox.', 'right': 0},
          {'by': 'contained', 'text': ' ', 'reference': 'Tom has a pet fox.', 'right': 0},
          {'by': 'number', 'text': ' 4 + 7 = 11. 80 + 11 = 91.\nA: 91', 'reference': '91', 'right': 1}, {'by': 'number', 'text': 'about 91 or 92', 'reference': '91', 'right': 0},
          {'by': 'number', 'text': '1,000', 'reference': '1000.0', 'right': 1}, {'by': 'number', 'text': '-3', 'reference': '3', 'right': 0},
          {'by': 'number', 'text': 'none', 'reference': 'none', 'right': 0}, {'by': 'number', 'text': '5-3', 'reference': '3', 'right': 1}])


def matched(pattern, text):
    found = re.search(pattern, text)
    if not found:
        return None
    at = next((i for i, g in enumerate(found.groups(), 1) if g is not None), 0)
    return {'value': found.group(at), 'at': list(found.span(at)), 'groups': list(found.groups())}


texts = ['Act: find Tom', 'A: Tom has a pet fox [2].\nA: bear.', 'When? On 2024-11-24 at 22:30.', 'no match', '', 'aaa bbb  ccc', 'Äpfel und Öl, 3.5 kg']
patterns = ['A: (.*)\\.', 'Act: (.*)', '\\[(\\d+)\\]', '(\\d{4})-(\\d\\d)', '(x)|(b+)', 'b*?', '^$', '[^\\W\\d_]{3,}$', '(\\d+(?:\\.\\d+)?) kg', 'a+?|c']
write('extract', 'Python\'s re (ASCII letters only where classes differ) and json; numbers by hand',
      patterns=[{'pattern': p, 'text': t, 'found': matched(p, t)} for p in patterns for t in texts if t.isascii() or '\\W' not in p],
      numbers=[{'text': t, 'number': n} for t, n in [
          (' 4 + 7 = 11. 80 + 11 = 91.\nA: 91', 91), ('-3', -3), ('5-3', 3), ('x = -0.5.', -0.5), ('1,234,567 people', 1234567), ('1,23', 23),
          ('2e3 or 2e', 2), ('[2]', 2), ('none', None), ('', None), ('it is 7th', 7), ('0012', 12), ('3.', 3)]],
      json=[{'text': t, 'path': p, 'value': v} for t, p, v in [
          (' {"name": "Tom", "age": 7}\n', 'name', 'Tom'), (' {"name": "Tom", "age": 7}\n', 'age', 7), ('{"a": [1, {"b": null}]}', 'a[1].b', None),
          ('```json\n{"x": {"y z": true}}\n```', '$.x["y z"]', True), ('say {this} {"a": "}"} end', 'a', '}'), ('[1, 2', '', 'nothing'), ('{"a": 1}', 'b', 'nothing'),
          ('{"a": 1}', 'a.b', 'nothing'), ('[3, 4]', '[1]', 4), ('"just text"', '', 'just text'), ('12', '', 12), ('{\'a\': 1}', 'a', 'nothing'), ('', '', 'nothing'),
          ('{"a": 1e999}', '', 'nothing'), ('{"toString": 1}', 'constructor', 'nothing')]])
