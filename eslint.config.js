/**
 * Lint rules. Everything is immutable and explicit by default; four groups of files are relaxed, each for one reason:
 *
 * - local mutation: code that walks expressions of any depth, or that fills the typed array it has just made. It may
 *   use `let`, loops and assignment into its own fresh data; callers cannot observe it;
 * - kernels: as local mutation, and indexing with `!`, since a kernel's index map is its proof of range;
 * - laws and development code (tests, examples, benches, mutants): statements are fine, and tests may index with `!`;
 * - configuration files: plain JavaScript, default exports.
 */
import { defineConfig, globalIgnores } from 'eslint/config'
import functional from 'eslint-plugin-functional'
import tseslint from 'typescript-eslint'

const kernels = ['src/backend/**/*.ts', 'src/native/**/*.ts']

/** Kernels and what drives them, one function of which is longer than 70 lines. None may join them. */
const longFunctions = [
  'src/backend/gpu/convolution/convFilterFours.ts',
  'src/backend/gpu/convolution/convFilterLanes.ts',
  'src/backend/wasm/convolution/convFilter.ts',
  'src/backend/wasm/convolution/convInput.ts',
  'src/backend/wasm/convolution/winograd.ts',
]

const localMutation = [
  ...kernels,
  'src/checkpoint/**/*.ts',
  'src/cli/**/*.ts',
  'src/codecs/**/*.ts',
  'src/compile/**/*.ts',
  'src/data/**/*.ts',
  'src/diff/**/*.ts',
  'src/distributed/**/*.ts',
  'src/files/**/*.ts',
  'src/gpu/**/*.ts',
  'src/onnx/**/*.ts',
  'src/runtime/**/*.ts',
  'src/vision/**/*.ts',
  'src/core/Key.ts',
  'src/core/Shape.ts',
  'src/core/nestedValues.ts',
  'src/core/Tensor.ts',
  'src/core/Tree.ts',
  'src/core/treeWalk.ts',
  'src/core/Window.ts',
  'src/core/threefry.ts',
  'src/models/merged.ts',
]

const development = [
  'test/**/*.ts',
  'examples/**/*.ts',
  'bench/**/*.ts',
  'mutants/**/*.ts',
  'conformance/**/*.ts',
  'demo/**/*.ts',
  'docs/figures/**/*.ts',
  '.ci/**/*.ts',
  '*.config.ts',
]

const banned = [
  { selector: 'ForInStatement', message: 'Iterate over Object.keys or Object.entries' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals' },
  { selector: "NewExpression[callee.name='Proxy']", message: 'Keep values plain' },
  {
    selector: ':matches(ImportSpecifier[importKind="type"], ExportSpecifier[exportKind="type"])',
    message: 'Name types on a line of their own: import type, export type',
  },
]

const bannedInLibrary = [
  ...banned,
  { selector: 'ExportDefaultDeclaration', message: 'Export by name' },
  {
    selector: ":matches(NewExpression, CallExpression)[callee.name='Error']",
    message: 'Throw a TensorError, or return a tagged error in an Either',
  },
  {
    selector:
      "CallExpression[callee.object.name=/^(Float|Int|Uint|BigInt|BigUint)\\d+(Clamped)?Array$/][callee.property.name='from'][arguments.length=2]:not([arguments.0.type='ObjectExpression'])",
    message: 'Take a map, or from({ length }, …): a list with a function is walked by an iterator, ten times as slowly',
  },
]

// Types are readonly wherever they are seen: everywhere but in the body of a function.
const outsideBodies = (selector) => `${selector}:not(BlockStatement ${selector})`
const mutableTypes = [
  {
    selector: `:not(TSTypeOperator, TSRestType) > ${outsideBodies(':matches(TSArrayType, TSTupleType)')}`,
    message: 'Make the array type readonly',
  },
  {
    selector: outsideBodies(':matches(TSPropertySignature, TSIndexSignature)[readonly=false]'),
    message: 'Make the property readonly',
  },
  {
    selector: outsideBodies('TSTypeReference[typeName.name=/^(Array|Map|Set)$/]'),
    message: 'Use the readonly type of the collection',
  },
]

export default defineConfig(
  globalIgnores([
    'dist/',
    'docs/api/',
    'out/',
    'coverage/',
    'test/.snippets/',
    'test/vectors/',
    'src/backend/wasm/assembly/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Enums are banned, and classes are errors alone: there is nothing to find in a sixth of the time.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-restricted-syntax': ['error', ...bannedInLibrary, ...mutableTypes],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/array-type': ['error', { default: 'array' }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'typeLike', format: ['PascalCase'] },
        { selector: 'function', format: ['camelCase'] },
        { selector: 'variable', format: ['camelCase', 'PascalCase'], leadingUnderscore: 'allow' },
        { selector: 'parameter', format: ['camelCase', 'PascalCase'], leadingUnderscore: 'allow' },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Types that compute with types use a parameter once, and empty objects, on purpose.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // Overloads are written one signature a case so that each can be read and documented.
      '@typescript-eslint/unified-signatures': 'off',
      // A type argument that is also the default may be there to be read.
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'laws/**/*.ts'],
    plugins: { functional },
    rules: {
      'functional/immutable-data': ['error', { ignoreClasses: true, ignoreImmediateMutation: true }],
      'functional/no-classes': ['error', { ignoreIdentifierPattern: 'Error$' }],
      'functional/no-let': 'error',
      'functional/no-loop-statements': 'error',
      'functional/prefer-property-signatures': 'error',
      'functional/readonly-type': ['error', 'keyword'],
    },
  },
  {
    files: [...localMutation, 'laws/**/*.ts'],
    rules: {
      'functional/immutable-data': 'off',
      'functional/no-let': 'off',
      'functional/no-loop-statements': 'off',
    },
  },
  {
    // In a test an assertion may choose what a call infers.
    files: development,
    rules: { '@typescript-eslint/no-unnecessary-type-assertion': 'off' },
  },
  {
    // Programs in the type language take tuples apart; none of these is the type of a value.
    files: ['src/**/*Types.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bannedInLibrary] },
  },
  {
    // The walks over expressions keep their place in records of their own.
    files: ['src/compile/**/*.ts', 'src/diff/**/*.ts', 'src/backend/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bannedInLibrary] },
  },
  {
    // The expression: its cell is the library's one remembered value, and a primitive's rules are bivariant methods.
    files: ['src/core/Tensor.ts'],
    rules: {
      'functional/prefer-property-signatures': 'off',
      'no-restricted-syntax': ['error', ...bannedInLibrary],
    },
  },
  {
    files: kernels,
    rules: {
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: longFunctions,
    rules: { 'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['laws/**/*.ts', 'examples/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: development,
    rules: {
      'no-console': 'off',
      'no-restricted-syntax': ['error', ...banned],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: ['test/types/**/*.ts'],
    rules: {
      '@typescript-eslint/ban-ts-comment': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
)
