/** @file The laws of trees and of fp-ts instances. */
import type fc from 'fast-check'
import type { Tensor } from '../../src/core/Tensor.ts'
import { getRing, getSumMonoid } from '../../src/ops/instances.ts'
import { getEq } from '../../src/runtime/instances.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import { trees } from '../framework/arbitraries/tree.ts'
import type { Law } from '../framework/Law.ts'
import { direction, seeds } from '../framework/Operation.ts'
import { eqLaws, monoidLaws, ringLaws } from '../kinds/instances.ts'
import { treeLaws } from '../kinds/tree.ts'

const tensors = seeds.map((seed): Tensor => direction([3], seed, 0))

/** Instances of tensors. */
export const instanceLaws: readonly Law[] = [
  ...eqLaws('getEq', getEq(referenceRuntime), tensors),
  ...monoidLaws('getSumMonoid', getSumMonoid([3]), tensors as fc.Arbitrary<Tensor<readonly [3]>>),
  ...ringLaws('getRing', getRing([3]), tensors as fc.Arbitrary<Tensor<readonly [3]>>),
]

/** Trees of any structure, with keys. */
export const ofTrees: readonly Law[] = treeLaws('trees', trees({ keys: true }) as fc.Arbitrary<never>)
