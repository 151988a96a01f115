/**
 * @file The elementwise primitives as operators of ONNX.
 *
 * Operands of this library's primitives have one shape; ONNX broadcasts, so a broadcast in front of a primitive is left
 * out wherever the other operands have the lengths. `expm1`, `log1p` and `erfc` have no operator: the first two are written with
 * functions that keep small numbers exact, the last with `Erf`, which keeps large ones only to the precision of 1.
 */
import type { ElementwiseName } from '../../../core/elementwise.ts'
import type { ProgramInstruction, ValueId } from '../../../compile/Program.ts'
import type { Emit, Emitted, EmittedKind } from '../Emit.ts'
import type { Lengths } from '../Length.ts'
import { broadcastLengths, sameLengths } from '../Length.ts'
import type { Rule, Written } from '../Rule.ts'
import { numbers } from '../Rule.ts'
import type { Traced } from '../Traced.ts'

/** The value in front of a broadcast. */
const beforeBroadcast = (traced: Traced, id: ValueId): ValueId => {
  const made = traced.instructionOf(id)
  return made?.name === 'broadcastTo' ? beforeBroadcast(traced, made.inputs[0] ?? id) : id
}

/** What an operand comes to when it is left to ONNX to broadcast it: a constant of any shape is a scalar then. */
const ownLengths = (traced: Traced, id: ValueId): Lengths =>
  traced.instructionOf(id)?.name === 'constant' ? [] : traced.lengthsOf(id)

/** Operands without their broadcasts, as long as the result keeps its lengths. */
const operandsOf = (
  { inputs }: Pick<ProgramInstruction, 'inputs'>,
  id: ValueId,
  traced: Traced,
): readonly ValueId[] => {
  const bare = inputs.map((input) => beforeBroadcast(traced, input))
  const fits = (operands: readonly ValueId[]): boolean => {
    const lengths = broadcastLengths(operands.map((one) => ownLengths(traced, one)))
    return lengths !== null && sameLengths(lengths, traced.lengthsOf(id))
  }
  if (fits(bare)) return bare
  const [first = -1, ...others] = bare
  const firstWhole = [inputs[0] ?? first, ...others]
  return fits(firstWhole) ? firstWhole : inputs
}

type Write = (emit: Emit, operands: readonly string[]) => Emitted

interface Operator {
  readonly write: Write
  /** The kinds of the operands; numbers by default. */
  readonly kinds?: readonly EmittedKind[]
}

const named = (operator: string): Operator => ({
  write: (emit, operands) => numbers(emit.node(operator, operands)),
})

const condition = (operator: string): Operator => ({
  write: (emit, operands) => ({ name: emit.node(operator, operands), kind: 'bool' }),
})

const made = (write: (emit: Emit, x: string) => string): Operator => ({
  write: (emit, [x = '']) => numbers(write(emit, x)),
})

/** tanh(x / 2) (e^x + 1), which is exact to the last digits around 0. */
const expm1 = made((emit, x) =>
  emit.node('Mul', [
    emit.node('Tanh', [emit.node('Mul', [x, emit.number(0.5)])]),
    emit.node('Add', [emit.node('Exp', [x]), emit.number(1)]),
  ]),
)

/** 2 atanh(x / (x + 2)) for small numbers, and the logarithm for others. */
const log1p = made((emit, x) => {
  const isSmall = emit.node('Less', [emit.node('Abs', [x]), emit.number(0.5)])
  const ratio = emit.node('Div', [x, emit.node('Add', [x, emit.number(2)])])
  const near = emit.node('Mul', [emit.node('Atanh', [ratio]), emit.number(2)])
  const far = emit.node('Log', [emit.node('Add', [x, emit.number(1)])])
  return emit.node('Where', [isSmall, near, far])
})

const operators: Readonly<Record<ElementwiseName, Operator>> = {
  neg: named('Neg'),
  exp: named('Exp'),
  expm1,
  log: named('Log'),
  log1p,
  sqrt: named('Sqrt'),
  rsqrt: made((emit, x) => emit.node('Reciprocal', [emit.node('Sqrt', [x])])),
  abs: named('Abs'),
  sign: named('Sign'),
  sin: named('Sin'),
  cos: named('Cos'),
  tanh: named('Tanh'),
  sigmoid: named('Sigmoid'),
  erf: named('Erf'),
  erfc: made((emit, x) => emit.node('Sub', [emit.number(1), emit.node('Erf', [x])])),
  floor: named('Floor'),
  ceil: named('Ceil'),
  round: named('Round'),
  relu: named('Relu'),
  add: named('Add'),
  sub: named('Sub'),
  mul: named('Mul'),
  div: named('Div'),
  pow: named('Pow'),
  maximum: named('Max'),
  minimum: named('Min'),
  fmod: { write: (emit, operands) => numbers(emit.node('Mod', operands, { fmod: 1 })) },
  equal: condition('Equal'),
  notEqual: {
    write: (emit, operands) => ({ name: emit.node('Not', [emit.node('Equal', operands)]), kind: 'bool' }),
  },
  less: condition('Less'),
  lessEqual: condition('LessOrEqual'),
  where: { ...named('Where'), kinds: ['bool', 'number', 'number'] },
}

/** The rule of an elementwise primitive. */
export const elementwiseRule = (name: ElementwiseName): Rule<ElementwiseName> => {
  const { write, kinds } = operators[name]
  return {
    reads: operandsOf,
    write: (emit, { reads, lengths }): Written => {
      const own = reads.map((id) => (emit.constant(id) === null ? emit.lengths(id) : []))
      const isBroadcast = sameLengths(broadcastLengths(own) ?? [], lengths)
      const operand = (id: ValueId, kind: EmittedKind = 'number'): string => {
        const number = isBroadcast ? emit.constant(id) : null
        return number === null ? emit.value(id, kind) : emit.cast(emit.number(number), kind)
      }
      return write(
        emit,
        reads.map((id, k) => operand(id, kinds?.[k])),
      )
    },
  }
}
