/**
 * @file The native runtime is held to what the wasm backend is held to, with every product by the library however small it is:
 * the reference's numbers in values and derivatives, exact long sums, entries that are not finite where they belong.
 */
import type { Law } from 'cotangent/laws'
import { laws } from 'cotangent/laws'
import { catalog } from '../../laws/catalog/index.ts'
import { holds, holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { describeNative } from './native.ts'

describeNative('the native runtime', (runtime) => {
  const { operations = [], layers = [] } = catalog(runtime)
  // What has no product is the wasm backend's; `cotangent laws --backend native` runs all of it.
  const ofProducts = (all: readonly Law[]) => all.filter(({ name }) => /matmul|conv|dense|einsum|bilinear/i.test(name))
  holds(ofProducts(operations), ofProducts(layers))
  // As in test/laws/runtimes/longSums.test.ts.
  holdsOn(few(8), laws.longSums(runtime))
  holds(laws.ownWindow(runtime))
})
