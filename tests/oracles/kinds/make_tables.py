"""Goldens of the kinds of tables, without any code of this project: Python's own arithmetic for formulas, NumPy and SciPy for
statistics, closed forms where there are some. Run from the project's folder: python3 tests/oracles/kinds/make_tables.py,
then `npx oxfmt lib/nodes`. Needs NumPy 2, SciPy 1 and, for the
Parquet files, pyarrow.
"""
import base64, io, itertools, json, math
from pathlib import Path
import numpy as np
import scipy
from scipy import stats

ROOT = Path(__file__).resolve().parents[3]


def write(kind, data):
    path = ROOT / f'lib/nodes/{kind}/{kind}.golden.json'
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + '\n')
    print(path.relative_to(ROOT))


def away(x, digits=0):
    scale = 10 ** digits
    return math.copysign(math.floor(abs(x) * scale + 0.5), x) / scale


WORLD = {'exp': math.exp, 'log': math.log, 'sqrt': math.sqrt, 'abs': abs, 'min': min, 'max': max, 'round': away, 'floor': math.floor,
         'sin': math.sin, 'cos': math.cos, 'tanh': math.tanh, 'mod': lambda a, b: a % b, 'pi': math.pi, 'e': math.e}

# formula: ours, the same in Python, and the values of names
FORMULAS = [
    ('a + b * c', 'a + b * c', dict(a=1, b=2, c=3)),
    ('(a + b) * c', '(a + b) * c', dict(a=1, b=2, c=3)),
    ('2^3^2', '2**3**2', {}),
    ('-2^2', '-2**2', {}),
    ('2^-1', '2**-1', {}),
    ('a − b − c', 'a - b - c', dict(a=10, b=3, c=2)),
    ('a ÷ b × c', 'a / b * c', dict(a=8, b=2, c=3)),
    ('-a * -b', '-a * -b', dict(a=2, b=3)),
    ('a - -b', 'a - -b', dict(a=2, b=3)),
    ('exp(-x^2 / 2) / sqrt(2 * pi)', 'exp(-x**2 / 2) / sqrt(2 * pi)', dict(x=0.7)),
    ('log(a)', 'log(a)', dict(a=4096)),
    ('log(a, 2)', 'log(a) / log(2)', dict(a=4096)),
    ('-log(p) / log(2)', '-log(p) / log(2)', dict(p=0.03)),
    ('1 / (1 + exp(-x))', '1 / (1 + exp(-x))', dict(x=2.5)),
    ('tanh(x) + sin(x) * cos(x)', 'tanh(x) + sin(x) * cos(x)', dict(x=1.1)),
    ('min(a, b, c) + max(a, b)', 'min(a, b, c) + max(a, b)', dict(a=3, b=-1, c=2)),
    ('round(2.5) + round(-2.5)', 'round(2.5) + round(-2.5)', {}),
    ('round(x, 2)', 'round(x, 2)', dict(x=0.4567)),
    ('floor(-1.5)', 'floor(-1.5)', {}),
    ('mod(-7, 3)', 'mod(-7, 3)', {}),
    ('abs(a - b) / b', 'abs(a - b) / b', dict(a=3, b=4)),
    ('e^x', 'e**x', dict(x=0.3)),
    ('1.5e-3 * a', '1.5e-3 * a', dict(a=2)),
    ('a < b', 'a < b', dict(a=1, b=2)),
    ('a ≤ b and b ≠ c', 'a <= b and b != c', dict(a=1, b=2, c=2)),
    ('a = b or not a > b', 'a == b or not a > b', dict(a=3, b=2)),
    ('not a = b', 'not a == b', dict(a=3, b=2)),
    ('if(a > b, a - b, b - a)', '(a - b) if a > b else (b - a)', dict(a=3, b=5)),
    ('if(a, b, 1 / 0)', 'b', dict(a=1, b=5)),
    ('a + 1 = b * 2 and b > 0', 'a + 1 == b * 2 and b > 0', dict(a=3, b=2)),
]
write('formula', {
    'made_by': f'the arithmetic and math module of Python; halves rounded away from zero',
    'cases': [{'expression': ours, 'names': names, 'value': float(eval(python, {'__builtins__': {}, **WORLD}, names)),
               'truth': isinstance(eval(python, {'__builtins__': {}, **WORLD}, names), bool)} for ours, python, names in FORMULAS],
})

