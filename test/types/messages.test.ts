/** @file What the compiler says of a program whose shapes do not fit: the message, and the place. */
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { programOf } from './programOf.ts'

const file = fileURLToPath(new URL('messages.snippet.ts', import.meta.url))

/** Programs with one mistake each: the text that is marked, and what is said of it. */
const mistakes = [
  ['add(ones([32, 10]), ones([7]))', 'ones([7])', 'cannot broadcast [32, 10] with [7]'],
  [
    'matmul(ones([32, 400]), ones([256, 10]))',
    'ones([256, 10])',
    'expected 400 rows in the second, as many as the first has columns, found 256',
  ],
  ['pipe(ones([32, 400]), reshape([32, 401]))', 'reshape([32, 401])', 'expected a shape of 12800 numbers'],
  ['sum({ axis: 2 })(ones([3, 4]))', 'ones([3, 4])', 'expected one of the 2 axes of [3, 4], found 2'],
  ['expandDims(3)(ones([3, 4]))', 'ones([3, 4])', 'expected an axis from -3 to 2, found 3'],
  [
    'model([32, 400], dense(400, 120), relu, dense(256, 10), relu)',
    'dense(256, 10)',
    'dense: expected 256 features, found 120',
  ],
  [
    "model([-1, 400], relu, named('fc', dense(256, 10)))",
    "named('fc', dense(256, 10))",
    'dense: expected 256 features, found 400',
  ],
  [
    'model([-1, 3, 8, 8], conv2d({ in: 1, out: 6, kernel: 5 }))',
    'conv2d({ in: 1, out: 6, kernel: 5 })',
    'conv2d: expected 1 input channel, found 3',
  ],
  ['sequential(dense(3, 5), relu, dense(4, 2), relu)', 'dense(4, 2)', 'dense: expected 4 features, found 5'],
  ['pipe(dense(3, 5), andThen(dense(4, 2)))', 'andThen(dense(4, 2))', 'dense: expected 4 features, found 5'],
  [
    'grad((x: Tensor<readonly [3]>) => mul(x, 2))',
    '(x: Tensor<readonly [3]>) => mul(x, 2)',
    'a scalar of shape [] was expected, the function returns shape [3]',
  ],
  ['crossEntropy(ones([32, 10]), ones([16]))', 'ones([16])', 'crossEntropy: expected 32 labels, found 16'],
] as const

const source = `import { add, expandDims, grad, matmul, mul, ones, relu, reshape, sum, type Tensor } from 'cotangent'
import { andThen, conv2d, crossEntropy, dense, model, named, sequential } from 'cotangent/nn'
import { pipe } from 'fp-ts/lib/function.js'
${mistakes.map(([program]) => program).join('\n')}
`

interface Problem {
  readonly line: number
  readonly marked: string
  readonly message: string
}

/** The errors of the programs, from memory: no file is written. */
const problems = (): readonly Problem[] => {
  const program = programOf(file, source)
  return program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ start = 0, length = 0, messageText }) => ({
    line: source.slice(0, start).split('\n').length - 4,
    marked: source.slice(start, start + length),
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }))
}

describe('the compiler', () => {
  let found: readonly Problem[] = []
  beforeAll(() => {
    found = problems()
  })

  it('says one thing of each mistake', () => {
    expect(found.map(({ line }) => line)).toEqual(mistakes.map((_, line) => line))
  })

  it.each(mistakes.map(([program, marked, message], line) => ({ program, marked, message, line })))(
    'marks $marked in $program: $message',
    ({ line, marked, message }) => {
      const problem = found[line]
      expect(problem?.marked).toBe(marked)
      expect(problem?.message).toContain(message)
    },
  )
})
