/** jax-js on its wasm backend. Cases that take it seconds are left out. */
import { readFileSync } from 'node:fs'
import { serve } from './answer.mjs'

globalThis.navigator ??= {}
const { defaultDevice, init, jit, lax, nn, numpy, tree, valueAndGrad } = await import('@jax-js/jax')
await init('wasm')
defaultDevice('wasm')
const { conv2d, matmul, lenet } = JSON.parse(readFileSync(new URL('../cases.json', import.meta.url)))

const random = (shape, scale = 1) => {
  const size = shape.reduce((a, b) => a * b, 1)
  return numpy.array(Float32Array.from({ length: size }, () => (Math.random() - 0.5) * scale)).reshape(shape)
}

const cases = {}
for (const { name, x, w, padding } of conv2d.filter((geometry) => geometry.x[2] < 224)) {
  cases[`${name} forward`] = () => {
    const [input, kernel] = [random(x), random(w)]
    const sides = [padding, padding]
    return () => lax.conv(input.ref, kernel.ref, [1, 1], [sides, sides]).data()
  }
}
for (const { name, m, k, n } of matmul) {
  cases[name] = () => {
    const [a, b] = [random([m, k]), random([k, n])]
    return () => numpy.matmul(a.ref, b.ref).data()
  }
}

const pool = (x) => {
  const [n, c, h, w] = x.shape
  return numpy.max(numpy.max(x.reshape([n, c, h / 2, 2, w / 2, 2]), 5), 3)
}
const [batch] = lenet
const loss = (p, x, y) => {
  const sides = [2, 2]
  let h = pool(nn.relu(lax.conv(x, p.w1, [1, 1], [sides, sides]).add(p.b1.reshape([6, 1, 1]))))
  h = pool(nn.relu(lax.conv(h, p.w2, [1, 1], 'VALID').add(p.b2.reshape([16, 1, 1])))).reshape([batch, 400])
  h = nn.relu(numpy.matmul(h, p.f1).add(p.c1))
  h = nn.relu(numpy.matmul(h, p.f2).add(p.c2))
  return nn
    .logSoftmax(numpy.matmul(h, p.f3).add(p.c3))
    .mul(y)
    .sum()
    .mul(-1 / batch)
}
const trainingStep = (compile) => () => {
  const step = compile((p, x, y) => {
    const [value, gradients] = valueAndGrad(loss)(tree.ref(p), x, y)
    return [value, tree.map((a, b) => a.sub(b.mul(0.01)), p, gradients)]
  })
  let p = {
    w1: random([6, 1, 5, 5], 0.2),
    b1: numpy.zeros([6]),
    w2: random([16, 6, 5, 5], 0.2),
    b2: numpy.zeros([16]),
    f1: random([400, 120], 0.1),
    c1: numpy.zeros([120]),
    f2: random([120, 84], 0.1),
    c2: numpy.zeros([84]),
    f3: random([84, 10], 0.1),
    c3: numpy.zeros([10]),
  }
  const x = random([batch, 1, 28, 28])
  const labels = Int32Array.from({ length: batch }, (_, i) => i % 10)
  const y = nn.oneHot(numpy.array(labels, { dtype: numpy.int32 }), 10)
  return async () => {
    const [value, next] = step(p, x.ref, y.ref)
    p = next
    await value.data()
  }
}
cases[`LeNet training step b${batch}`] = trainingStep(jit)
cases[`LeNet training step b${batch}, uncompiled`] = trainingStep((step) => step)
await serve('jax-js 0.1.25 wasm', 'auto', cases)
