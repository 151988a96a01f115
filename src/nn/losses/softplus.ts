/** @file ln(1 + e^x) without overflow, as losses of logits need it: max(x, 0) + ln(1 + e^-|x|). */
import type { Tensor } from '../../core/Tensor.ts'
import { abs } from '../../ops/abs.ts'
import { add } from '../../ops/add.ts'
import { zero } from '../../ops/constant.ts'
import { exp } from '../../ops/exp.ts'
import { log1p } from '../../ops/log1p.ts'
import { maximum } from '../../ops/maximum.ts'
import { neg } from '../../ops/neg.ts'

/** ln(1 + e^x). At 0 the two halves of the derivative add up to 1/2: `maximum` splits ties. */
export const softplusOf = (x: Tensor): Tensor => add(maximum(x, zero), log1p(exp(neg(abs(x)))))