# join-tokens, pick: written out
write('join-tokens', {
    'made_by': 'lists of Python put behind each other',
    'cases': [{'parts': parts, 'repeat': repeat, 'cutAt': cut, 'ids': (lambda all: all if cut == 0 else all[:cut] if cut > 0 else all[cut:])(sum(parts, []) * repeat)}
              for parts, repeat, cut in [([[5, 6], [7]], 1, 0), ([[5, 6], [7]], 2, 0), ([[5, 6], [7]], 2, 4), ([[5, 6], [7, 8, 9]], 1, -2),
                                         ([[5], []], 1, 0), ([[5, 6]], 1, 9), ([[5, 6]], 1, -9)]],
})
PETS = {'columns': [['who', 'text'], ['age', 'number'], ['tame', 'yes/no'], ['more', 'json']],
        'rows': [['fox', 3, 0, {'likes': ['honey', 'mice']}], ['dog', 5, 1, {'likes': []}], ['cat', None, 1, None]]}
TREE = {'pets': [{'name': 'Tom', 'legs': 4}, {'name': 'Mia', 'legs': 4}], 'two words': True}
write('pick', {
    'made_by': 'by hand',
    'table': PETS, 'tree': TREE,
    'ofTable': [
        {'params': {'column': 'who'}, 'type': 'text', 'value': 'fox'},
        {'params': {'column': 'age', 'place': 1}, 'type': 'number', 'value': {'value': 5}},
        {'params': {'column': 'tame', 'place': -1}, 'type': 'number', 'value': {'value': 1, 'unit': 'yes/no'}},
        {'params': {'column': 'more', 'path': 'likes[1]'}, 'type': 'text', 'value': 'mice'},
        {'params': {'place': 1}, 'type': 'json', 'value': {'who': 'dog', 'age': 5, 'tame': 1, 'more': {'likes': []}}},
        {'params': {'place': 1, 'path': 'age'}, 'type': 'number', 'value': {'value': 5}},
    ],
    'ofTree': [
        {'params': {'path': 'pets[0].name'}, 'type': 'text', 'value': 'Tom'},
        {'params': {'path': 'pets[1].legs'}, 'type': 'number', 'value': {'value': 4}},
        {'params': {'path': '["two words"]'}, 'type': 'number', 'value': {'value': 1, 'unit': 'yes/no'}},
        {'params': {'path': 'pets[1]'}, 'type': 'json', 'value': {'name': 'Mia', 'legs': 4}},
    ],
    'ofList': [
        {'params': {'place': 0}, 'type': 'number', 'value': {'value': 7}},
        {'params': {'place': -1}, 'type': 'text', 'value': 'x'},
    ],
    'refused': [
        {'params': {'column': 'wo'}, 'message': 'no column wo', 'hint': 'Close to it: who'},
        {'params': {'place': 3}, 'message': 'no row 3: there are 3, from 0 to 2'},
        {'params': {'place': 2, 'column': 'age'}, 'message': 'Row 2 has nothing in age'},
        {'params': {'place': 1, 'path': 'nose'}, 'message': 'Nothing is at nose', 'hint': 'The data has who, age'},
        {'params': {'column': 'who', 'path': 'x'}, 'message': 'A path goes into data'},
    ],
})

# table: read by Python's csv and json; the Parquet files written by Apache Arrow
import csv, pyarrow, pyarrow.parquet
TSV = 'word\tcount\n"a\tb"\t3\nc\t\n'
CSVS = ['who,legs,flies\nfox,4,no\nhen,2,yes\n', 'text,n\n"two, three",2\n"a ""word""\nand a line",3\n', 'id,n\n007,1e3\n010,-.5\n', '1,2\n3,4\n', '\ufeffa,b\r\n1,x\r\n']


