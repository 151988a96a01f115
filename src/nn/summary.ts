/**
 * @file A summary of a network by its parameters: their paths, the shapes of their outputs, their sizes, and the number
 * of products that they take part in.
 *
 * The network is applied once to an input without numbers, and everything else is read from the expression. A row is a
 * group of parameters, such as the weight and the bias of one layer. Multiply-adds are those of convolutions and matrix
 * products with parameters.
 */
/* eslint-disable functional/immutable-data, functional/no-loop-statements -- a walk remembers what it has seen */
import { key } from '../core/Key.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape, sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { closeScope, openScope, placeholder } from '../core/Tensor.ts'
import { mapTensors } from '../core/treeWalk.ts'
import type { TracedStep } from '../diff/steps.ts'
import { stepsTo } from '../diff/steps.ts'
import type { SomeLayer } from './Layer.ts'
import { erase, evalMode } from './Layer.ts'

/** A group of parameters. */
export interface SummaryRow {
  /** Their path, such as `features.0`. */
  readonly path: string
  /** The shape of the first result that they are used for. */
  readonly output: Shape
  /** How many numbers they hold. */
  readonly parameters: number
  /** The number of multiply-adds that they take part in. */
  readonly multiplyAdds: number
}

/** A summary of a network. */
export interface Summary {
  readonly input: Shape
  readonly output: Shape
  readonly rows: readonly SummaryRow[]
  readonly parameters: number
  readonly multiplyAdds: number
}

/** Primitives that rearrange parameters and do not count as a use. */
const views: ReadonlySet<string> = new Set(['reshape', 'transpose', 'broadcastTo', 'slice', 'variable', 'stopGradient'])

const multiplyAddsOf = ({ primitive, inputs, output }: TracedStep): number => {
  const [a, b] = inputs
  const perOutput = sizeOf(b?.shape.slice(1) ?? [])
  if (primitive.name === 'conv') return sizeOf(output.shape) * perOutput
  if (primitive.name === 'convInput') return sizeOf(a?.shape ?? []) * perOutput
  return primitive.name === 'matmul' ? sizeOf(output.shape) * (a?.shape.at(-1) ?? 0) : 0
}

const groupOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')))

interface Use {
  readonly group: string
  readonly output: Shape
  readonly multiplyAdds: number
}

/** Where parameters are used, in the order of the expression. */
const usesOf = (steps: readonly TracedStep[], groups: ReadonlyMap<Tensor, string>): readonly Use[] => {
  const origins = new Map(groups)
  return steps.flatMap((step): readonly Use[] => {
    const group = step.inputs.map((input) => origins.get(input)).find((one) => one !== undefined)
    if (group === undefined) return []
    if (views.has(step.primitive.name)) {
      origins.set(step.output, group)
      return []
    }
    return [{ group, output: step.output.shape, multiplyAdds: multiplyAddsOf(step) }]
  })
}

/** One row per group, in order. */
const rowsOf = (
  given: readonly Tensor[],
  groups: ReadonlyMap<Tensor, string>,
  uses: readonly Use[],
): readonly SummaryRow[] => {
  const rows = new Map<string, SummaryRow>()
  const blank = (path: string): SummaryRow => ({ path, output: [], parameters: 0, multiplyAdds: 0 })
  for (const t of given) {
    const path = groups.get(t) ?? ''
    const row = rows.get(path) ?? blank(path)
    rows.set(path, { ...row, parameters: row.parameters + sizeOf(t.shape) })
  }
  const used = new Set<string>()
  for (const { group, output, multiplyAdds } of uses) {
    const row = rows.get(group) ?? blank(group)
    rows.set(group, {
      ...row,
      output: used.has(group) ? row.output : output,
      multiplyAdds: row.multiplyAdds + multiplyAdds,
    })
    used.add(group)
  }
  return [...rows.values()]
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/**
 * Summarizes a network on inputs of a given shape, which includes the batch. Nothing is computed, so large networks
 * take no time. Refuses what the network refuses.
 *
 * @example
 * ```ts
 * import { relu } from 'cotangent'
 * import { dense, layers, summary } from 'cotangent/nn'
 *
 * const { rows, parameters } = summary(layers({ hidden: dense(3, 5), relu, out: dense(5, 2) }), [1, 3])
 * parameters // => 32
 * rows.map(({ path, multiplyAdds }) => [path, multiplyAdds]) // => [['hidden', 15], ['out', 10]]
 * ```
 */
export const summary = (network: SomeLayer, input: Shape): Summary => {
  const scope = openScope('summary')
  try {
    const layer = erase(network)
    const [drawn, state] = layer.init(key(0))
    // By path: whatever is not a parameter, such as a key, stays as it was drawn.
    const named: (readonly [string, Tensor])[] = []
    const over = mapTensors(drawn, (t, path) => {
      const own = placeholder(t.shape, scope)
      named.push([path, own])
      return own
    })
    const given = named.map(([, own]) => own)
    const x = placeholder(input, scope)
    const [y] = layer.apply(evalMode)(over, state, x)
    const groups = new Map(named.map(([path, own]) => [own, groupOf(path)] as const))
    const rows = rowsOf(given, groups, usesOf(stepsTo([y], scope, new Set([...given, x])), groups))
    return {
      input,
      output: y.shape,
      rows,
      parameters: sumOf(rows.map(({ parameters }) => parameters)),
      multiplyAdds: sumOf(rows.map(({ multiplyAdds }) => multiplyAdds)),
    }
  } finally {
    closeScope(scope)
  }
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/**
 * A summary as a text table: one line per row, and the totals.
 *
 * @example
 * ```ts
 * import { dense, showSummary, summary } from 'cotangent/nn'
 *
 * showSummary(summary(dense(3, 4), [1, 3])).includes('16') // => true
 * ```
 */
export const showSummary = ({ input, output, rows, parameters, multiplyAdds }: Summary): string => {
  const head = ['path', 'output', 'parameters', 'multiply-adds'] as const
  const body = rows.map((row) => [
    row.path === '' ? '(root)' : row.path,
    showShape(row.output),
    grouped(row.parameters),
    grouped(row.multiplyAdds),
  ])
  const foot = ['total', showShape(output), grouped(parameters), grouped(multiplyAdds)]
  const all = [head, ...body, foot]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  const rule = '-'.repeat(widths.reduce((a, b) => a + b, 6))
  return [`input ${showShape(input)}`, line(head), rule, ...body.map(line), rule, line(foot)].join('\n')
}
