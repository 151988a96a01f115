/** @file A cache of what was used last. */

/** Values by name, each made once. `make` may answer `null`, which is not kept. */
interface RecentlyUsed<A> {
  (name: string, make: () => A): A
  (name: string, make: () => A | null): A | null
}

/** Of more than `capacity` values the one used longest ago gives way, and is handed to `forget`. */
export const recentlyUsed = <A extends object>(
  capacity: number,
  forget: (value: A) => void = () => undefined,
): RecentlyUsed<A> => {
  const held = new Map<string, A>()
  const find = (name: string, make: () => A | null): A | null => {
    const value = held.get(name) ?? make()
    if (value === null) return null
    held.delete(name)
    held.set(name, value)
    for (const [oldest, old] of held) {
      if (held.size <= capacity) break
      held.delete(oldest)
      forget(old)
    }
    return value
  }
  return find as RecentlyUsed<A>
}