def cells(text, between=','):
    rows = list(csv.reader(io.StringIO(text.lstrip('\ufeff'), newline=''), delimiter=between))
    return [[cell for cell in row] for row in rows]


def parquet(codec):
    out = io.BytesIO()
    data = pyarrow.table({'name': ['fox', 'hen', None], 'legs': pyarrow.array([4, 2, 2**60], pyarrow.int64()), 'share': [0.5, 0.25, None],
                          'flies': [False, True, None], 'tags': [['red'], [], ['a', 'b']]})
    pyarrow.parquet.write_table(data, out, compression=codec)
    return base64.b64encode(out.getvalue()).decode()


write('table', {
    'made_by': f'cells by the csv module of Python; Parquet by Apache Arrow {pyarrow.__version__}; conversations by hand from the forms as published',
    'csv': [{'text': text, 'cells': cells(text)} for text in CSVS] + [{'text': TSV, 'cells': cells(TSV, '\t')}],
    'parquet': {'rows': [['fox', 4, 0.5, 0, ['red']], ['hen', 2, 0.25, 1, []], [None, str(2**60), None, None, ['a', 'b']]],
                'snappy': parquet('snappy'), 'none': parquet('none'), 'gzip': parquet('gzip')},
    'chats': [
        {'form': 'OpenAI', 'text': '{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}\n{"messages": [{"role": "user", "content": "x"}]}\n',
         'messages': [[{'role': 'user', 'content': 'Hi'}, {'role': 'assistant', 'content': 'Hello'}], [{'role': 'user', 'content': 'x'}]]},
        {'form': 'ShareGPT', 'text': '[{"id": "a", "conversations": [{"from": "system", "value": "Be brief."}, {"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]}]',
         'messages': [[{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content': 'Hi'}, {'role': 'assistant', 'content': 'Hello'}]]},
        {'form': 'Alpaca', 'text': '[{"instruction": "Add", "input": "1 and 2", "output": "3"}, {"instruction": "Greet", "input": "", "output": "Hi"}]',
         'messages': [[{'role': 'user', 'content': 'Add\n\n1 and 2'}, {'role': 'assistant', 'content': '3'}], [{'role': 'user', 'content': 'Greet'}, {'role': 'assistant', 'content': 'Hi'}]]},
    ],
})

# arrange: SQLite on the same rows
import sqlite3
ANIMALS = (['who', 'legs', 'eyes', 'kind'], [['fox', 4, 2, 'beast'], ['hen', 2, 2, 'bird'], ['ant', 6, None, 'insect'], ['spider', 8, 8, None], ['cat', 4, 2, 'beast'], ['eel', 0, 2, 'fish']])
KINDS = (['kind', 'warm'], [['beast', 1], ['bird', 1], ['insect', 0], ['fish', 0], ['beast', 2]])
base = sqlite3.connect(':memory:')
for name, (columns, rows) in {'animals': ANIMALS, 'kinds': KINDS}.items():
    base.execute(f'create table {name} ({", ".join(columns)})')
    base.executemany(f'insert into {name} values ({", ".join("?" * len(columns))})', rows)


def sql(query):
    cursor = base.execute(query)
    return {'columns': [column[0] for column in cursor.description], 'rows': [list(row) for row in cursor]}


ORDER = 'order by animals.rowid'
write('arrange', {
    'made_by': f'SQLite {sqlite3.sqlite_version} on the same rows',
    'animals': {'columns': ANIMALS[0], 'rows': ANIMALS[1]},
    'kinds': {'columns': KINDS[0], 'rows': KINDS[1]},
    'cases': [
        {'params': {}, **sql(f'select * from animals {ORDER}')},
        {'params': {'where': 'legs > 2'}, **sql(f'select * from animals where legs > 2 {ORDER}')},
        {'params': {'where': 'eyes = 2 and not who = "fox"'}, **sql(f"select * from animals where eyes = 2 and not who = 'fox' {ORDER}")},
        {'params': {'where': 'eyes != 2'}, **sql(f'select * from animals where eyes != 2 {ORDER}')},
        {'params': {'where': 'missing(eyes) or missing(kind)'}, **sql(f'select * from animals where eyes is null or kind is null {ORDER}')},
        {'params': {'where': 'contains(who, "n")'}, **sql(f"select * from animals where who like '%n%' {ORDER}")},
        {'params': {'sort': ['legs', 'who']}, **sql('select * from animals order by legs, who')},
        {'params': {'sort': ['-legs', 'who'], 'take': 3}, **sql('select * from animals order by legs desc, who limit 3')},
        {'params': {'sort': ['eyes', '-who']}, **sql('select * from animals order by eyes nulls last, who desc')},
        {'params': {'sort': ['-eyes', 'who']}, **sql('select * from animals order by eyes desc nulls last, who')},
        {'params': {'add': {'parts': 'legs + eyes', 'half': 'parts / 2'}}, **sql(f'select *, legs + eyes as parts, (legs + eyes) / 2.0 as half from animals {ORDER}')},
        {'params': {'add': {'share': 'eyes / legs'}}, **sql(f'select *, eyes * 1.0 / legs as share from animals {ORDER}')},
        {'params': {'add': {'many': 'if(legs > 4, 1, 0)'}, 'columns': ['many', 'who']}, **sql(f'select iif(legs > 4, 1, 0) as many, who from animals {ORDER}')},
        {'params': {'key': 'kind'}, 'join': True, **sql(f'select animals.*, warm from animals left join kinds on animals.kind = kinds.kind {ORDER}, kinds.rowid')},
        {'params': {'key': 'kind', 'where': 'warm = 1', 'columns': ['who']}, 'join': True, **sql(f'select who from animals join kinds on animals.kind = kinds.kind where warm = 1 {ORDER}')},
    ],
})

# summarise: NumPy and SciPy; bootstrap intervals by all resamples where they can be listed, else by many of NumPy's own draws
rng = np.random.default_rng(7)
SKEWED = [round(float(x), 3) for x in rng.exponential(2.0, 60)]
TRUTHS = [(0, 5), (5, 5), (3, 7), (81, 100), (76, 100), (1, 300), (96, 100)]


def everyResample(values):
    means = sorted(np.mean([values[i] for i in places]) for places in itertools.product(range(len(values)), repeat=len(values)))
    return [float(np.quantile(means, q)) for q in (0.025, 0.975)]


def manyResamples(values, times=200_000):
    values = np.array(values)
    means = values[rng.integers(0, len(values), (times, len(values)))].mean(axis=1)
    return [float(np.quantile(means, q)) for q in (0.025, 0.975)]


def cohen(a, b):
    n = len(a)
    names = sorted(set(a) | set(b))
    agreed = sum(x == y for x, y in zip(a, b)) / n
    chance = sum((a.count(c) / n) * (b.count(c) / n) for c in names)
    return (agreed - chance) / (1 - chance)


# Cohen's own kind of example: 50 grants read by two, 20 times both say yes, 15 times both no
A = ['yes'] * 25 + ['no'] * 25
B = ['yes'] * 20 + ['no'] * 5 + ['yes'] * 10 + ['no'] * 15
write('summarise', {
    'made_by': f'NumPy {np.__version__}, SciPy {scipy.__version__} (binomtest, Wilson); the bootstrap by all resamples, or 200,000 of them',
    'wilson': [{'yes': k, 'count': n, 'low': float(stats.binomtest(k, n).proportion_ci(method='wilson').low),
                'high': float(stats.binomtest(k, n).proportion_ci(method='wilson').high)} for k, n in TRUTHS],
    'means': [{'values': values, 'mean': float(np.mean(values)), 'quantiles': [float(np.quantile(values, q)) for q in (0.25, 0.5, 0.75)]}
              for values in ([3], [1, 2], [5, 1, 4], [0.1, 0.2, 0.3, 10], SKEWED)],
    'bootstrap': [{'values': [1, 2, 10, 4, 7], 'interval': everyResample([1, 2, 10, 4, 7]), 'tolerance': 0.35},
                  {'values': SKEWED, 'interval': manyResamples(SKEWED), 'tolerance': 0.06}],
    'kappa': {'a': A, 'b': B, 'kappa': cohen(A, B)},
})
