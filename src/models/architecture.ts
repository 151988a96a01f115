/**
 * @file Architectures as data: a network described in JSON, decoded with every fault at its path, checked for shapes,
 * built, and written back.
 *
 *     { "layer": "sequential", "layers": [{ "layer": "conv2d", "in": 1, "out": 6, "kernel": 5 }, { "layer": "relu" }] }
 *
 * A description names a layer of `cotangent/nn` and its options; `sequential`, `layers`, `branches` and `residual` hold
 * others. Parameters of the network have the paths that the description gives them.
 *
 * Laws: "decode after encode is Right"; "an unknown key is refused"; "the built network has the checked shape".
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { Budget, OverBudget } from '../codecs/Budget.ts'
import { budgetNames, budgetWith, overBudget, showOverBudget } from '../codecs/Budget.ts'
import { showFound } from '../codecs/json.ts'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { TensorError } from '../core/TensorError.ts'
import type { SomeLayer } from '../nn/index.ts'
import * as nn from '../nn/index.ts'
import type { Kind, Options } from './architectureKinds.ts'
import { leafKinds } from './architectureKinds.ts'
import type { Network } from './Network.ts'
import { asNetwork } from './Network.ts'

/** A layer as data. */
export interface LayerDescription {
  /** The name of a layer of `cotangent/nn`. */
  readonly layer: string
  readonly [option: string]: unknown
}

/** What is wrong with a description, and where: a path names the layers and the option. */
export type ArchitectureError =
  | { readonly _tag: 'Malformed'; readonly faults: readonly ArchitectureFault[] }
  | { readonly _tag: 'Misfit'; readonly path: string; readonly reason: string }
  /** The description claims more than it may come to; at what path. */
  | { readonly _tag: 'Oversized'; readonly path: string; readonly over: OverBudget }

/** How much a description may come to; the defaults are those of `Budget`. */
export type ArchitectureOptions = Partial<Budget>

/** One fault of a description. */
export interface ArchitectureFault {
  /** Such as `layers.2.kernel`; empty for the whole. */
  readonly path: string
  readonly expected: string
  readonly found: string
}

/** The layers that a layer holds, by name or place. */
type Inners = readonly (readonly [own: string, layer: SomeLayer])[]

/** What a layer is to hold, by name or place: where it stands, and what stands there. */
type Children = readonly (readonly [own: string, path: string, child: unknown])[]

/** Layers that hold others: under which key, in a list or by name, or just one. */
const compositeKinds = {
  sequential: {
    key: 'layers',
    form: 'list',
    build: (inner: Inners) => nn.sequential(...inner.map(([, layer]) => layer)),
  },
  layers: {
    key: 'layers',
    form: 'names',
    build: (inner: Inners) => nn.layers(Object.fromEntries(inner)),
  },
  branches: {
    key: 'branches',
    form: 'names',
    build: (inner: Inners) => nn.branches(Object.fromEntries(inner)),
  },
  residual: { key: 'inner', form: 'one', build: ([one]: Inners) => nn.residual(one?.[1] ?? nn.identity) },
} as const

type CompositeName = keyof typeof compositeKinds
const isComposite = (name: unknown): name is CompositeName =>
  typeof name === 'string' && Object.hasOwn(compositeKinds, name)

const leafKind = (name: unknown): Kind | undefined =>
  typeof name === 'string' && Object.hasOwn(leafKinds, name) ? leafKinds[name] : undefined

const joined = (path: string, name: string | number): string => (path === '' ? String(name) : `${path}.${String(name)}`)

const fault = (path: string, expected: string, found: unknown): ArchitectureFault => ({
  path,
  expected,
  found: showFound(found),
})

const isRecord = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

const isDescription = (u: unknown): u is LayerDescription => isRecord(u) && typeof u['layer'] === 'string'

const faultsOfOptions = (
  options: Readonly<Record<string, unknown>>,
  of: Kind,
  path: string,
): readonly ArchitectureFault[] => {
  const known: Options = { ...of.optional, ...of.required }
  const unknown = Object.keys(options).filter((name) => name !== 'layer' && !Object.hasOwn(known, name))
  const checked = Object.entries(known).filter(
    ([name]) => options[name] !== undefined || Object.hasOwn(of.required, name),
  )
  return [
    ...unknown.map((name) =>
      fault(joined(path, name), `one of ${Object.keys(known).join(', ') || 'no options'}`, name),
    ),
    ...checked.flatMap(([name, codec]) =>
      codec.is(options[name]) ? [] : [fault(joined(path, name), codec.name, options[name])],
    ),
  ]
}

