/**
 * @file The laws of layers, the library's and your own.
 *
 *     init is deterministic        init(key) = init(key)
 *     paths are distinct           parameters and state are trees, each tensor under a path of its own
 *     shape                        of the output is what the layer's type says, in training and in use
 *     eval is deterministic        and keeps the state as it is
 *     the same key ...             gives the same output and the same state
 *     the state keeps its form     its paths and shapes, however many steps are taken
 *     examples stand alone         in eval, a batch is its examples one by one
 *     a compiled step ...          reads key, state and parameters anew each time
 *     gradients                    of parameters and input against finite differences, in use and in training
 */
import { key } from '../../src/core/Key.ts'
import type { Shape } from '../../src/core/Shape.ts'
import { showShape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaves, map, paths, rebuild } from '../../src/core/Tree.ts'
import type { ErasedLayer, LayerShape, Mode, SomeLayer } from '../../src/nn/Layer.ts'
import { add } from '../../src/ops/add.ts'
import { mul } from '../../src/ops/mul.ts'
import { concat } from '../../src/ops/concat.ts'
import { sliceAlong } from '../../src/ops/slice.ts'
import { compile } from '../../src/runtime/compile.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { Domain, DomainName } from '../framework/arbitraries/Domain.ts'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { MultiFunction } from '../framework/equations/gradient.ts'
import type { Point } from '../framework/gradient.ts'
import { lawsAt } from '../framework/gradient.ts'
import type { Law } from '../framework/Law.ts'
import type { GradientOptions } from '../framework/Operation.ts'
import { direction, drawInputs, seeds, streamOf } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'

/** A layer and its test input. */
export interface LayerSpec<L extends SomeLayer, I extends Shape> extends GradientOptions {
  readonly layer: L
  /** The shape of its input, batch axis first. */
  readonly input: I
  /** The shape of its output, which the compiler compares with the layer's type. */
  readonly output: LayerShape<L, I>
  /** The domain from which the input is drawn; `real`, from -2 to 2, by default. */
  readonly domain?: DomainName | Domain
  /** Whether each example is processed independently in eval mode; true by default. */
  readonly perExample?: boolean
}

const evalMode: Mode = { _tag: 'eval' }

/** A layer at a sample: perturbed initial parameters, a state after one step, and an input. */
interface Scene {
  readonly layer: ErasedLayer
  readonly params: unknown
  readonly state: unknown
  readonly x: Tensor
  readonly seed: number
}

/** Seeds of keys, distinct from those of data. */
const keyAt = (seed: number, stream: number) => key(streamOf(seed, 1000 + stream) >>> 0)

const trainAt = (seed: number, stream: number): Mode => ({ _tag: 'train', key: keyAt(seed, stream) })

const treeMap = map as (f: (t: Tensor, path: string) => Tensor) => (tree: unknown) => unknown
const pathsOf = paths as (tree: unknown) => readonly (readonly [string, Tensor])[]

/** Parameters that start as zeros or ones hide their effect, so a little noise is added to each. */
const stirred = (params: unknown, seed: number): unknown => {
  const order = new Map(pathsOf(params).map(([path], k) => [path, k]))
  return treeMap((t, path): Tensor => add(t, mul(direction(t.shape, seed, 50 + (order.get(path) ?? 0)), 0.1)))(params)
}

const forced = <T>(tree: T): T => referenceRuntime.run(tree)

/** Paths and shapes of a tree. */
const formOf = (tree: unknown): string =>
  pathsOf(tree)
    .map(([path, { shape }]) => `${path} ${showShape(shape)}`)
    .join(', ')

/** A tree with its structure, so that an empty tree can be compared too. */
const known = (tree: unknown) => ({ form: formOf(tree), tree })

const distinct = (tree: unknown): Equation => {
  const all = pathsOf(tree).map(([path]) => path)
  return { left: new Set(all).size, right: all.length }
}

const together = (equations: readonly Equation[]): Equation => ({
  left: equations.map(({ left }) => left),
  right: equations.map(({ right }) => right),
})

/** Each example of a batch separately. */
const oneByOne = (x: Tensor): readonly Tensor[] =>
  Array.from({ length: x.shape[0] ?? 0 }, (_, index) => sliceAlong(x, 0, index, index + 1))

