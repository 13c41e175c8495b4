// The one-way rooms of the house as rules for dependency-cruiser. What a room may import is written once, in `rooms` below.
// Tests beside the source keep their room's rules, and may use the test libraries and the helpers under tests/.

/** Room → rooms it may import. `(types)` means type-only. */
const rooms = {
  'lib/tensor': [],
  'lib/graph': [],
  'lib/engine': ['lib/tensor'],
  'lib/values': ['lib/graph', 'lib/tensor', 'lib/engine'],
  'lib/viz': ['lib/values', 'lib/tensor', 'lib/graph'],
  'lib/nodes': ['lib/graph', 'lib/values', 'lib/engine', 'lib/tensor', 'lib/viz'],
  'lib/notebook': ['lib/graph'],
  'lib/storage': ['lib/notebook'],
  'lib/session': ['lib/tensor', 'lib/graph', 'lib/engine', 'lib/values', 'lib/nodes', 'lib/notebook', 'lib/storage', 'lib/viz'],
  'lib/cli': ['lib/session', 'lib/notebook', 'lib/storage', 'lib/nodes', 'lib/values', 'lib/viz', 'lib/graph', 'lib/engine', 'lib/tensor'],
  'components/ui': [],
  'components/viz': ['components/ui', 'lib/viz', 'lib/graph (types)'],
  'components/text': ['components/ui'],
  'components/controls': ['components/ui', 'components/text'],
  'components/code': ['components/ui'],
  'components/canvas': ['components/ui', 'components/viz', 'components/controls', 'lib/graph (types)', 'lib/viz (types)'],
  'components/workspace': [
    'components/ui',
    'components/viz',
    'components/text',
    'components/controls',
    'components/code',
    'components/canvas',
    'lib/session',
    'lib/viz',
    'lib/graph (types)',
  ],
  app: [
    'components/ui',
    'components/viz',
    'components/text',
    'components/controls',
    'components/code',
    'components/canvas',
    'components/workspace',
    'lib/session',
  ],
}

/** Heavy package → the only room that may import it. */
const homes = {
  'onnxruntime-web': 'lib/engine/backends/ort',
  '@xyflow/react': 'components/canvas',
  'monaco-editor': 'components/code',
  '@codemirror/state': 'components/text',
  '@codemirror/view': 'components/text',
  '@codemirror/commands': 'components/text',
  '@codemirror/search': 'components/text',
}

/** Packages without a page: all that lib may use. */
const headlessPackages = ['zod', 'hyparquet', '@noble/hashes', 'yaml', '@huggingface/jinja', 'onnxruntime-web', 'idb', 'fflate']

/** Files of lib that run in Node alone and may use its built-in modules: the terminal, a door named node.ts, and folders on disk. */
const nodeFiles = ['^lib/cli/', '^lib/.*/folder[^/]*\\.ts$', '^lib/[a-z]+/node\\.ts$']

const beside = '\\.test\\.tsx?$'
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const inside = (room) => `^${escaped(room)}/`
const inPackage = (name) => `(^|/)node_modules/${escaped(name)}(/|$)`

function roomRules([room, entries]) {
  const typed = entries.filter((entry) => entry.endsWith(' (types)')).map((entry) => entry.replace(' (types)', ''))
  const allowed = entries.filter((entry) => !entry.endsWith(' (types)'))
  const rules = [
    {
      name: `room ${room}`,
      comment: `${room} may import ${entries.length === 0 ? 'no other room' : entries.join(', ')}.`,
      severity: 'error',
      from: { path: inside(room) },
      to: {
        path: '^(lib|components|app|tests|scripts)/',
        pathNot: ['^tests/', room, ...allowed, ...typed].map((to, at) => (at === 0 ? to : inside(to))),
      },
    },
  ]
  if (typed.length > 0)
    rules.push({
      name: `types only ${room}`,
      comment: `${room} may import only types of ${typed.join(', ')}.`,
      severity: 'error',
      from: { path: inside(room) },
      to: { path: typed.map(inside), dependencyTypesNot: ['type-only'] },
    })
  return rules
}

const homeRules = Object.entries(homes).map(([name, home]) => ({
  name: `home of ${name}`,
  comment: `Only ${home} imports ${name}.`,
  severity: 'error',
  from: { pathNot: [inside(home), '^(tests|scripts)/'] },
  to: { path: inPackage(name) },
}))

const generalRules = [
  { name: 'no cycles', comment: 'Imports go one way, types included.', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'everything resolves',
    comment: 'An import that leads nowhere is an error, not a guess.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'headless',
    comment: `lib uses only packages without a page: ${headlessPackages.join(', ')}.`,
    severity: 'error',
    from: { path: '^lib/', pathNot: beside },
    to: { path: '(^|/)node_modules/', pathNot: headlessPackages.map(inPackage) },
  },
  {
    name: 'headless tests',
    comment: 'Tests of lib use no page either.',
    severity: 'error',
    from: { path: `^lib/.*${beside}` },
    to: { path: ['react', 'react-dom', 'next', '@xyflow/react', 'radix-ui', 'lucide-react', 'cmdk'].map(inPackage) },
  },
  {
    name: 'node in its files',
    comment: 'Built-in modules of Node stay in lib/cli and in files named node or folder…: the rest of lib also runs in a page.',
    severity: 'error',
    from: { path: '^(lib|components|app)/', pathNot: [beside, ...nodeFiles] },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'tests stay outside',
    comment: 'What ships never imports tests, scripts or test libraries.',
    severity: 'error',
    from: { path: '^(lib|components|app)/', pathNot: beside },
    to: { path: ['^(tests|scripts)/', beside] },
  },
  {
    name: 'no undeclared packages',
    comment: 'Every package is named in package.json; what ships uses no dev-dependency.',
    severity: 'error',
    from: { path: '^(lib|components|app)/', pathNot: beside },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'node kinds are islands',
    comment: 'One kind never imports another, nor the list of kinds.',
    severity: 'error',
    from: { path: '^lib/nodes/([^/]+)/' },
    to: { path: ['^lib/nodes/[^/]+/', '^lib/nodes/index\\.ts$'], pathNot: '^lib/nodes/$1/' },
  },
]

module.exports = {
  rooms,
  homes,
  headlessPackages,
  forbidden: [...Object.entries(rooms).flatMap(roomRules), ...homeRules, ...generalRules],
  options: {
    // Type-only imports count.
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['(^|/)node_modules/'] },
    exclude: { path: ['^(out|dist|\\.next)/', '^tests/oracles/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
}
