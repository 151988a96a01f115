/**
 * @file The laws of random programs: values and gradients, compiled and not, on every backend, against the reference.
 *
 *     compiled is uncompiled       to the last digit, in float64, whatever the numbers
 *     compile inside grad          is grad
 *     new numbers                  compile nothing
 *     forcing                      a value inside a function changes no gradient, and a pullback may be called again
 *     finite differences           the gradient of a program of thirty operations is the slope of its value
 *     a backend agrees             with the reference, value and gradient, compiled and not, where rounding does no harm
 */
import type { Runtime } from '../../src/compile/Runtime.ts'
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { leaf, scalar } from '../../src/core/Tensor.ts'
import { valueAndGrad } from '../../src/diff/grad.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { compile } from '../../src/runtime/compile.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { ProgramCase, ProgramOptions } from '../framework/arbitraries/programs.ts'
import { lossOf, programs, randomFunction, randomInputs, randomLoss } from '../framework/arbitraries/programs.ts'
import type { Equation } from '../framework/Equation.ts'
import { directionByDifferences } from '../framework/equations/gradient.ts'
import type { Law } from '../framework/Law.ts'
import { direction } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'

type Tensors = readonly Tensor[]

/** Values, the loss made of them, and its gradient. */
const everything =
  (program: ProgramCase, options: ProgramOptions) =>
  (inputs: Tensors): Tensors => {
    const [loss, gradient] = valueAndGrad((xs: Tensors) => randomLoss(program, options)(xs))(inputs)
    return [...randomFunction(program, options)(inputs), loss, ...gradient]
  }

const leavesOf = (values: readonly NumberArray[], like: Tensors): Tensors =>
  values.map((numbers, k) => leaf(numbers, like[k]?.shape ?? [numbers.length]))

const onRuntime = (runtime: Runtime, expression: Tensors): Tensors => leavesOf(runtime.evaluate(expression), expression)

const compiledIsUncompiled = (program: ProgramCase): Equation => {
  const compiled = compile(everything(program, {}), { runtime: referenceRuntime })
  // A second call runs the same program on other numbers.
  const inputs = [randomInputs(program.seed), randomInputs(program.seed + 1)]
  return { left: inputs.map(compiled), right: inputs.map(everything(program, {})) }
}

const compileInsideGrad = (program: ProgramCase): Equation => {
  const loss = randomLoss(program)
  const inputs = () => randomInputs(program.seed)
  const compiled = compile(loss, { runtime: referenceRuntime })
  return {
    left: valueAndGrad((xs: Tensors) => compiled(xs))(inputs()),
    right: valueAndGrad((xs: Tensors) => loss(xs))(inputs()),
  }
}

const newNumbersCompileNothing = (program: ProgramCase): Equation => {
  const compiled = compile(everything(program, {}), { runtime: referenceRuntime })
  compiled(randomInputs(program.seed))
  const before = referenceRuntime.statistics().compiled
  compiled(randomInputs(program.seed + 1))
  return { left: referenceRuntime.statistics().compiled, right: before }
}

const forcingChangesNothing = (program: ProgramCase): Equation => {
  const inputs = () => randomInputs(program.seed)
  const forcing = (xs: Tensors) => {
    const values = randomFunction(program)(xs)
    referenceRuntime.evaluate(values)
    return lossOf(values)
  }
  const [loss, pullback] = vjp((xs: Tensors) => randomLoss(program)(xs))(inputs())
  const before = referenceRuntime.run(pullback(scalar(1)))
  referenceRuntime.run(loss)
  return {
    left: [valueAndGrad(forcing)(inputs()), pullback(scalar(1))],
    right: [valueAndGrad((xs: Tensors) => randomLoss(program)(xs))(inputs()), before],
  }
}

const tame = { tame: true } as const

const gradientIsSlope = (program: ProgramCase): Equation => {
  const xs = randomInputs(program.seed, tame)
  const along = xs.map(({ shape }, k) => direction(shape, program.seed, k))
  return directionByDifferences(
    (moved) => [randomLoss(program, tame)(moved)],
    xs,
    along,
    (shape, k) => direction(shape, program.seed, 20 + k),
    { step: 1e-5, tolerance: 1e-5, exact: false },
  )
}

/** How far float32 may be off, relative to the largest entry, on programs that a jitter of eight units does not move as far. */
const tolerance = 1e-5

const agrees = (runtime: Runtime, compiled: boolean, program: ProgramCase): Equation => {
  const inputs = () => randomInputs(program.seed, tame)
  const right = onRuntime(referenceRuntime, everything(program, tame)(inputs()))
  const jitters = [1, 2].flatMap((k) => ([1, -1] as const).map((sign) => ({ seed: program.seed + k, sign })))
  const f = everything(program, tame)
  const expression = compiled ? compile(f, { runtime })(inputs()) : f(inputs())
  return {
    left: onRuntime(runtime, expression),
    right,
    tolerance,
    finite: true,
    estimates: [jitters.map(() => right), jitters.map((jitter) => everything(program, { ...tame, jitter })(inputs()))],
  }
}

/**
 * The laws of random programs on a runtime: on the reference, that compilation and differentiation are right; on any
 * other, that it agrees with the reference.
 */
export const programLaws = (runtime: Runtime): readonly Law[] =>
  runtime.backend === referenceRuntime.backend
    ? [
        law('random programs: compiled is uncompiled', programs, compiledIsUncompiled),
        law('random programs: compile inside grad is grad', programs, compileInsideGrad),
        law('random programs: new numbers compile nothing', programs, newNumbersCompileNothing),
        law('random programs: forcing changes nothing', programs, forcingChangesNothing),
        law('random programs: finite differences', programs, gradientIsSlope),
      ]
    : [false, true].map((compiled) =>
        law(
          `random programs on ${runtime.name}: ${compiled ? 'compiled' : 'values and gradients'}`,
          programs,
          (program) => agrees(runtime, compiled, program),
        ),
      )
