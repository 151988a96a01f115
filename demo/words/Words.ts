/** @file Every word of the page, once for each language. */
import type { ArchitectureName } from '../architectures/names.ts'
import type { RuleName } from '../backward/rules.ts'
import type { Misreading } from '../backward/understand.ts'
import type { kernels } from '../convolution/model.ts'
import type { classChoices } from '../inside/names.ts'
import type { inputs, Kind } from '../pooling/model.ts'
import type { OptimizerName } from '../training/names.ts'

/** The words of a language. */
export interface Words {
  readonly language: string
  /** The name of the other language, in itself. */
  readonly other: string
  readonly title: string
  readonly lead: string
  /** What search engines show of the page. */
  readonly description: string
  readonly reference: string
  readonly theme: string
  readonly copy: string
  readonly copied: string
  readonly skip: string
  readonly stride: string
  readonly padding: string
  readonly dilation: string
  readonly kernel: string
  /** What a field takes. */
  readonly range: (min: string, max: string) => string
  readonly unused: string
  readonly byHand: string
  readonly byLibrary: string
  readonly equal: string
  readonly different: string
  readonly convolution: {
    readonly title: string
    readonly lead: string
    readonly image: string
    readonly map: string
    readonly clear: string
    readonly another: string
    readonly keys: string
    readonly kernels: Readonly<Record<keyof typeof kernels, string>>
    readonly size: string
    readonly sum: string
  }
  readonly backward: {
    readonly title: string
    readonly lead: string
    readonly output: string
    readonly turned: string
    readonly spread: string
    readonly gradient: string
    readonly sending: Readonly<Record<'all' | 'one', string>>
    readonly replay: string
    readonly grad: string
    readonly difference: string
    readonly distance: string
    readonly lawTitle: string
    readonly lawLead: string
    readonly run: string
    readonly running: string
    readonly rules: Readonly<Record<RuleName, string>>
    readonly passed: (cases: number) => string
    readonly failed: (held: number, shrunk: number) => string
    readonly given: string
    readonly truth: string
    readonly shrink: string
    readonly editor: string
    readonly threw: string
    readonly shape: string
    readonly misread: (line: number, what: string) => string
    readonly misreadings: Readonly<Record<Misreading['kind'], (text: string) => string>>
    readonly endless: string
    readonly lost: string
  }
  readonly pooling: {
    readonly title: string
    readonly lead: string
    readonly input: string
    readonly output: string
    readonly dy: string
    readonly dx: Readonly<Record<Kind, string>>
    readonly kinds: Readonly<Record<Kind, string>>
    readonly keys: string
    /** What the buttons for a touch screen do. */
    readonly write: string
    readonly inputs: Readonly<Record<keyof typeof inputs, string>>
    readonly size: string
    readonly sent: string
    readonly arrived: Readonly<Record<Kind, string>>
    readonly totals: string
    readonly tie: (count: number) => string
    readonly overlap: (count: number) => string
    readonly apart: string
  }
  readonly training: {
    readonly title: string
    readonly lead: string
    readonly optimizers: Readonly<Record<OptimizerName, string>>
    readonly key: string
    readonly train: string
    readonly race: string
    readonly running: string
    readonly scrub: string
    readonly step: string
    readonly steps: string
    readonly loss: string
    readonly recognized: (count: number) => string
    readonly digit: string
    readonly another: string
    readonly filters: string
    readonly first: string
    readonly second: string
    readonly norms: string
    readonly normsScale: (top: string) => string
    readonly scores: string
    readonly raceTitle: string
    readonly ranked: string
  }
  readonly architectures: {
    readonly title: string
    readonly lead: string
    readonly names: Readonly<Record<ArchitectureName, string>>
    readonly parameters: string
    readonly multiplyAdds: string
    readonly layers: string
    readonly layer: string
    readonly output: string
    readonly loading: string
    readonly editorTitle: string
    readonly editorLead: (version: string) => string
    readonly compiles: string
    readonly first: string
  }
  readonly inside: {
    readonly title: string
    readonly lead: string
    /** The lead while the network has the weights of a file. */
    readonly leadOf: (name: string) => string
    readonly label: string
    readonly about: string
    readonly probability: string
    readonly fall: string
    readonly digit: string
    readonly channel: string
    readonly saliency: string
    readonly saliencyText: string
    readonly gradient: string
    readonly gradientText: string
    readonly gradCam: string
    readonly gradCamText: string
    readonly occlusion: string
    readonly occlusionText: string
    readonly deconvnet: string
    readonly deconvnetText: string
    readonly checkerboard: string
    readonly checkerboardLead: string
    readonly reached: string
    readonly classes: Readonly<Record<(typeof classChoices)[number], string>>
    readonly even: (kernel: number, stride: number) => string
    readonly uneven: (kernel: number, stride: number) => string
  }
  readonly own: {
    readonly title: string
    readonly lead: string
    readonly drop: string
    readonly camera: string
    readonly photoTitle: string
    readonly photo: string
    readonly digit: string
    readonly noInk: string
    readonly best: string
    readonly tensors: string
    readonly kernels: string
    readonly runs: (channels: number, rows: number, columns: number) => string
    readonly givePhoto: string
    readonly top: string
    readonly time: string
    readonly stop: string
    readonly stopped: string
    readonly inUse: (name: string) => string
    readonly release: string
    readonly listedOnly: string
    readonly under: (key: string) => string
    readonly earlier: string
    readonly tooLarge: string
    readonly unknown: (endings: string) => string
    readonly unreadable: string
  }
}
