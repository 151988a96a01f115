/** @file What the recorded steps of PyTorch are, which the conformance suite follows; and how far the chosen deviations go. */
import { fileURLToPath } from 'node:url'
import { referenceRuntime } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { optimizers, Trajectory } from '../../conformance/groups/optimizers.ts'
import { decoded, readGroup } from '../../conformance/vectors.ts'

const group = readGroup(fileURLToPath(new URL('../vectors', import.meta.url)), 'optim')
const trajectories = group.cases.map((one) => decoded(Trajectory, one, one.name))

describe('recorded steps', () => {
  it('are 51, five of them clipped', () => {
    expect(trajectories).toHaveLength(51)
    expect(trajectories.filter(({ clip }) => clip !== undefined)).toHaveLength(5)
  })

  it('are told from other rules: the code of NAdam in PyTorch 1.13 is off by far more than rounding', () => {
    for (const of of trajectories.filter(({ op }) => op === 'optim.NAdam113')) {
      const [error] = optimizers[of.op]!.judge(of, group, referenceRuntime)
      expect(error).toBeGreaterThan(1e4)
    }
  })
})