const childrenOf = (
  u: Readonly<Record<string, unknown>>,
  name: CompositeName,
  path: string,
): Children | ArchitectureFault => {
  const { key, form } = compositeKinds[name]
  const inner = u[key]
  const at = joined(path, key)
  if (form === 'one') return [[key, at, inner]]
  if (form === 'list') {
    return Array.isArray(inner)
      ? inner.map((child: unknown, k) => [String(k), joined(at, k), child] as const)
      : fault(at, 'a list of layers', inner)
  }
  return isRecord(inner)
    ? Object.entries(inner).map(([own, child]) => [own, joined(at, own), child] as const)
    : fault(at, 'layers by name', inner)
}

const layerNames: string = [...Object.keys(compositeKinds), ...Object.keys(leafKinds)].join(', ')

/** The faults of one layer, its inner layers left out, and these. */
const faultsOfOne = (u: unknown, path: string): readonly [faults: readonly ArchitectureFault[], inner: Children] => {
  if (!isRecord(u)) return [[fault(path, 'a layer, { "layer": name, ... }', u)], []]
  const name = u['layer']
  const leaf = leafKind(name)
  if (leaf !== undefined) return [faultsOfOptions(u, leaf, path), []]
  if (!isComposite(name)) return [[fault(joined(path, 'layer'), `one of ${layerNames}`, name)], []]
  const { key } = compositeKinds[name]
  const unknown = Object.keys(u).filter((own) => own !== 'layer' && own !== key)
  const children = childrenOf(u, name, path)
  const faults = unknown.map((own) => fault(joined(path, own), `'${key}' alone`, own))
  return 'path' in children ? [[...faults, children], []] : [faults, children]
}

type Oversized = ArchitectureError & { readonly _tag: 'Oversized' }

/** How many layers there are with those before, or where they claim too much; a description may hold itself. */
const layersIn = (u: unknown, budget: Budget, before = 0, path = '', depth = 1): number | Oversized => {
  const over = overBudget(budget, 'maxDepth', depth) ?? overBudget(budget, 'maxMembers', before + 1)
  if (over !== null) return { _tag: 'Oversized', path, over }
  const [, inner] = faultsOfOne(u, path)
  return inner.reduce<number | Oversized>(
    (layers, [, at, child]) => (typeof layers === 'number' ? layersIn(child, budget, layers, at, depth + 1) : layers),
    before + 1,
  )
}

const faultsOf = (u: unknown, path = ''): readonly ArchitectureFault[] => {
  const [faults, inner] = faultsOfOne(u, path)
  return [...faults, ...inner.flatMap(([, at, child]) => faultsOf(child, at))]
}

/**
 * The codec of descriptions: decodes JSON values, with every fault at its path, and encodes to the same.
 *
 * @example
 * ```ts
 * import { decodeArchitecture } from 'cotangent/models'
 *
 * decodeArchitecture({ layer: 'dense', in: 3, out: 'two' })
 * // => { _tag: 'Left', left: { _tag: 'Malformed', faults: [{ path: 'out', expected: 'a whole number, 1 or more', found: '"two"' }] } }
 * ```
 */
export const decodeArchitecture = (
  u: unknown,
  options: ArchitectureOptions = {},
): E.Either<ArchitectureError, LayerDescription> => {
  checkOptions('decodeArchitecture', options, budgetNames)
  const layers = layersIn(u, budgetWith(options))
  if (typeof layers !== 'number') return E.left(layers)
  const faults = faultsOf(u)
  return isDescription(u) && faults.length === 0 ? E.right(u) : E.left({ _tag: 'Malformed', faults })
}

/**
 * The same as an io-ts codec, for descriptions inside other data.
 *
 * @example
 * ```ts
 * import { Architecture } from 'cotangent/models'
 * import * as t from 'io-ts'
 *
 * const Experiment = t.type({ name: t.string, network: Architecture })
 * Experiment.is({ name: 'first', network: { layer: 'relu' } }) // => true
 * ```
 */
export const Architecture: t.Type<LayerDescription, LayerDescription, unknown> = new t.Type(
  'a layer',
  (u): u is LayerDescription => E.isRight(decodeArchitecture(u)),
  (u, context) => {
    const decoded = decodeArchitecture(u)
    if (E.isRight(decoded)) return t.success(decoded.right)
    return t.failure(u, context, showArchitectureError(decoded.left).split('\n')[0] ?? '')
  },
  t.identity,
)

/** What is wrong with a layer when it is applied, on its way out. */
class MisfitError extends Error {
  readonly error: ArchitectureError

