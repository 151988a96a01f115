/** @file A cache of what was used last. */

/** Values by name, each made once. `make` may return `null`, which is not kept. */
type RecentlyUsed<A> = <B extends A | null>(name: string, make: () => B) => A | B

/** Keeps at most `capacity` values; the least recently used one is dropped and passed to `forget`. */
export const recentlyUsed = <A extends object>(
  capacity: number,
  forget: (value: A) => void = () => undefined,
): RecentlyUsed<A> => {
  const held = new Map<string, A>()
  return (name, make) => {
    const value = held.get(name) ?? make()
    if (value === null) return value
    held.delete(name)
    held.set(name, value)
    for (const [oldest, old] of held) {
      if (held.size <= capacity) break
      held.delete(oldest)
      forget(old)
    }
    return value
  }
}
