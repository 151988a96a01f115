/** @file The page: keeps the state, draws it, and writes it into the address. */
import type { TemplateResult } from 'lit-html'
import { html, render } from 'lit-html'
import type { DirectiveResult } from 'lit-html/directive.js'
import { guard } from 'lit-html/directives/guard.js'
import type { Compiled } from './architectures/names.ts'
import type { Fetched } from './architectures/view.ts'
import { architecturesView } from './architectures/view.ts'
import type { TrialState } from './backward/control.ts'
import { lawControl } from './backward/control.ts'
import { backwardView } from './backward/view.ts'
import { loadDigits, smallDigit } from './common/digitFiles.ts'
import { convolutionView } from './convolution/view.ts'
import { insideView } from './inside/view.ts'
import { ownControl } from './own/control.ts'
import type { Own } from './own/Own.ts'
import { afterNetwork, nothingGiven } from './own/Own.ts'
import { ownView } from './own/view.ts'
import { poolingView } from './pooling/view.ts'
import type { State } from './state.ts'
import { addressOf, stateFrom } from './state.ts'
import { after, beforeRace, beforeRun, untold } from './training/Story.ts'
import type { Story } from './training/Story.ts'
import type { Answer, Asked } from './network.worker.ts'
import { trainingView } from './training/view.ts'
import { en } from './words/en.ts'
import type { Words } from './words/Words.ts'
import { zh } from './words/zh.ts'
import * as E from 'fp-ts/lib/Either.js'

/** What the address does not remember. */
interface Session {
  /** How many half turns the kernel has made. */
  readonly turns: number
  readonly trial: TrialState
  readonly story: Story
  readonly architectures: Fetched | null
  readonly own: Own
}

const languages: Readonly<Record<State['page']['lang'], Words>> = { en, zh }

let state = stateFrom(new URLSearchParams(location.search))
let session: Session = {
  turns: 1,
  trial: { _tag: 'none' },
  story: untold,
  architectures: null,
  own: nothingGiven,
}
let written = 0

/** The address follows the state, a little later: browsers limit how often it changes. */
const writeAddress = (): void => {
  clearTimeout(written)
  written = window.setTimeout(() => {
    const search = addressOf(state)
    history.replaceState(null, '', `${location.pathname}${search === '' ? '' : `?${search}`}${location.hash}`)
  }, 250)
}

const go = (next: Partial<State>): void => {
  state = { ...state, ...next }
  writeAddress()
  draw()
}

const note = (next: Partial<Session>): void => {
  session = { ...session, ...next }
  draw()
}

const changeIn =
  <K extends keyof State>(part: K) =>
  (patch: Partial<State[K]>): void =>
    go({ [part]: { ...state[part], ...patch } })

const digits = { loaded: loadDigits(document.baseURI), shown: 0 }

/** Puts another digit on the paper; without the file the paper stays as it is. */
const another = async (): Promise<void> => {
  const loaded = await digits.loaded()
  if (E.isLeft(loaded)) return
  digits.shown = (digits.shown + 1) % loaded.right.count
  changeIn('convolution')({ image: smallDigit(loaded.right, digits.shown) })
}

const laws = lawControl((trial) => note({ trial }))

const backwardActions = {
  change: (patch: Partial<State['backward']>): void => {
    changeIn('backward')(patch)
    if (patch.code !== undefined) laws.forget()
  },
  turn: (): void => note({ turns: session.turns + 2 }),
  tryRule: () => laws.run(state.backward.code),
  look: laws.look,
}

const worker: { current: Worker | null } = { current: null }

/** Asks the worker, which is started by the first question. */
const ask = (question: Asked): void => {
  if (worker.current === null) {
    const started = new Worker(new URL('./network.worker.ts', import.meta.url), { type: 'module' })
    started.addEventListener('message', ({ data }: MessageEvent<Answer>) => hear(data))
    started.addEventListener('error', ({ message }) => hear({ _tag: 'failed', message }))
    worker.current = started
  }
  worker.current.postMessage({ ...question, page: document.baseURI })
}

/** How often the page looks inside while it follows a run. */
const everySteps = 5

const lookAt = (step: number): void => ask({ _tag: 'look', step, digit: state.training.digit })

function hear(answer: Answer): void {
  const story = after(session.story, answer)
  note({ story, own: afterNetwork(session.own, answer) })
  if (answer._tag === 'adopted') lookAgain()
  const isDue = answer._tag === 'step' && answer.index % everySteps === 0
  if (story.isFollowing && (isDue || answer._tag === 'finished')) lookAt(story.at)
}

const askToExplain = (): void => {
  const { digit, about, channel } = state.inside
  ask({ _tag: 'explain', digit, about, channel })
}

/** What was seen with other weights is looked at again. */
const lookAgain = (): void => {
  askToExplain()
  const digit = session.own.photo?.digit
  if (digit !== undefined && digit !== null) ask({ _tag: 'recognize', pixels: digit })
}

const changeInside = (patch: Partial<State['inside']>): void => {
  changeIn('inside')(patch)
  if (patch.kernel === undefined && patch.stride === undefined) askToExplain()
}

