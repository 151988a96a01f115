import { exp } from 'cotangent'
import { laws } from 'cotangent/laws'
import { describe } from 'vitest'
import { holds } from '../holds.ts'

describe('exp', () => {
  holds(laws.primitive('exp', { f: exp, domains: ['real'] }))
})
