/**
 * @file Our side of the bench: the cases of `cases.json`, compiled for a runtime.
 */
import type { Runtime, Tensor } from 'cotangent'
import { compile, conv, force, key, matmul, tensor, Tree, valueAndGrad, vjp } from 'cotangent'
import type { Network } from 'cotangent/models'
import { alexnet, asNetwork, googlenet, vgg16 } from 'cotangent/models'
import { crossEntropy, evalMode, trainMode } from 'cotangent/nn'
import { readFileSync } from 'node:fs'
import { lenetStep, random } from './lenet.ts'
import { transformerStep } from './transformer.ts'
import type { BlockSizes } from './transformer.ts'

interface Geometry {
  readonly conv2d: readonly {
    readonly name: string
    readonly x: readonly number[]
    readonly w: readonly number[]
    readonly padding: number
  }[]
  readonly matmul: readonly { readonly name: string; readonly m: number; readonly k: number; readonly n: number }[]
  readonly lenet: readonly number[]
  readonly transformer: readonly ({ readonly name: string } & BlockSizes)[]
}

const geometry = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as Geometry

/** Makes the function to time. */
export type Case = () => () => unknown

/** Runs a compiled function on given tensors, and computes all that it gives. */
const running = <T>(runtime: Runtime, f: (...inputs: readonly Tensor[]) => T, inputs: readonly Tensor[]) => {
  const compiled = compile(f, { runtime })
  return () => force(compiled(...inputs) as never, runtime)
}

/** A network on one image of 224 x 224, its weights small random numbers. */
const networkOn = (runtime: Runtime, made: Network) => {
  const [shapes, state] = made.init(key(0))
  const params = Tree.map((t: Tensor) => random(t.shape, 0.02))(shapes)
  const image = random([1, 3, 224, 224])
  const compiled = compile((weights: typeof params, x: Tensor) => made.apply(evalMode)(weights, state, x)[0], {
    runtime,
  })
  return () => force(compiled(params, image), runtime)
}

/** Loss and gradient of a network on images of 224 x 224, its labels the first classes. */
const trainingOn = (runtime: Runtime, made: Network, batch: number) => {
  const [shapes, state] = made.init(key(0))
  const params = Tree.map((t: Tensor) => random(t.shape, 0.02))(shapes)
  const images = random([batch, 3, 224, 224])
  const labels = tensor(
    Array.from({ length: batch }, (_, k) => k),
    [batch],
  )
  const step = (weights: typeof params, x: Tensor) =>
    valueAndGrad((at: typeof params) => crossEntropy(made.apply(trainMode(key(1)))(at, state, x)[0], labels))(weights)
  const compiled = compile(step, { runtime })
  return () => force(compiled(params, images), runtime)
}

/** Every case, by the name that the peers know it under. */
export const casesFor = (runtime: Runtime): ReadonlyMap<string, Case> => {
  const cases = new Map<string, Case>()
  for (const { name, x, w, padding } of geometry.conv2d) {
    const forward = conv({ padding })
    cases.set(`${name} forward`, () => running(runtime, forward, [random(x), random(w)]))
    cases.set(`${name} forward+backward`, () => {
      const both = (input?: Tensor, kernel?: Tensor, cotangent?: Tensor): readonly Tensor[] => {
        const [y, pullback] = vjp(([a, b]: readonly [Tensor, Tensor]) => forward(a, b))([input, kernel] as never)
        return [y, ...pullback(cotangent as Tensor)]
      }
      const shape = [x[0], w[0], ...x.slice(2).map((side, k) => side + 2 * padding - (w[k + 2] ?? 1) + 1)] as number[]
      return running(runtime, both, [random(x), random(w), random(shape)])
    })
  }
  for (const { name, m, k, n } of geometry.matmul) {
    const product = matmul as (...inputs: readonly Tensor[]) => Tensor
    cases.set(name, () => running(runtime, product, [random([m, k]), random([k, n])]))
  }
  for (const batch of geometry.lenet) {
    cases.set(`LeNet training step b${String(batch)}`, () => lenetStep(runtime, batch))
  }
  for (const sizes of geometry.transformer) cases.set(sizes.name, () => transformerStep(runtime, sizes))
  cases.set('AlexNet forward 224x224 b1', () => networkOn(runtime, asNetwork(alexnet())))
  cases.set('VGG-16 forward 224x224 b1', () => networkOn(runtime, asNetwork(vgg16())))
  cases.set('GoogLeNet forward 224x224 b1', () => networkOn(runtime, googlenet()))
  cases.set('AlexNet gradient 224x224 b2', () => trainingOn(runtime, asNetwork(alexnet()), 2))
  cases.set('VGG-16 gradient 224x224 b2', () => trainingOn(runtime, asNetwork(vgg16()), 2))
  cases.set('GoogLeNet gradient 224x224 b2', () => trainingOn(runtime, googlenet(), 2))
  return cases
}
