/**
 * The training steps that are timed: LeNet on 32 digits and AlexNet on two images of 224 x 224, with momentum, written
 * as a user of the package would write them.
 */
const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1)

/** The steps by name: what a step is a function of, the function, and how to read what it gives. */
export const stepsOf = ({ core, nn, optim, models, train }) => {
  const { key, tensor } = core
  const make = (network, shape, classes) => {
    const optimizer = optim.sgd({ learningRate: 0.01, momentum: 0.9 })
    const objective = (params, state, { images, labels }, draw) => {
      const [scores, next] = network.apply(nn.trainMode(draw))(params, state, images)
      return { loss: nn.crossEntropy(scores, labels), state: next, metrics: {} }
    }
    const pixels = Float32Array.from({ length: sizeOf(shape) }, (_, k) => (k % 17) / 17)
    const batch = {
      images: tensor(pixels, shape),
      labels: tensor(
        Array.from({ length: shape[0] }, (_, k) => k % classes),
        [shape[0]],
      ),
    }
    const [params, state] = network.init(key(0))
    return {
      step: train.trainStep(objective, optimizer),
      training: train.startTraining(optimizer, params, state),
      batch,
    }
  }
  return {
    lenet: () => make(models.lenet, [32, 1, 28, 28], 10),
    alexnet: () => make(models.alexnet(), [2, 3, 224, 224], 1000),
  }
}
