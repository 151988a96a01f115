/**
 * The step of LeNet uncompiled beside the compiled one, in turns within one process, after a warm-up: prints the median
 * milliseconds of each as one JSON object. Everything is computed on each call; with `only its loss`, the loop reads the
 * loss alone, so that the last update is computed in the next step.
 */
import { open } from './doors.mjs'
import { stepsOf } from './steps.mjs'

const [core, nn, optim, models, train] = await Promise.all(
  ['', '/nn', '/optim', '/models', '/train'].map((door) => open(`cotangent${door}`)),
)
const { compile, force, item, key } = core
const steps = stepsOf({ core, nn, optim, models, train })

const loop = (stepOf, read) => {
  const { step, training, batch } = steps.lenet()
  const advance = stepOf(step)
  let at = force(training)
  let k = 0
  return () => {
    const given = advance(at, batch, key(k++))
    at = given.training
    return read(given)
  }
}
const all = (given) => item(force(given).loss)
const loops = {
  compiled: loop(compile, all),
  uncompiled: loop((step) => step, all),
  'uncompiled, only its loss read': loop(
    (step) => step,
    ({ loss }) => item(loss),
  ),
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1]
for (const f of Object.values(loops)) for (let k = 0; k < 30; k++) f()
const times = Object.fromEntries(Object.keys(loops).map((name) => [name, []]))
for (let round = 0; round < 20; round++) {
  for (const [name, f] of Object.entries(loops)) {
    for (let k = 0; k < 10; k++) {
      const start = performance.now()
      f()
      times[name].push(performance.now() - start)
    }
  }
}
console.log(JSON.stringify(Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))))
process.exit()
