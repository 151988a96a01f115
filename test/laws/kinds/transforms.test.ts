/** @file The laws of transforms: of every operation, and of random programs. */
import { composites, laws, operations } from 'cotangent/laws'
import { describe } from 'vitest'

import { elementwiseComposites } from '../../../laws/operations/elementwise.ts'
import { gates } from '../../../laws/operations/gates.ts'
import { interpolation } from '../../../laws/operations/interpolation.ts'
import { normalization } from '../../../laws/operations/normalization.ts'
import { poolingComposites } from '../../../laws/operations/pooling.ts'
import { rearranging } from '../../../laws/operations/rearranging.ts'
import { sortingComposites } from '../../../laws/operations/sorting.ts'
import { transformed } from '../../../laws/operations/transformed.ts'
import { unfoldings } from '../../../laws/operations/unfolding.ts'
import { transformLaws } from '../../../laws/kinds/transforms.ts'
import { holds } from '../../holds.ts'

const withoutInputs = new Set(['constant', 'arange'])
const mapped = Object.values({ ...operations, ...composites }).filter(({ name }) => !withoutInputs.has(name))

describe('vmap', () => {
  holds(...mapped.map((operation) => laws.vmap(operation)))
})

describe('transforms of programs', () => {
  holds(transformLaws)
})

describe('operations that are made by transforms', () => {
  holds(...Object.values(transformed).map((operation) => laws.operation(operation)))
})

describe('operations that are made of others', () => {
  const own = new Set<string>(['greater', 'greaterEqual'])
  holds(
    ...Object.values({
      ...elementwiseComposites,
      ...gates,
      ...sortingComposites,
      ...normalization,
      ...rearranging,
      ...interpolation,
      ...unfoldings,
      ...poolingComposites,
      einsum: composites.einsum,
      convTranspose: composites.convTranspose,
    })
      .filter(({ name }) => !own.has(name))
      .map((operation) => laws.operation(operation)),
  )
})
