/**
 * @file Architectures as data: a network described in JSON, read with every fault at its path, checked for shapes, built, and
 * written back.
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
import type { Shape } from '../core/Shape.ts'
import { TensorError } from '../core/TensorError.ts'
import type { SomeLayer } from '../nn/index.ts'
import * as nn from '../nn/index.ts'
import type { Kind, Options } from './architectureKinds.ts'
import { leafKinds } from './architectureKinds.ts'
import type { Network } from './Network.ts'

/** A layer as data. */
export interface LayerDescription {
  /** The name of a layer of `cotangent/nn`. */
  readonly layer: string
  readonly [option: string]: unknown
}

/** What is wrong with a description, and where: the path leads through layers and options. */
export type ArchitectureError =
  | { readonly _tag: 'Malformed'; readonly faults: readonly ArchitectureFault[] }
  | { readonly _tag: 'Misfit'; readonly path: string; readonly reason: string }

/** One fault of a description. */
export interface ArchitectureFault {
  /** Such as `layers.2.kernel`; empty for the whole. */
  readonly path: string
  readonly expected: string
  readonly found: string
}

type Inner = (description: LayerDescription, path: string) => SomeLayer

/** Layers that hold others: under which key, in a list or by name, or just one. */
const compositeKinds = {
  sequential: {
    key: 'layers',
    form: 'list',
    build: (inner: readonly SomeLayer[]) => nn.sequential(...inner),
  },
  layers: {
    key: 'layers',
    form: 'names',
    build: (inner: Readonly<Record<string, SomeLayer>>) => nn.layers(inner),
  },
  branches: {
    key: 'branches',
    form: 'names',
    build: (inner: Readonly<Record<string, SomeLayer>>) => nn.branches(inner),
  },
  residual: { key: 'inner', form: 'one', build: (inner: SomeLayer) => nn.residual(inner) },
} as const

type CompositeName = keyof typeof compositeKinds
const isComposite = (name: string): name is CompositeName => Object.hasOwn(compositeKinds, name)

const joined = (path: string, name: string | number): string => (path === '' ? String(name) : `${path}.${String(name)}`)

const shown = (u: unknown): string => (u === undefined ? 'nothing' : JSON.stringify(u))

const fault = (path: string, expected: string, found: unknown): ArchitectureFault => ({
  path,
  expected,
  found: shown(found),
})

const isRecord = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

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
): readonly (readonly [path: string, child: unknown])[] | ArchitectureFault => {
  const { key, form } = compositeKinds[name]
  const inner = u[key]
  const at = joined(path, key)
  if (form === 'one') return [[at, inner]]
  if (form === 'list') {
    return Array.isArray(inner)
      ? inner.map((child: unknown, k) => [joined(at, k), child] as const)
      : fault(at, 'a list of layers', inner)
  }
  return isRecord(inner)
    ? Object.entries(inner).map(([own, child]) => [joined(at, own), child] as const)
    : fault(at, 'layers by name', inner)
}

