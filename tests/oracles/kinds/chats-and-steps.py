# Goldens of messages, chat-template, vocabulary and tokenizer-steps: the embedded tokenizer by the official library (tokenizers 0.23.3), its chat
# template by jinja2 3.1.6, and merges retold from the file by the plainest loop there is. In a virtual environment: python chats-and-steps.py
import json, os
import jinja2, tokenizers

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..')
model = os.path.join(root, 'public', 'models', 'primer-6m')
raw = json.load(open(os.path.join(model, 'tokenizer.json'), encoding='utf8'))
config = json.load(open(os.path.join(model, 'tokenizer_config.json'), encoding='utf8'))
tok = tokenizers.Tokenizer.from_file(os.path.join(model, 'tokenizer.json'))
by = 'tests/oracles/kinds/chats-and-steps.py, tokenizers %s, jinja2 %s' % (tokenizers.__version__, jinja2.__version__)


def write(kind, data):
    path = os.path.join(root, 'lib', 'nodes', kind, kind + '.golden.json')
    json.dump({'made_by': by, **data}, open(path, 'w', encoding='utf8'), ensure_ascii=False, indent=2)


env = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True) if hasattr(jinja2, 'sandbox') else jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
template = env.from_string(config['chat_template'])
talks = [
    [{'role': 'user', 'content': 'What pet does Tom have?'}, {'role': 'assistant', 'content': 'A fox.'}],
    [{'role': 'system', 'content': 'Answer in one word.'}, {'role': 'user', 'content': 'Hi'}, {'role': 'assistant', 'content': 'Hi'}, {'role': 'user', 'content': 'Hi'}],
]
chats = []
for messages in talks:
    for open_reply in (True, False):
        text = template.render(messages=messages, add_generation_prompt=open_reply, **{k: v for k, v in config.items() if k.endswith('_token')})
        e = tok.encode(text, add_special_tokens=False)
        chats.append({'messages': messages, 'open': open_reply, 'text': text, 'ids': e.ids})
write('chat-template', {'cases': chats})
write('messages', {'turns': talks[1]})
pieces = sorted(i for i in range(tok.get_vocab_size()) if 'prince' in tok.decode([i], skip_special_tokens=False))
write('vocabulary', {'size': tok.get_vocab_size(), 'find': 'prince', 'ids': pieces, 'spellings': [tok.id_to_token(i) for i in pieces]})

merges = [m.split(' ') if isinstance(m, str) else m for m in raw['model']['merges']]
rank = {tuple(m): i for i, m in enumerate(merges)}


def film(word):
    symbols, steps = list(word), []
    while True:
        found = [(rank[p], i) for i, p in enumerate(zip(symbols, symbols[1:])) if p in rank]
        if not found:
            return steps, symbols
        r, i = min(found)
        steps.append({'what': symbols[i] + ' + ' + symbols[i + 1], 'token': symbols[i] + symbols[i + 1], 'rank': r + 1})
        symbols[i:i + 2] = [symbols[i] + symbols[i + 1]]


cases = []
for text in [' princess', 'Princess', ' Straße', ' understanding']:
    e = tok.encode(text, add_special_tokens=False)
    words = tok.pre_tokenizer.pre_tokenize_str(text)
    steps, symbols = [], []
    for word, _ in words:
        s, t = film(word)
        steps += s
        symbols += t
    assert symbols == e.tokens, (symbols, e.tokens)
    cases.append({'text': text, 'tokens': e.tokens, 'steps': steps})
write('tokenizer-steps', {'cases': cases})
