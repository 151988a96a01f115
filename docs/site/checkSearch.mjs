/**
 * @file Searches the built site as a reader does: `node docs/site/checkSearch.mjs FOLDER`. Every public function must be among
 * the first five that its name finds, and every page or function of the table among the first five of its words. Prints
 * those that are not, and ends with 1 if there are any.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import lunr from 'lunr'

const [root = 'docs/api'] = process.argv.slice(2)
const shown = 5

/** What readers type, and what they are looking for: the name of a function, or the beginning of a page's title. */
const wanted = {
  padding: '5. Convolution',
  stride: '5. Convolution',
  convolution: '5. Convolution',
  'receptive field': '5. Convolution',
  感受野: '5. 卷积',
  'max pooling': '6. Pooling',
  initialization: '8. Initial weights',
  momentum: '9. Optimizers',
  'learning rate': '9. Optimizers',
  'gradient clipping': '9. Optimizers',
  'weight decay': '9. Optimizers',
  'training loop': '10. Training',
  epoch: '10. Training',
  'early stopping': 'stopEarly',
  'save model': 'saveTree',
  LeNet: '11. LeNet',
  mnist: '11. LeNet',
  'activation function': 'relu',
  'loss function': '7. Networks',
  'custom layer': 'stateful',
  multinomial: 'categorical',
  nan: '26. When',
  cnn: '5. Convolution',
  predict: '12. Your own images',
  'load image': '12. Your own images',
  overfitting: '12. Your own images',
  'data augmentation': '14. From AlexNet',
  'transfer learning': '14. From AlexNet',
  inception: '14. From AlexNet',
  'transposed convolution': '15. Transposed convolution',
  'feature map': '16. Looking inside',
  lstm: '17. Sequences',
  'gradient check': '18. Testing',
  browser: '20. In the browser',
  GPU: '21. Computing on a GPU',
  'export onnx': '24. Models of ONNX',
  pytorch: '25. Coming from',
  'batch size': 'Dataset.batches',
  'batch normalization': 'batchNorm',
  'confusion matrix': 'confusionMatrix',
  'cross entropy': 'crossEntropy',
  'one hot': 'oneHot',
  seed: 'key',
  卷积: '5. 卷积',
  反向传播: '5. 卷积',
  池化: '6. 池化',
  学习率: '9. 优化器',
  动量: '9. 优化器',
  转置卷积: '16. 看网络内部',
  'grad cam': 'gradCam',
  'load pth': 'decodeStateDict',
  'pytorch weights': 'decodeStateDict',
  'load pytorch weights': 'loadNetwork',
  'number of parameters': 'summary',
  'write png': 'imageGrid',
  EMA: 'exponentialMovingAverage',
  threads: '19. Speed',
  过拟合: '12. Your own images',
  激活函数: 'relu',
  数据增强: '14. From AlexNet',
}

const [, packed = ''] = /"([^"]+)"/u.exec(readFileSync(join(root, 'assets', 'search.js'), 'utf8')) ?? []
const { rows, index: written } = JSON.parse(inflateSync(Buffer.from(packed, 'base64')).toString())
const index = lunr.Index.load(written)

const fullName = ({ name, parent }) => (parent === 'cotangent/data.Dataset' ? `Dataset.${name}` : name)

/** As the site's own script ranks: names that begin with what was typed come first, the shorter the sooner. */
const found = (typed) => {
  const words = typed.split(' ').map((word) => `*${word}*`)
  const rank = ({ ref, score }) => {
    const row = rows[Number(ref)]
    const begins = row.name.toLowerCase().startsWith(typed.toLowerCase())
    return { row, score: begins ? (score * 10) / (1 + Math.abs(row.name.length - typed.length)) : score }
  }
  return index
    .search(words.join(' '))
    .map(rank)
    .sort((a, b) => b.score - a.score)
    .slice(0, shown)
    .map(({ row }) => row)
}

const publicNames = rows.filter(({ url }) => /^(?:functions|variables)\//u.test(url) && !url.includes('#'))
const lost = publicNames.filter((row) => !found(row.name).includes(row))
const missed = Object.entries(wanted).filter(
  ([typed, target]) =>
    !found(typed).some((row) => (/\W/u.test(target) ? fullName(row).startsWith(target) : row.name === target)),
)
for (const { parent, name } of lost) console.error(`${name} of ${parent} is not among the first ${shown} of its name`)
for (const [typed, target] of missed) {
  console.error(`'${typed}' does not show '${target}', but ${found(typed).map(fullName).join(', ')}`)
}
const faults = lost.length + missed.length
console.log(`${publicNames.length} names and ${Object.keys(wanted).length} words searched, ${faults} not found`)
if (faults > 0) process.exitCode = 1