const faultsOf = (u: unknown, path: string): readonly ArchitectureFault[] => {
  const names = [...Object.keys(compositeKinds), ...Object.keys(leafKinds)]
  if (!isRecord(u)) return [fault(path, 'a layer, { "layer": name, ... }', u)]
  const name = u['layer']
  if (typeof name !== 'string' || !(isComposite(name) || Object.hasOwn(leafKinds, name))) {
    return [fault(joined(path, 'layer'), `one of ${names.join(', ')}`, name)]
  }
  if (!isComposite(name)) return faultsOfOptions(u, leafKinds[name] as Kind, path)
  const { key } = compositeKinds[name]
  const unknown = Object.keys(u).filter((own) => own !== 'layer' && own !== key)
  const children = childrenOf(u, name, path)
  return [
    ...unknown.map((own) => fault(joined(path, own), `'${key}' alone`, own)),
    ...('path' in children ? [children] : children.flatMap(([at, child]) => faultsOf(child, at))),
  ]
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
export const decodeArchitecture = (u: unknown): E.Either<ArchitectureError, LayerDescription> => {
  const faults = faultsOf(u, '')
  return faults.length === 0 ? E.right(u as LayerDescription) : E.left({ _tag: 'Malformed', faults })
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
  (u): u is LayerDescription => faultsOf(u, '').length === 0,
  (u, context) => {
    const [first] = faultsOf(u, '')
    return first === undefined
      ? t.success(u as LayerDescription)
      : t.failure(u, context, `${first.path}: expected ${first.expected}, found ${first.found}`)
  },
  t.identity,
)

/** A shape that did not fit, at the layer where it happened. */
// eslint-disable-next-line functional/no-classes -- it is thrown
class Misfit extends Error {
  readonly path: string

  constructor(path: string, reason: string) {
    super(reason)
    this.path = path
  }
}

/** A layer that tells where it stands when something does not fit. */
const placed = (layer: SomeLayer, path: string): SomeLayer => {
  const inner = layer as unknown as {
    readonly init: SomeLayer['init']
    readonly apply: (mode: nn.Mode) => (...a: readonly unknown[]) => unknown
  }
  return {
    init: inner.init,
    apply: (mode: nn.Mode) => {
      const f = inner.apply(mode)
      return (...args: readonly unknown[]) => {
        try {
          return f(...args)
        } catch (thrown) {
          throw thrown instanceof TensorError ? new Misfit(path, thrown.message) : thrown
        }
      }
    },
  } as unknown as SomeLayer
}

const build = (
  description: LayerDescription,
  path: string,
  finish: (layer: SomeLayer, path: string) => SomeLayer,
): SomeLayer => {
  const { layer: name, ...options } = description
  if (!isComposite(name)) return finish((leafKinds[name] as Kind).build(options as never) as SomeLayer, path)
  const { key, form, build: compose } = compositeKinds[name]
  const make: Inner = (child, at) => build(child, at, finish)
  const at = joined(path, key)
  const inner = options[key]
  const made =
    form === 'one'
      ? make(inner as LayerDescription, at)
      : form === 'list'
        ? (inner as readonly LayerDescription[]).map((child, k) => make(child, joined(at, k)))
        : Object.fromEntries(
            Object.entries(inner as Readonly<Record<string, LayerDescription>>).map(([own, child]) => [
              own,
              make(child, joined(at, own)),
            ]),
          )
  return (compose as (inner: never) => unknown)(made as never) as SomeLayer
}

const misfit = (thrown: unknown): ArchitectureError => ({
  _tag: 'Misfit',
  path: thrown instanceof Misfit ? thrown.path : '',
  reason: thrown instanceof Error ? thrown.message : String(thrown),
})

/**
 * Builds the network of a description, and checks that an input of a shape, the batch included, fits through all of it.
 *
 * @example
 * ```ts
 * import { buildArchitecture } from 'cotangent/models'
 *
 * const mistaken = { layer: 'sequential', layers: [{ layer: 'flatten' }, { layer: 'dense', in: 9, out: 2 }] }
 * buildArchitecture(mistaken, [1, 2, 2, 2])
 * // => { _tag: 'Left', left: { _tag: 'Misfit', path: 'layers.1', reason: 'Cannot apply dense to [1, 8]: dense expects 9 features, got 8' } }
 * ```
 */
export const buildArchitecture = (description: LayerDescription, input: Shape): E.Either<ArchitectureError, Network> =>
  pipe(
    decodeArchitecture(description),
    E.chain((checked) =>
      E.tryCatch(() => {
        nn.summary(build(checked, '', placed), input)
        return build(checked, '', (layer) => layer) as unknown as Network
      }, misfit),
    ),
  )

/**
 * An error in words, a line a fault.
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
export const showArchitectureError = (error: ArchitectureError): string =>
  error._tag === 'Misfit'
    ? `${error.path === '' ? '' : `${error.path}: `}${error.reason}`
    : error.faults
        .map(({ path, expected, found }) => `${path === '' ? 'the whole' : path}: expected ${expected}, found ${found}`)
        .join('\n')
