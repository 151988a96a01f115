/**
 * TensorFlow.js, `--backend wasm` or `cpu`. The wasm backend has no kernel for the gradient of a convolution's filter, so
 * it cannot train a network with one; in Node it runs on one thread. Training is timed on the cpu backend, the only one
 * that can do it without a native addon.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { serve } from './answer.mjs'

const require = createRequire(import.meta.url)
const tf = require('@tensorflow/tfjs')
const backend = process.argv.includes('cpu') ? 'cpu' : 'wasm'
if (backend === 'wasm') {
  const wasm = require('@tensorflow/tfjs-backend-wasm')
  wasm.setWasmPaths(
    `${path.join(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist')}/`,
  )
}
await tf.setBackend(backend)
await tf.ready()
const { conv2d, matmul, lenet } = JSON.parse(readFileSync(new URL('../cases.json', import.meta.url)))
const cases = {}
if (backend === 'wasm') {
  for (const { name, x, w, padding } of conv2d) {
    cases[`${name} forward`] = () => {
      const input = tf.randomNormal([x[0], x[2], x[3], x[1]])
      const kernel = tf.randomNormal([w[2], w[3], w[1], w[0]])
      return () => {
        const y = tf.conv2d(input, kernel, 1, padding)
        y.dataSync()
        y.dispose()
      }
    }
  }
  for (const { name, m, k, n } of matmul) {
    cases[name] = () => {
      const [a, b] = [tf.randomNormal([m, k]), tf.randomNormal([k, n])]
      return () => {
        const y = tf.matMul(a, b)
        y.dataSync()
        y.dispose()
      }
    }
  }
} else {
  const [batch] = lenet
  cases[`LeNet training step b${batch}`] = () => {
    const model = tf.sequential()
    const { layers } = tf
    model.add(
      layers.conv2d({ inputShape: [28, 28, 1], filters: 6, kernelSize: 5, padding: 'same', activation: 'relu' }),
    )
    model.add(layers.maxPooling2d({ poolSize: 2 }))
    model.add(layers.conv2d({ filters: 16, kernelSize: 5, activation: 'relu' }))
    model.add(layers.maxPooling2d({ poolSize: 2 }))
    model.add(layers.flatten())
    model.add(layers.dense({ units: 120, activation: 'relu' }))
    model.add(layers.dense({ units: 84, activation: 'relu' }))
    model.add(layers.dense({ units: 10, activation: 'softmax' }))
    model.compile({ optimizer: tf.train.momentum(0.01, 0.9), loss: 'categoricalCrossentropy' })
    const x = tf.randomNormal([batch, 28, 28, 1])
    const y = tf.oneHot(tf.range(0, batch, 1, 'int32').mod(tf.scalar(10, 'int32')), 10)
    return () => model.trainOnBatch(x, y)
  }
}
await serve(`tfjs-${backend} ${tf.version.tfjs}`, 1, cases)
