/**
 * @file A request that the engine collect garbage now. The engine does not count the machine's memory, so it sees no
 * reason to find the large values there that nobody can reach any more.
 *
 * No engine offers such a request to a library. V8 collects before it refuses an array that is too large, and that array
 * is what we ask for; other engines only refuse it. A collection may be slow in a program with many objects, or find
 * nothing, as within a job. The next requests are then passed over: one at first, twice as many each time.
 */

/** More bytes than a process can address. */
const tooLarge = 2 ** 48
/** Bytes that are copied to new memory in a millisecond; a collection must not take longer than the copy. */
const copiedBytes = 500_000
const mostPassed = 64

const collectNow = (): number => {
  const start = performance.now()
  try {
    // The array is refused, so that nothing is made.
    return new ArrayBuffer(tooLarge).byteLength
  } catch {
    return performance.now() - start
  }
}

/** Requests of one heap. */
interface Collection {
  /**
   * Asks for a collection that may save copying so many bytes, unless earlier ones did not pay. `found` says afterwards
   * whether it released anything.
   */
  readonly request: (bytes: number, found: () => boolean) => void
}

/** Requests that are passed over while they do not pay; `collect` collects, and returns the milliseconds that it took. */
export const makeCollection = (collect: () => number = collectNow): Collection => {
  let toPass = 0
  let passNext = 1
  return {
    request: (bytes, found) => {
      if (toPass > 0) {
        toPass -= 1
        return
      }
      const milliseconds = collect()
      if (found() && milliseconds <= bytes / copiedBytes) {
        passNext = 1
        return
      }
      toPass = passNext
      passNext = Math.min(mostPassed, passNext * 2)
    },
  }
}
