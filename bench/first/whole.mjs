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
advance(2)
mark('second step')
advance(3)
mark('third step')
times['from the start of Node to the first step'] = last - times['second step'] - times['third step']
console.log(JSON.stringify(times))
process.exit()
