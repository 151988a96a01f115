/**
 * @file TensorFlow.js and jax-js in a page: the same training step of LeNet, as their users would write it.
 */
import * as jax from '@jax-js/jax'
import * as tf from '@tensorflow/tfjs'
import '@tensorflow/tfjs-backend-webgpu'

/** TensorFlow.js in a mode. */
export const tensorflow = (mode) => async () => {
  await tf.setBackend(mode)
  await tf.ready()
  if (tf.getBackend() !== mode) throw new Error(`TensorFlow.js has no ${mode} here`)
  const { layers } = tf
  const model = tf.sequential()
  model.add(layers.conv2d({ inputShape: [28, 28, 1], filters: 6, kernelSize: 5, padding: 'same', activation: 'relu' }))
  model.add(layers.maxPooling2d({ poolSize: 2 }))
  model.add(layers.conv2d({ filters: 16, kernelSize: 5, activation: 'relu' }))
  model.add(layers.maxPooling2d({ poolSize: 2 }))
  model.add(layers.flatten())
  model.add(layers.dense({ units: 120, activation: 'relu' }))
  model.add(layers.dense({ units: 84, activation: 'relu' }))
  model.add(layers.dense({ units: 10, activation: 'softmax' }))
  model.compile({ optimizer: tf.train.momentum(0.01, 0.9), loss: 'categoricalCrossentropy' })
  const x = tf.randomNormal([32, 28, 28, 1])
  const y = tf.oneHot(tf.range(0, 32, 1, 'int32').mod(tf.scalar(10, 'int32')), 10)
  return async () => {
    // The backend is one for the page, and another contender may have chosen another.
    if (tf.getBackend() !== mode) await tf.setBackend(mode)
    return model.trainOnBatch(x, y)
  }
}

/** jax-js on a device. */
export const jaxjs = (device) => async () => {
  const { lax, nn, numpy, tree, jit, valueAndGrad } = jax
  const there = await jax.init(device)
  if (!there.includes(device)) throw new Error(`jax-js has no ${device} here`)
  jax.defaultDevice(device)
  const random = (shape, scale = 1) => {
    const size = shape.reduce((a, b) => a * b, 1)
    return numpy.array(Float32Array.from({ length: size }, () => (Math.random() - 0.5) * scale)).reshape(shape)
  }
  const pool = (x) => {
    const [n, c, h, w] = x.shape
    return numpy.max(numpy.max(x.reshape([n, c, h / 2, 2, w / 2, 2]), 5), 3)
  }
  const loss = (p, x, y) => {
    const sides = [2, 2]
    let h = pool(nn.relu(lax.conv(x, p.w1, [1, 1], [sides, sides]).add(p.b1.reshape([6, 1, 1]))))
    h = pool(nn.relu(lax.conv(h, p.w2, [1, 1], 'VALID').add(p.b2.reshape([16, 1, 1])))).reshape([32, 400])
    h = nn.relu(numpy.matmul(h, p.f1).add(p.c1))
    h = nn.relu(numpy.matmul(h, p.f2).add(p.c2))
    return nn
      .logSoftmax(numpy.matmul(h, p.f3).add(p.c3))
      .mul(y)
      .sum()
      .mul(-1 / 32)
  }
  const step = jit((p, x, y) => {
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
  const x = random([32, 1, 28, 28])
  const labels = Int32Array.from({ length: 32 }, (_, i) => i % 10)
  const y = nn.oneHot(numpy.array(labels, { dtype: numpy.int32 }), 10)
  return async () => {
    jax.defaultDevice(device)
    const [value, next] = step(p, x.ref, y.ref)
    p = next
    await value.data()
  }
}
