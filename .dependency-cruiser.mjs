/**
 * Who may import whom. `allowed` in words: core <- ops <- diff <- nn <- models; core <- compile <- backend <- runtime;
 * backend/families <- ops, which only name them;
 * backend/wasm, foreign <- native; foreign, runtime <- distributed; core <- codecs <- data, checkpoint, models, train; core, codecs <- files <- data, checkpoint;
 * core, ops, diff, nn, runtime, checkpoint, codecs <- onnx; core, ops, diff, nn, optim, runtime <- vision;
 * laws see the insides, nothing sees the laws, and what is written for users goes through the doors.
 */
const folders = (...names) => `^src/(${names.join('|')})/`

/** `folder` may import from itself and from `others`, among our own sources. */
const border = (folder, ...others) => ({
  name: `${folder}-border`,
  comment: `src/${folder} imports ${others.length === 0 ? 'nothing of ours' : `only ${others.join(', ')}`}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^(src|laws|test|examples|bench|demo)/', pathNot: folders(folder, ...others) },
})

/** The same among the laws: what they are made of, what is held to them, and the catalog, which lists everything. */
const lawsBorder = (folder, ...others) => ({
  name: `laws-${folder}-border`,
  comment: `laws/${folder} imports ${others.length === 0 ? 'no other laws' : `only ${others.join(', ')}`}`,
  severity: 'error',
  from: { path: `^laws/${folder}/` },
  to: { path: '^laws/', pathNot: `^laws/(${[folder, ...others].join('|')})/` },
})

export default {
  forbidden: [
    border('core'),
    border('ops', 'core', 'backend'),
    {
      name: 'ops-name-families',
      comment: 'Of backends, ops import the families of kernels, and only to name them in a primitive',
      severity: 'error',
      from: { path: '^src/ops/' },
      to: { path: '^src/(backend|compile)/', pathNot: '^src/backend/families\\.ts$' },
    },
    border('diff', 'core', 'ops'),
    border('compile', 'core'),
    border('backend', 'core', 'compile'),
    border('runtime', 'core', 'compile', 'backend'),
    border('gpu', 'core', 'compile', 'backend'),
    border('foreign', 'core'),
    border('native', 'core', 'compile', 'backend', 'foreign'),
    border('distributed', 'core', 'foreign', 'compile', 'runtime', 'ops', 'optim', 'train'),
    border('nn', 'core', 'ops', 'diff'),
    border('models', 'core', 'codecs', 'ops', 'diff', 'nn'),
    border('optim', 'core', 'ops'),
    border('codecs', 'core'),
    border('files', 'core', 'codecs'),
    border('data', 'core', 'codecs', 'files', 'ops', 'runtime'),
    border('checkpoint', 'core', 'codecs', 'files', 'runtime'),
    border('onnx', 'core', 'ops', 'diff', 'nn', 'compile', 'runtime', 'checkpoint', 'codecs'),
    border('vision', 'core', 'ops', 'diff', 'nn', 'optim', 'runtime'),
    border('train', 'core', 'codecs', 'ops', 'diff', 'compile', 'runtime', 'nn', 'optim', 'data', 'checkpoint'),
    {
      name: 'cli-border',
      comment: 'The command runs the laws: src/cli imports the door `cotangent`, codecs and the laws',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^(src|test|examples|bench|demo)/',
        pathNot: ['^src/(cli|codecs)/', '^src/(nn/|models/|gpu/|native/|checkpoint/|onnx/)?index\\.ts$'],
      },
    },
    {
      name: 'nothing-sees-the-command',
      comment: 'Nothing imports the command',
      severity: 'error',
      from: { path: '^(src|laws)/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'backends-apart',
      comment: 'A backend imports no other backend',
      severity: 'error',
      from: { path: '^src/backend/([^/]+)/' },
      to: { path: '^src/backend/([^/]+)/', pathNot: '^src/backend/$1/' },
    },
    {
      name: 'main-door',
      comment: 'The door `cotangent` opens on core, ops, diff, compile, runtime and its backends',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: {
        path: '^(src|laws)/',
        pathNot: folders('core', 'ops', 'diff', 'compile', 'runtime', 'backend/(reference|wasm)'),
      },
    },
    {
      name: 'laws-border',
      comment:
        'laws import core, ops, diff, runtime and the types of nn and optim; the catalog also what trains and saves, groups what trains on several ranks',
      severity: 'error',
      from: { path: '^laws/' },
      to: {
        path: '^(src|test|examples|bench|demo)/',
        pathNot: ['^src/(core|ops|diff|compile|runtime)/', '^src/(nn|optim|train|checkpoint|data|distributed)/'],
      },
    },
    {
      name: 'laws-types-only',
      comment: 'laws take only types from nn, optim, train, checkpoint and compile; the catalog lists what these have',
      severity: 'error',
      from: { path: '^laws/', pathNot: '^laws/(catalog|groups)/' },
      to: { path: '^src/(nn|optim|train|checkpoint|compile|distributed)/', dependencyTypesNot: ['type-only'] },
    },
    lawsBorder('framework'),
    lawsBorder('kinds', 'framework'),
    lawsBorder('groups', 'framework'),
    lawsBorder('structures', 'framework'),
    lawsBorder('operations', 'framework', 'structures'),
    lawsBorder('runtimes', 'framework', 'operations'),
    {
      name: 'doors-only',
      comment:
        'Examples, the demo and benches import the public doors, or one another; a bench may also name a backend and count work',
      severity: 'error',
      from: { path: '^(examples|bench|demo|docs)/' },
      to: {
        path: '^(src|laws|test)/',
        pathNot: [
          '^(src|laws)/index\\.ts$',
          '^src/(nn|optim|data|checkpoint|models|train|vision|gpu|native|distributed|onnx)/index\\.ts$',
          '^src/backend/[^/]+/index\\.ts$',
          '^src/backend/wasm/modules\\.ts$',
          '^src/compile/(work|Program)\\.ts$',
        ],
      },
    },
    {
      name: 'examples-doors-only',
      comment: 'Examples and the demo name no backend that has no door, and nothing of the compiler',
      severity: 'error',
      from: { path: '^(examples|demo|docs)/' },
      to: { path: '^src/(backend|compile)/' },
    },
    {
      name: 'optional-peers',
      comment: 'fast-check belongs to the laws, echarts to vision: nothing else needs them installed',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/vision/' },
      to: { path: 'node_modules/(fast-check|echarts)/' },
    },
    {
      name: 'declared-packages',
      comment: 'The library imports only packages that its manifest declares for users',
      severity: 'error',
      from: { path: '^(src|laws)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer', 'type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'Every import resolves; the peers of the bench are packages of its own folder, installed apart',
      severity: 'error',
      from: { pathNot: '^bench/.*peers' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'No cycle of modules that run; types inside core may refer to one another',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-type-cycles',
      comment: 'Outside core, not even types form a cycle',
      severity: 'error',
      from: { pathNot: '^src/core/' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^src/backend/wasm/assembly/', '^bench/node_modules/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}