const structureLaws = (
  name: string,
  sceneOf: (seed: number) => Scene,
  output: Shape,
  perExample: boolean,
): readonly Law[] => {
  const at = (title: string, equation: (scene: Scene) => Equation): Law =>
    law(`${name}: ${title}`, seeds, (seed) => equation(sceneOf(seed)))
  const run = ({ layer, params, state, x }: Scene, mode: Mode) => layer.apply(mode)(params, state, x)
  const shapes = (scene: Scene) => [evalMode, trainAt(scene.seed, 1)].map((mode) => run(scene, mode)[0].shape)
  return [
    at('init is deterministic', ({ layer, seed }) => ({
      left: known(layer.init(keyAt(seed, 0))),
      right: known(layer.init(keyAt(seed, 0))),
    })),
    at('paths are distinct', ({ params, state }) => together([distinct(params), distinct(state)])),
    at('shape is what the type says', (scene) => ({ left: shapes(scene), right: [output, output] })),
    at('eval is deterministic', (scene) => ({ left: run(scene, evalMode), right: run(scene, evalMode) })),
    at('eval keeps the state', (scene) => ({
      left: known(run(scene, evalMode)[1]),
      right: known(scene.state),
    })),
    at('the same key gives the same output', (scene) => ({
      left: run(scene, trainAt(scene.seed, 1)),
      right: run(scene, trainAt(scene.seed, 1)),
    })),
    at('the state keeps its form', (scene) => {
      const next = run(scene, trainAt(scene.seed, 1))[1]
      const [, after] = run({ ...scene, state: next }, trainAt(scene.seed, 2))
      const first = formOf(scene.layer.init(keyAt(scene.seed, 0))[1])
      return { left: [formOf(next), formOf(after)], right: [first, first] }
    }),
    at('a compiled step reads key, state and parameters anew', (scene) => {
      const { layer, params, state, x, seed } = scene
      const [before, other] = layer.init(keyAt(seed, 3))
      const step = (p: unknown, s: unknown, input: Tensor, drawn: ReturnType<typeof key>) =>
        layer.apply({ _tag: 'train', key: drawn })(p, s, input)
      const compiled = compile(step, { runtime: referenceRuntime })
      const both = (f: typeof step) => [f(params, state, x, keyAt(seed, 1)), f(before, other, x, keyAt(seed, 2))]
      return { left: both(compiled), right: both(step), tolerance: rounding }
    }),
    ...(perExample
      ? [
          at('examples stand alone', (scene) => ({
            left: run(scene, evalMode)[0],
            right: concat({ axis: 0 })(oneByOne(scene.x).map((x) => run({ ...scene, x }, evalMode)[0])),
            tolerance: 1e-10,
          })),
        ]
      : []),
  ]
}

/** The output as a function of every parameter and of the input. */
const pointOf = ({ layer, params, state, x, seed }: Scene, mode: Mode): Point => {
  const own = leaves(params)
  const f: MultiFunction = (moved) => [
    layer.apply(mode)(rebuild(params, moved.slice(0, own.length)), state, moved[own.length] ?? x)[0],
  ]
  return { f, xs: [...own, x], seed }
}

/**
 * The laws of a layer: it is a pure function of parameters, state, key and input; its output has the shape that its
 * type states; and its gradients with respect to every parameter and the input agree with finite differences, in eval
 * and train mode.
 *
 * Its parameters are the initial ones plus a little noise; its state is the one after a training step.
 *
 * @example
 * ```ts
 * import { dense } from 'cotangent/nn'
 * import { laws } from 'cotangent/laws'
 *
 * const all = laws.layer('dense', { layer: dense(3, 2), input: [4, 3], output: [4, 2], order: 1 })
 * all.filter((law) => law.run({ runs: 3 })._tag !== 'passed') // => []
 * all[0]?.name // => 'dense: init is deterministic'
 * ```
 */
export const layerLaws = <L extends SomeLayer, const I extends Shape>(
  name: string,
  { layer, input, output, domain = 'real', perExample = true, ...options }: LayerSpec<L, I>,
): readonly Law[] => {
  const erased = layer as unknown as ErasedLayer
  const draw = (seed: number, stream: number): Tensor =>
    drawInputs({ inputs: [{ shape: input, domain }], seed: streamOf(seed, stream) })[0] ?? direction(input, seed, 0)
  const sceneOf = (seed: number): Scene => {
    const [fresh, first] = erased.init(keyAt(seed, 0))
    const params = forced(stirred(fresh, seed))
    const [, state] = erased.apply(trainAt(seed, 4))(params, first, draw(seed, 11))
    return { layer: erased, params, state: forced(state), x: draw(seed, 12), seed }
  }
  const { order = 2 } = options
  return [
    ...structureLaws(name, sceneOf, output, perExample),
    ...lawsAt(name, seeds, (seed) => pointOf(sceneOf(seed), evalMode), options),
    ...lawsAt(`${name} in training`, seeds, (seed) => pointOf(sceneOf(seed), trainAt(seed, 5)), {
      ...options,
      order: order === 0 ? 0 : 1,
    }),
  ]
}
