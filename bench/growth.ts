/**
 * @file Growth in time: how the time of building, compiling and running expressions grows with their length. Each family
 * is timed at a size and at four times it; the exponent is log(t4 / t1) / log 4, so 1 is proportional and 2 quadratic. Ends
 * with an error where one is above 1.5. What operations read and hold is counted by `test/growth`; this times the rest.
 */
import { add, at, compile, concat, exp, force, grad, matmul, mul, relu, scan, sum, tensor, toArray } from 'cotangent'
import type { Tensor } from 'cotangent'
import { sgd } from 'cotangent/optim'

type Family = (size: number) => () => unknown

const ones = (n: number): Tensor => tensor(new Float32Array(n).fill(1), [n])
const times = <A>(n: number, x: A, f: (x: A, k: number) => A): A => {
  let y = x
  for (let k = 0; k < n; k++) y = f(y, k)
  return y
}
/** A number of its own for each step. */
const near = (k: number): number => 1 + 1e-9 * k
const square = tensor([1, 0, 0, 1], [2, 2])
const total = (x: Tensor): Tensor<readonly []> => sum()(x)
const all = (n: number, make: (k: number) => Tensor): readonly Tensor[] => Array.from({ length: n }, (_, k) => make(k))

const slicesOf = (x: Tensor): unknown => toArray(all(x.shape[0] ?? 0, (k) => at(k)(x)).reduce((a, b) => add(a, b)))

const families: Readonly<Record<string, readonly [size: number, family: Family]>> = {
  'a chain over number literals': [8000, (n) => () => toArray(times(n, ones(2), (x, k) => mul(x, near(k))))],
  'a chain over one tensor': [8000, (n) => () => toArray(times(n, ones(2), (x) => mul(x, 1.0001)))],
  'a chain of products': [2000, (n) => () => toArray(times(n, square, (x) => matmul(x, x)))],
  'a sum of many terms': [
    2000,
    (n) => () => toArray(all(n, (k) => exp(mul(ones(3), near(k)))).reduce((a, b) => add(a, b))),
  ],
  'many results': [1000, (n) => () => force(all(n, (k) => matmul(square, mul(square, k))))],
  'many operands': [2000, (n) => () => toArray(concat({ axis: 0 })(all(n, () => ones(2))))],
  'many slices': [2000, (n) => () => slicesOf(ones(n))],
  'the gradient of a chain': [
    4000,
    (n) => () => toArray(grad((x: Tensor) => total(times(n, x, (y, k) => mul(y, near(k)))))(ones(2))),
  ],
  'a step of many parameters': [
    1000,
    (n) => () => {
      const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 })
      const params = all(n, () => ones(3))
      const loss = (tensors: readonly Tensor[]): Tensor<readonly []> =>
        tensors.map((t) => total(mul(t, t))).reduce((a, b) => add(a, b))
      return force(optimizer.update(grad(loss)(params), optimizer.init(params), params))
    },
  ],
  'compiling a chain': [
    1000,
    (n) => () => toArray(compile((x: Tensor) => times(n, x, (y) => relu(matmul(y, x))))(square)),
  ],
  scan: [
    2000,
    (n) => () => force(scan((s: Tensor, x: Tensor) => [add(s, x), mul(s, x)] as const)(tensor(0, []), ones(n))),
  ],
}

const most = 1.5

const millisecondsOf = (family: Family, size: number): number => {
  const found = Array.from({ length: 3 }, () => {
    const run = family(size)
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return Math.min(...found)
}

const rows = Object.entries(families).map(([name, [size, family]]) => {
  family(size)()
  const [small, large] = [millisecondsOf(family, size), millisecondsOf(family, 4 * size)]
  return { name, size, small, large, exponent: Math.log(large / small) / Math.log(4) }
})
for (const { name, size, small, large, exponent } of rows) {
  const milliseconds = `${small.toFixed(0)} ms, ${large.toFixed(0)} ms`
  console.log(
    `${name.padEnd(30)} ${String(size).padStart(5)} and ${String(4 * size).padStart(5)}: ${milliseconds}, exponent ${exponent.toFixed(2)}`,
  )
}
process.exit(rows.some(({ exponent }) => exponent > most) ? 1 : 0)
