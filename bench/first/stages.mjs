/**
 * The stages of compiling a training step, one by one, in a fresh process: what `compile` does on the first call, by
 * the modules that do it. Prints the milliseconds of each as one JSON object. Argument: `lenet` or `alexnet`.
 */
import { inside } from './doors.mjs'
import { stepsOf } from './steps.mjs'

const names = ['index', 'nn/index', 'optim/index', 'models/index', 'train/index']
const [core, nn, optim, models, train] = await Promise.all(names.map(inside))
const { takeApart } = await inside('compile/arguments')
const { traceCall, withScalars } = await inside('compile/call')
const { identities } = await inside('compile/passes/simplify')
const pass = async (name) => (await inside(`compile/passes/${name}`))[name]
const [commonSubexpressions, foldConstants, deadCode, hoist, fuse, schedule] = await Promise.all(
  ['commonSubexpressions', 'foldConstants', 'deadCode', 'hoist', 'fuse', 'schedule'].map(pass),
)
const { wasmBackend } = await inside('backend/wasm/index')

const times = {}
const timed = (name, f) => {
  const start = performance.now()
  const value = f()
  times[name] = (times[name] ?? 0) + performance.now() - start
  return value
}

const { step, training, batch } = stepsOf({ core, nn, optim, models, train })[process.argv[2]]()
const weights = (t) => core.tensor(new Float32Array(t.shape.reduce((a, b) => a * b, 1)).fill(0.01), t.shape)
const args = [core.Tree.map(weights)(training), batch, core.key(1)]

const { leaves } = timed('flattening arguments', () => takeApart(args))
let built = 0
const whole = performance.now()
const traced = traceCall((...over) => {
  const start = performance.now()
  const value = step(...over)
  built = performance.now() - start
  return value
}, args)
times['call on placeholders'] = built
times.trace = performance.now() - whole - built

const backend = wasmBackend()
const one = { name: 'exp', params: {}, inputs: [0], inputShapes: [[]], shape: [] }
timed('wasm start', () => backend.compile({ inputs: [[]], instructions: [one], outputs: [1] })([Float64Array.of(1)]))

const fold = foldConstants(backend.compile)
let program = timed('withScalars', () => withScalars(traced))
for (let before = null; before !== program;) {
  before = program
  const shared = timed('commonSubexpressions', () => commonSubexpressions(before))
  const folded = timed('foldConstants', () => fold(shared))
  const rewritten = timed('identities', () => identities(folded))
  program = timed('deadCode', () => deadCode(rewritten))
}
const { fixed, rest, reads } = timed('hoist', () => hoist(program, traced.arity))
if (fixed.outputs.length > 0) throw new Error('the step has a part that does not depend on its arguments')
const fused = timed('fuse', () => fuse(rest))
const scheduled = timed('schedule', () => schedule(fused))
const run = timed('lowering, memory and commands', () => backend.compile(scheduled))

const numbers = core.defaultRuntime.evaluate(leaves)
const inputs = reads.map((id) => numbers[id] ?? traced.captured[id - traced.arity])
timed('first run', () => run(inputs))
timed('second run', () => run(inputs))
console.log(JSON.stringify(times))
process.exit()
