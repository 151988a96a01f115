/** @file The laws of transforms: of every operation, and of random programs. */
import { composites, laws, operations } from 'cotangent/laws'
import { describe } from 'vitest'

import { transformed } from '../../../laws/operations/transformed.ts'
import { transformLaws } from '../../../laws/kinds/transforms.ts'
import { holds } from '../../holds.ts'

const withoutInputs = new Set(['constant', 'arange', 'eye'])
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
