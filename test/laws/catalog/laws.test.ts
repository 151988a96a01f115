/** @file The laws of the catalog that no operation's own test runs. */
import { laws } from 'cotangent/laws'
import { describe } from 'vitest'
import { initializers, layers, losses, optimizers, schedules } from '../../../laws/catalog/index.ts'
import { initializerLaws } from '../../../laws/kinds/initializer.ts'
import { instanceLaws } from '../../../laws/catalog/structures.ts'
import type { LayerEntry } from '../../../laws/catalog/layers.ts'
import { holds } from '../../holds.ts'

describe('instances', () => {
  holds(instanceLaws)
})

describe('layers', () => {
  const entries: readonly (readonly [string, LayerEntry])[] = Object.entries(layers)
  holds(...entries.map(([name, entry]) => entry.laws(`${name} layer`)))
})

describe('losses', () => {
  holds(...Object.values(losses).map((loss) => laws.operation(loss)))
})

describe('initializers', () => {
  holds(...Object.entries(initializers).map(([name, initializer]) => initializerLaws(name, initializer)))
})

describe('optimizers', () => {
  holds(...Object.entries(optimizers).map(([name, entry]) => entry.laws(`${name} optimizer`)))
})

describe('schedules', () => {
  holds(...Object.entries(schedules).map(([name, spec]) => laws.schedule(`${name} schedule`, spec)))
})
