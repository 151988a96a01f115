/** @file Elementwise activations made of primitives; their values and derivatives at edge cases are recorded. */
import type { Tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import type { DomainName } from '../framework/arbitraries/Domain.ts'
import type { Operation } from '../framework/Operation.ts'
import { one } from './fixed.ts'

/** A domain for functions without a kink except possibly at 0. */
const entrywise = (name: string, f: (x: Tensor) => Tensor, domain: DomainName = 'real'): Operation =>
  one(name, [2, 3], f, { domain })

/** Operations made of primitives. */
export const activations = {
  celu: entrywise('celu', ops.celu({ alpha: 1.5 }), 'awayFromZero'),
  elu: entrywise('elu', ops.elu({ alpha: 0.7 }), 'awayFromZero'),
  gelu: entrywise('gelu', ops.gelu()),
  'gelu, approximate': entrywise('gelu, approximate', ops.gelu({ approximate: true })),
  hardshrink: entrywise('hardshrink', ops.hardshrink({ threshold: 0.01 }), 'awayFromZero'),
  hardsigmoid: entrywise('hardsigmoid', ops.hardsigmoid),
  hardswish: entrywise('hardswish', ops.hardswish),
  hardtanh: entrywise('hardtanh', ops.hardtanh({ low: -9, high: 9 })),
  leakyRelu: entrywise('leakyRelu', ops.leakyRelu(), 'awayFromZero'),
  logSigmoid: entrywise('logSigmoid', ops.logSigmoid),
  mish: entrywise('mish', ops.mish),
  relu6: entrywise('relu6', ops.relu6, 'awayFromZero'),
  selu: entrywise('selu', ops.selu, 'awayFromZero'),
  silu: entrywise('silu', ops.silu),
  softplus: entrywise('softplus', ops.softplus, 'awayFromZero'),
  softshrink: entrywise('softshrink', ops.softshrink({ threshold: 0.01 }), 'awayFromZero'),
  softsign: entrywise('softsign', ops.softsign, 'awayFromZero'),
  tanhshrink: entrywise('tanhshrink', ops.tanhshrink),
} as const
