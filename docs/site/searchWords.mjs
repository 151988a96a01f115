/**
 * @file What the search finds a name by besides the name and its comment: the words of the name, and the first sentence,
 * which says what the thing is. "transposed convolution" finds `convTranspose2d`.
 */
import lunr from 'lunr'
import { Comment, IndexEvent } from 'typedoc'
import { pathIn } from './places.mjs'
import { searchTopics } from './searchTopics.mjs'

const wordsOf = (name) => name.replace(/([a-z])([A-Z0-9])/gu, '$1 $2')

const firstSentence = ({ comment, signatures }) => {
  const text = Comment.combineDisplayParts((signatures?.[0]?.comment ?? comment)?.summary ?? [])
  return text.split(/[.:;](?:\s|$)/u)[0]
}

/**
 * Chinese has no spaces: what stands between punctuation is one word to the index. So a page in Chinese is also found by
 * every two characters that follow one another, most often a word.
 */
const chinesePairs = (text) => [
  ...new Set(
    (text.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) =>
      Array.from(run)
        .slice(0, -1)
        .map((first, k) => `${first}${Array.from(run)[k + 1]}`),
    ),
  ),
]

const wordsIn = (reflection) =>
  reflection.isDocument?.() === true ? chinesePairs(Comment.combineDisplayParts(reflection.content)).join(' ') : ''

/** Lunr's own takes everything but Latin letters and digits off both ends of a word, and so leaves nothing of Chinese. */
const trimmer = (token) => token.update((word) => word.replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, ''))
lunr.Pipeline.registerFunction(trimmer, 'wordsOfAnyScript')

const namespaces = new Set(['Dataset', 'Source'])

/** What a reflection is called in the table of topics. */
const topicOf = (reflection) => {
  if (reflection.isDocument?.() === true) {
    const [, page = ''] = /docs\/guide\/(.*)\.md$/u.exec(pathIn(reflection.project)(reflection) ?? '') ?? []
    return page
  }
  if (reflection.signatures === undefined) return ''
  const { name, parent } = reflection
  return namespaces.has(parent?.name) ? `${parent.name}.${name}` : name
}

const topicsOf = (reflection) => {
  const topic = topicOf(reflection)
  return Object.hasOwn(searchTopics, topic) ? searchTopics[topic] : []
}

/**
 * Each topic of a page is a field of its own, since a word counts less in a longer field. A field that few pages have would
 * count less too: the index compares its length with the mean of all pages.
 */
const addTopics = (event) => {
  const topics = event.searchResults.map(topicsOf)
  const most = Math.max(...topics.map(({ length }) => length))
  for (let k = 0; k < most; k++) {
    const words = topics.map((of) => of[k] ?? '')
    event.searchFieldWeights[`topic${k}`] = topicWeight / words.join(' ').trim().split(/\s+/u).length
    words.forEach((word, at) => {
      event.searchFields[at][`topic${k}`] = word
    })
  }
}

const topicWeight = 120_000

/** Whether a reflection is an entry of a record, such as those of the operations that laws are tried on. */
const isEntry = (reflection) => reflection.getFullName().includes('.__type.') && reflection.signatures === undefined

/** Adds the words to the index, and leaves out the entries of records. */
export const indexWords = (app) =>
  app.renderer.on(IndexEvent.PREPARE_INDEX, (event) => {
    lunr.trimmer = trimmer
    event.searchResults
      .map((reflection, k) => [reflection, k])
      .filter(([reflection]) => isEntry(reflection))
      .reverse()
      .forEach(([, k]) => event.removeResult(k))
    event.searchFieldWeights.subject = 40
    event.searchResults.forEach((reflection, k) => {
      event.searchFields[k].subject = `${wordsOf(reflection.name)} ${firstSentence(reflection)} ${wordsIn(reflection)}`
    })
    addTopics(event)
  })
