/**
 * @file How every primitive computes a batch of examples: by one wide instruction each, except for primitives that draw
 * from keys, which run once per example.
 *
 *     entry by entry the same, on one more axis
 *     along axes          along the axes behind
 *     matmul stacks of matrices; a shared second matrix is multiplied once
 *     convolution one convolution (`convolution.ts`)
 *     pooling             examples become images of the batch
 *
 * The type of the table reports a missing rule. Law: "vmap is the loop", of every primitive.
 */
import { forElementwise } from '../../core/elementwise.ts'
import type { PrimitiveName } from '../../core/InstructionSet.ts'
import { asInputs } from '../../core/InstructionSet.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { applyPrimitive } from '../../core/Tensor.ts'
import { concatAlong } from '../../ops/concat.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { sliceAlong } from '../../ops/slice.ts'
import { convolutions } from './convolution.ts'
import type { BatchSite, BatchingRule } from './Rule.ts'
import { foldFirst, forEach, unfoldFirst } from './Rule.ts'

/** Primitives without inputs never depend on an example; the other identities have a rule of their own. */
type BatchedName = Exclude<PrimitiveName, 'constant' | 'arange' | 'custom'>

const apply = ({ primitive }: BatchSite, params: object, inputs: readonly Tensor[]): Tensor =>
  applyPrimitive(primitive, params, asInputs(inputs))

/** The same primitive with the same parameters: everything entry by entry. */
const same = (site: BatchSite): Tensor =>
  apply(
    site,
    site.params,
    site.inputs.map((input) => forEach(input, site.size)),
  )

/** The same primitive with other parameters. */
const withParams =
  <N extends BatchedName>(paramsOf: (site: BatchSite<N>) => object): BatchingRule<N> =>
  (site) =>
    apply(
      site,
      paramsOf(site),
      site.inputs.map((input) => forEach(input, site.size)),
    )

const axesBehind = withParams<'sum' | 'max' | 'min' | 'logsumexp' | 'flip'>(({ params: { axes } }) => ({
  axes: axes.map((axis) => axis + 1),
}))

const axisBehind = withParams<
  'argmax' | 'argmin' | 'argsort' | 'cumsum' | 'concat' | 'gather' | 'lastOccurrence' | 'scatterAdd'
>(({ params }) => ({ ...params, axis: params.axis + 1 }))

/** Computes example by example and joins the results, where no wide instruction exists. */
const oneByOne = (site: BatchSite<'keySplit' | 'keyFoldIn' | 'uniform' | 'permutation'>): Tensor => {
  const inputs = site.inputs
  const made = Array.from({ length: site.size }, (_, k) => {
    const own = inputs.map(({ t, isBatched }) =>
      isBatched ? reshapeTo(sliceAlong(t, 0, k, k + 1), t.shape.slice(1)) : t,
    )
    return reshapeTo(apply(site, site.params, own), [1, ...site.shape])
  })
  const [first, ...others] = made
  return first === undefined ? reshapeTo(inputs[0].t, [0, ...site.shape]) : concatAlong([first, ...others], 0)
}

/** Examples as images of one batch. */
const asImages = (site: BatchSite<'maxPool' | 'maxPoolIndices' | 'sumPool' | 'sumPoolInput'>): Tensor =>
  unfoldFirst(apply(site, site.params, [foldFirst(forEach(site.inputs[0], site.size))]), site.size)

const matmul = (site: BatchSite<'matmul'>): Tensor => {
  const [a, b] = site.inputs
  // Rows of all examples times one matrix.
  return b.isBatched || b.t.shape.length > 2
    ? same(site)
    : unfoldFirst(apply(site, {}, [foldFirst(a.t), b.t]), site.size)
}

/** Every rule. */
export const rules: { readonly [N in BatchedName]: BatchingRule<N> } = {
  variable: same,
  stopGradient: same,
  rankSum: same,
  ...forElementwise(() => same),
  sum: axesBehind,
  max: axesBehind,
  min: axesBehind,
  logsumexp: axesBehind,
  flip: axesBehind,
  argmax: axisBehind,
  argmin: axisBehind,
  cumsum: axisBehind,
  argsort: axisBehind,
  concat: axisBehind,
  gather: axisBehind,
  lastOccurrence: axisBehind,
  scatterAdd: axisBehind,
  reshape: withParams(({ shape, size }) => ({ shape: [size, ...shape] })),
  transpose: withParams(({ params: { permutation } }) => ({
    permutation: [0, ...permutation.map((axis) => axis + 1)],
  })),
  broadcastTo: (site) => {
    const { t } = site.inputs[0]
    const added = Array.from({ length: site.shape.length + 1 - t.shape.length }, () => 1)
    const aligned = reshapeTo(t, [site.size, ...added, ...t.shape.slice(1)])
    return apply(site, { shape: [site.size, ...site.shape] }, [aligned])
  },
  slice: withParams(({ params: { start, stop, step }, size }) => ({
    start: [0, ...start],
    stop: [size, ...stop],
    step: [1, ...step],
  })),
  pad: withParams(({ params: { low, high, interior } }) => ({
    low: [0, ...low],
    high: [0, ...high],
    interior: [0, ...interior],
  })),
  matmul,
  keySplit: oneByOne,
  keyFoldIn: oneByOne,
  uniform: oneByOne,
  permutation: oneByOne,
  ...convolutions,
  maxPool: asImages,
  maxPoolIndices: asImages,
  sumPool: asImages,
  sumPoolInput: asImages,
}

/** Whether a primitive has a rule: all that read an example do, except `custom`. */
export const isBatched = (site: BatchSite): site is BatchSite<BatchedName> => Object.hasOwn(rules, site.primitive.name)

/** What a primitive computes for all examples, by its rule. */
export const byRule = <N extends BatchedName>(site: BatchSite<N>): Tensor => rules[site.primitive.name](site)
