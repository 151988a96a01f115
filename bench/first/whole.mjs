/**
 * A fresh process on its way to trained steps, through the doors: prints the milliseconds of each part as one JSON
 * object. Argument: the step, `lenet` or `alexnet`.
 */
import { open } from './doors.mjs'
import { stepsOf } from './steps.mjs'

const times = { 'Node itself': performance.now() }
let last = performance.now()
const mark = (name) => {
  const now = performance.now()
  times[name] = now - last
  last = now
}
const core = await open('cotangent')
mark('import of cotangent')
const [nn, optim, models, train] = await Promise.all(
  ['nn', 'optim', 'models', 'train'].map((door) => open(`cotangent/${door}`)),
)
mark('import of nn, optim, models and train')
const { step, training, batch } = stepsOf({ core, nn, optim, models, train })[process.argv[2]]()
mark('network and batch')
core.force(training)
mark('drawing the parameters')
const compiled = core.compile(step)
let at = training
const advance = (k) => {
  const { training: next, loss } = compiled(at, batch, core.key(k))
  at = next
  return core.item(loss)
}
advance(1)
mark('first step')
const toFirst = last
// As a training waits for its batches; what is no longer reachable is collected meanwhile.
const wait = () => new Promise((resolve) => setTimeout(resolve, 20))
for (const [k, name] of ['second', 'third', 'fourth', 'fifth', 'sixth'].entries()) {
  await wait()
  last = performance.now()
  advance(k + 2)
  mark(`${name} step`)
}
times['from the start of Node to the first step'] = toFirst
console.log(JSON.stringify(times))
process.exit()