  constructor(error: ArchitectureError) {
    super(error._tag)
    this.error = error
  }
}

/** A layer that tells where it stands when something does not fit, or claims too much. */
const placed =
  (budget: Budget) =>
  (layer: SomeLayer, path: string, { layer: name, ...options }: LayerDescription): SomeLayer => {
    const inner = nn.asLayer(layer)
    const refuseOver = (over: OverBudget | null): void => {
      if (over !== null) throw new MisfitError({ _tag: 'Oversized', path, over })
    }
    const cells = (x: Tensor): number => leafKind(name)?.cells(options, x.shape) ?? 0
    return {
      init: inner.init,
      apply: (mode: nn.Mode): ReturnType<nn.LayerObject['apply']> => {
        const f = inner.apply(mode)
        return (params, state, x, ...others) => {
          refuseOver(overBudget(budget, 'maxCells', cells(x)))
          try {
            const applied = f(params, state, x, ...others)
            refuseOver(overBudget(budget, 'maxElements', sizeOf(applied[0].shape)))
            return applied
          } catch (thrown) {
            if (!(thrown instanceof TensorError)) throw thrown
            throw new MisfitError({ _tag: 'Misfit', path, reason: thrown.message })
          }
        }
      },
    }
  }

const malformed = (one: ArchitectureFault): never => {
  throw new MisfitError({ _tag: 'Malformed', faults: [one] })
}

/** Builds what was decoded. */
const build = (
  description: unknown,
  path: string,
  finish: (layer: SomeLayer, path: string, description: LayerDescription) => SomeLayer,
): SomeLayer => {
  if (!isDescription(description)) return malformed(fault(path, 'a layer', description))
  const { layer: name, ...options } = description
  if (isComposite(name)) {
    const children = childrenOf(description, name, path)
    if ('path' in children) return malformed(children)
    return compositeKinds[name].build(children.map(([own, at, child]) => [own, build(child, at, finish)]))
  }
  const leaf = leafKind(name)
  return leaf === undefined
    ? malformed(fault(joined(path, 'layer'), `one of ${layerNames}`, name))
    : finish(leaf.build(options), path, description)
}

const misfit = (thrown: unknown): ArchitectureError =>
  thrown instanceof MisfitError
    ? thrown.error
    : { _tag: 'Misfit', path: '', reason: thrown instanceof Error ? thrown.message : String(thrown) }

/**
 * Builds the network of a description, and checks that an input of the given shape, which includes the batch, passes
 * through all of it.
 *
 * @example
 * ```ts
 * import { buildArchitecture } from 'cotangent/models'
 *
 * const mistaken = { layer: 'sequential', layers: [{ layer: 'flatten' }, { layer: 'dense', in: 9, out: 2 }] }
 * buildArchitecture(mistaken, [1, 2, 2, 2])
 * // => { _tag: 'Left', left: { _tag: 'Misfit', path: 'layers.1', reason: 'Cannot apply dense to [1, 8]: expected 9 features, found 8' } }
 * ```
 */
export const buildArchitecture = (
  description: LayerDescription,
  input: Shape,
  options: ArchitectureOptions = {},
): E.Either<ArchitectureError, Network> =>
  pipe(
    decodeArchitecture(description, options),
    E.chain((checked) =>
      E.tryCatch(() => {
        const budget = budgetWith(options)
        const { parameters } = nn.summary(build(checked, '', placed(budget)), input)
        const over = overBudget(budget, 'maxElements', parameters)
        if (over !== null) throw new MisfitError({ _tag: 'Oversized', path: '', over })
        return asNetwork(nn.asLayer(build(checked, '', (layer) => layer)))
      }, misfit),
    ),
  )

/**
 * An error in words, one line per fault.
 *
 * @example
 * ```ts
 * import { decodeArchitecture, showArchitectureError } from 'cotangent/models'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = decodeArchitecture({ layer: 'dense', in: 2 })
 * E.isLeft(read) && showArchitectureError(read.left) // => 'out: expected a whole number, 1 or more, found nothing'
 * ```
 */
export const showArchitectureError = (error: ArchitectureError): string => {
  if (error._tag === 'Malformed') {
    return error.faults
      .map(({ path, expected, found }) => `${path === '' ? 'the whole' : path}: expected ${expected}, found ${found}`)
      .join('\n')
  }
  const what = error._tag === 'Misfit' ? error.reason : showOverBudget(error.over)
  return `${error.path === '' ? '' : `${error.path}: `}${what}`
}
