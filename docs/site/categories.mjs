/**
 * @file The groups in which the reference is read: by door, and within a door by the folder or the file of a declaration.
 */
import { CommentTag, Comment, Converter, ReflectionKind } from 'typedoc'
import { fileOf } from './headers.mjs'

/** Files of `src/ops` by what their operations do. */
const operations = {
  Arithmetic: 'add sub mul div neg abs pow sqrt rsqrt maximum minimum fmod remainders round floor ceil sign',
  Functions: 'exp expm1 exponentials log log1p erf erfc erfinv gamma gauss hyperbolic sin tanh sigmoid trigonometry',
  Activations: 'relu activations gates withSlopes',
  Comparisons: 'equal notEqual less lessEqual greater where argmax sorting',
  'Products and attention': 'matmul einsum attention',
  Convolution: 'conv conv2d conv3d convTranspose convTranspose2d convTranspose3d deformConv2d unfold convBatched fold',
  Pooling: 'avgPool maxPool pool2d pooling adaptivePool globalPool lpPool pool3d',
  'Resizing and sampling': 'interpolate gridSample shuffle taps roiAlign affineGrid',
  Reductions: 'sum sumTo max prod reductions variance norm logsumexp cumsum cumprod',
  Normalization: 'normalization',
  Shaping: 'reshape flatten transpose broadcastTo pad slice flip concat chunk repeat triangles',
  Indexing: 'gather scatter segments oneHot',
  'Making tensors': 'constant full random',
}

const layers = {
  Layers:
    'conv2d conv3d convTranspose dense dropout batchNorm normalization embedding prelu multiHeadAttention layers recurrent linearAttention rnn lstm gru',
  'Composing layers': 'Layer sequential branches named model summary mapLayers',
  Initializers: 'initializers shapedInitializers',
}

const vision = {
  'Looking inside':
    'tapped rectifiers saliency integratedGradients occlusion gradCam featureProjection activationMaximization',
  Pictures: 'imageGrid makeGrid heatmap confusionPicture embeddingPicture pcaProjection curves inNotebook frames',
}

const byName = (table) =>
  Object.fromEntries(
    Object.entries(table).flatMap(([category, names]) => names.split(' ').map((name) => [name, category])),
  )

const files = { ops: byName(operations), nn: byName(layers), vision: byName(vision) }

/** Folders, the longest first. */
const folders = [
  ['src/nn/losses', 'Losses'],
  ['src/optim/schedules', 'Schedules'],
  ['src/data/augment', 'Augmentation'],
  ['src/data/image', 'Images'],
  ['src/data/source', 'Sources'],
  ['src/checkpoint/numpy', 'NumPy'],
  ['src/checkpoint/pth', 'PyTorch'],
  ['src/diff', 'Derivatives'],
  ['src/core', 'Tensors and trees'],
  ['src/runtime', 'Evaluating and compiling'],
  ['src/compile', 'Evaluating and compiling'],
  ['src/backend', 'Evaluating and compiling'],
  ['src/optim', 'Optimizers'],
  ['laws/operations', 'Operations to test with'],
  ['laws/catalog', 'Operations to test with'],
  ['laws/framework', 'Making laws'],
  ['laws/kinds', 'Laws'],
  ['laws/runtimes', 'Laws'],
  ['laws', 'Making laws'],
]

const categoryOf = (path) => {
  const [, folder = '', name = ''] = /^src\/(ops|nn|vision)\/([\w]+)\.ts$/u.exec(path) ?? []
  const listed = files[folder]?.[name]
  if (listed !== undefined) return listed
  return folders.find(([start]) => path.startsWith(`${start}/`))?.[1] ?? 'Functions'
}

/** What a module exports, and what its namespaces hold. */
const membersOf = (module) =>
  (module.children ?? []).flatMap((child) =>
    child.kindOf(ReflectionKind.Namespace) ? [child, ...membersOf(child)] : [child],
  )

const types = ReflectionKind.Interface | ReflectionKind.TypeAlias

export const sortIntoCategories = (app) =>
  app.converter.on(
    Converter.EVENT_RESOLVE_BEGIN,
    ({ project }) => {
      for (const module of project.children ?? []) {
        for (const reflection of membersOf(module)) {
          const path = fileOf(project, reflection)
          const category = reflection.kindOf(types) ? 'Types' : categoryOf(path ?? '')
          reflection.comment ??= new Comment()
          const owner = reflection.signatures?.[0]?.comment ?? reflection.comment
          for (const comment of new Set([owner, reflection.comment])) {
            comment.removeTags('@category')
            comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: category }]))
          }
        }
      }
    },
    500,
  )

/** How high the search ranks what is found: the insides of laws come last. */
export const searchCategoryBoosts = {
  Guide: 3,
  指南: 3,
  Types: 0.3,
  Decisions: 0.3,
  Laws: 0.2,
  'Making laws': 0.1,
  'Operations to test with': 0.1,
}

/** A function is meant before the options and the fields that have its name. */
export const searchGroupBoosts = { Functions: 2, Properties: 0.2, Methods: 0.3 }

/** The order of the categories in each list. */
export const categoryOrder = [
  'Guide',
  '指南',
  'Reference',
  ...Object.keys(operations),
  '*',
  'Types',
  'Measurements',
  'Decisions',
]
