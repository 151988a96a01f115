/**
 * @file The catalog: every law that the library ships, by kind. The command `cotangent laws` runs it, and tests check
 * that nothing is missing from it.
 *
 * Unlike the laws themselves, it imports `nn` and `optim`, whose layers, losses, optimizers and schedules it lists.
 */
import type { Runtime } from '../../src/compile/Runtime.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import { backendLaws } from '../runtimes/backendAgrees.ts'
import { edgeLaws } from '../runtimes/edges/edgeLaws.ts'
import { groupLaws } from '../groups/dataParallel.ts'
import { operationLaws } from '../framework/gradient.ts'
import { exactIndicesLaws } from '../runtimes/exactIndices.ts'
import type { Law } from '../framework/Law.ts'
import { transformOrderLaws } from './transformOrder.ts'
import { localityLaws } from '../runtimes/locality.ts'
import { longSumsLaws } from '../runtimes/longSums.ts'
import type { Operation } from '../framework/Operation.ts'
import { composites, identities, operations } from '../operations/index.ts'
import { ownWindowLaws } from '../runtimes/ownWindow.ts'
import { programLaws } from '../runtimes/programs.ts'
import { scheduleLaws } from '../kinds/schedule.ts'
import { transformLaws, vmapLaws } from '../kinds/transforms.ts'
import { recorded } from './edges/index.ts'
import { initializerLaws } from '../kinds/initializer.ts'
import { initializers } from './initializers.ts'
import type { LayerEntry } from './layers.ts'
import { layers } from './layers.ts'
import { losses } from './losses.ts'
import { optimizers } from './optimizers.ts'
import { schedules } from './schedules.ts'
import { storeOrderLaws } from './treeOrder.ts'
import { instanceLaws, ofTrees } from './structures.ts'
import { keyLaws } from '../structures/keys.ts'
import { shapeLaws } from '../structures/shapes.ts'
import { slidingLaws } from '../structures/windows.ts'

export { initializers } from './initializers.ts'
export { layers, notLayers } from './layers.ts'
export { losses } from './losses.ts'
export { notOptimizers, optimizers } from './optimizers.ts'
export { schedules } from './schedules.ts'

/** Laws, by subject. */
export type Catalog = Readonly<Record<string, readonly Law[]>>

const layerEntries: readonly (readonly [string, LayerEntry])[] = Object.entries(layers)

/** Operations and losses. */
const computing: readonly Operation[] = [
  ...Object.values(operations),
  ...Object.values(composites),
  ...Object.values(losses),
]

/** Operations that have inputs, which may be one for each example. */
const mapped = computing.filter(({ name }) => !['constant', 'arange', 'eye'].includes(name))

/** An entry that is not finite affects only what depends on it, for every operation, loss and layer. */
const localities = (runtime: Runtime): readonly Law[] => [
  ...computing.flatMap((operation) => localityLaws(runtime, operation)),
  ...layerEntries.flatMap(([name, entry]) => localityLaws(runtime, entry.operation(name))),
  ...ownWindowLaws(runtime),
]

/** Values and derivatives of every recorded function at subnormal, huge and infinite numbers and signed zeros. */
const edges = (runtime: Runtime): readonly Law[] => recorded.flatMap((spec) => edgeLaws(runtime, spec))

/** Trees are paired by name in transforms, compiled functions, optimizers, training and checkpoints. */
const treeOrders = (runtime: Runtime): readonly Law[] => [
  ...transformOrderLaws(runtime),
  ...Object.entries(optimizers).flatMap(([name, entry]) => entry.order(`${name} optimizer`, runtime)),
  ...storeOrderLaws(runtime),
]

const ofReference = (): Catalog => ({
  operations: computing.flatMap(operationLaws),
  identities: Object.values(identities).flat(),
  windows: slidingLaws,
  shapes: shapeLaws,
  keys: keyLaws,
  trees: ofTrees,
  instances: instanceLaws,
  layers: layerEntries.flatMap(([name, entry]) => entry.laws(`${name} layer`)),
  initializers: Object.entries(initializers).flatMap(([name, one]) => initializerLaws(name, one)),
  optimizers: Object.entries(optimizers).flatMap(([name, entry]) => entry.laws(`${name} optimizer`)),
  schedules: Object.entries(schedules).flatMap(([name, spec]) => scheduleLaws(`${name} schedule`, spec)),
  ranks: [
    ...groupLaws,
    ...Object.entries(optimizers).flatMap(([name, entry]) => entry.parallel(`${name} optimizer`)),
    ...layerEntries.flatMap(([name, entry]) => entry.parallel(`${name} layer`)),
  ],
  programs: programLaws(referenceRuntime),
  locality: localities(referenceRuntime),
  indices: exactIndicesLaws(referenceRuntime),
  edges: edges(referenceRuntime),

  treeOrder: treeOrders(referenceRuntime),
  sums: longSumsLaws(referenceRuntime),
  transforms: [...transformLaws, ...mapped.flatMap(vmapLaws)],
})

const ofBackend = (runtime: Runtime): Catalog => ({
  operations: computing.flatMap((operation) => backendLaws(runtime, operation)),
  layers: layerEntries.flatMap(([name, entry]) => backendLaws(runtime, entry.operation(name))),
  programs: programLaws(runtime),
  locality: localities(runtime),
  indices: exactIndicesLaws(runtime),
  edges: edges(runtime),

  treeOrder: treeOrders(runtime),
  sums: longSumsLaws(runtime),
})

/**
 * Every law of the library for a runtime. On the reference, these are all laws, in float64. On another runtime, they
 * state that it agrees with the reference on every operation, loss and layer and on random programs, in values and
 * derivatives, compiled and not.
 */
export const catalog = (runtime: Runtime = referenceRuntime): Catalog =>
  runtime.backend === referenceRuntime.backend ? ofReference() : ofBackend(runtime)