const trainingActions = {
  change: (patch: Partial<State['training']>): void => {
    changeIn('training')(patch)
    if (patch.digit !== undefined) lookAt(session.story.at)
  },
  train: (): void => {
    const { optimizer, key } = state.training
    note({ story: beforeRun(session.story) })
    ask({ _tag: 'train', optimizer, key })
  },
  race: (): void => {
    note({ story: beforeRace(session.story) })
    ask({ _tag: 'race', key: state.training.key })
  },
  look: (at: number): void => {
    note({ story: { ...session.story, at, isFollowing: at === session.story.steps.length - 1 } })
    lookAt(at)
  },
}

/** Fetches what the part on architectures needs; without it the part stays as it is. */
const fetchArchitectures = async (): Promise<void> => {
  const [{ summaryOf }, answer] = await Promise.all([
    import('./architectures/model.ts'),
    fetch(new URL('messages.json', document.baseURI)),
  ])
  // The file is built with the page, from the same type.
  const compiled = (await answer.json()) as Compiled
  note({ architectures: { summaryOf, compiled } })
}

/** Calls a function once, when a part of the page comes near. */
const whenNear = (id: string, act: () => void): void => {
  const element = document.getElementById(id)
  if (element === null) return
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      act()
    },
    { rootMargin: '600px' },
  )
  observer.observe(element)
}

const ownActions = ownControl({
  own: () => session.own,
  note: (own) => note({ own }),
  ask,
  show: (image) => changeIn('convolution')({ image }),
  words: () => languages[state.page.lang].own,
})

const header = (words: Words): TemplateResult => {
  const { lang, theme } = state.page
  const isDark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  return html`<a class="skip" href="#content">${words.skip}</a>
    <nav>
      <a class="home" href="../index.html">cotangent</a>
      <div class="links">
        <a href="#convolution">${words.convolution.title}</a>
        <a href="#backward">${words.backward.title}</a>
        <a href="#pooling">${words.pooling.title}</a>
        <a href="#training">${words.training.title}</a>
        <a href="#architectures">${words.architectures.title}</a>
        <a href="#inside">${words.inside.title}</a>
        <a href="#own">${words.own.title}</a>
      </div>
      <div class="settings">
        <button
          type="button"
          data-action="theme"
          aria-label=${words.theme}
          title=${words.theme}
          @click=${() => changeIn('page')({ theme: isDark ? 'light' : 'dark' })}
        >
          ◐
        </button>
        <button
          type="button"
          data-action="language"
          lang=${lang === 'en' ? 'zh' : 'en'}
          @click=${() => changeIn('page')({ lang: lang === 'en' ? 'zh' : 'en' })}
        >
          ${words.other}
        </button>
      </div>
    </nav>`
}

const part = (id: string, number: string, title: string, lead: string, content: DirectiveResult): TemplateResult =>
  html`<section class="part" id=${id}>
    <header>
      <span class="number">${number}</span>
      <h2>${title}</h2>
      <p>${lead}</p>
    </header>
    ${content}
  </section>`

const pageView = (words: Words): TemplateResult => {
  const { convolution, backward, pooling, training, architectures, inside, own } = words
  // A part is drawn anew only when something that it shows has changed.
  const a = guard([words, state.convolution], () =>
    convolutionView(state.convolution, words, changeIn('convolution'), () => void another()),
  )
  const { turns, trial, story, architectures: fetched } = session
  const b = guard([words, state.backward, turns, trial], () =>
    backwardView(state.backward, { turns, trial }, words, backwardActions),
  )
  const c = guard([words, state.pooling], () => poolingView(state.pooling, words, changeIn('pooling')))
  const { weights } = session.own
  const d = guard([words, state.training, story, weights, state.page.theme], () =>
    trainingView(state.training, story, weights, words, trainingActions),
  )
  const e = guard([words, state.architectures, fetched], () =>
    architecturesView(state.architectures, fetched, words, changeIn('architectures')),
  )
  const f = guard([words, state.inside, story.explanation, weights, state.page.theme], () =>
    insideView(state.inside, { seen: story.explanation, weights }, words, changeInside),
  )
  const g = guard([words, session.own, state.page.theme], () => ownView(session.own, words, ownActions))
  return html`${header(words)}
    <main id="content">
      <div class="opening">
        <h1>${words.title}</h1>
        <p>${words.lead}</p>
      </div>
      ${part('convolution', 'a', convolution.title, convolution.lead, a)}
      ${part('backward', 'b', backward.title, backward.lead, b)} ${part('pooling', 'c', pooling.title, pooling.lead, c)}
      ${part('training', 'd', training.title, training.lead, d)}
      ${part('architectures', 'e', architectures.title, architectures.lead, e)}
      ${part('inside', 'f', inside.title, weights === null ? inside.lead : inside.leadOf(weights), f)}
      ${part('own', 'g', own.title, own.lead, g)}
    </main>`
}

function draw(): void {
  const { lang, theme } = state.page
  const words = languages[lang]
  document.documentElement.lang = words.language
  document.documentElement.dataset['theme'] = theme
  document.title = `${words.title} · cotangent`
  document.querySelector('meta[name=description]')?.setAttribute('content', words.description)
  const root = document.getElementById('page')
  if (root !== null) render(pageView(words), root)
}

draw()
// What of the address stands for no value is dropped from it.
if (location.search !== '') writeAddress()
whenNear('architectures', () => void fetchArchitectures().catch(() => undefined))
whenNear('inside', askToExplain)
