/** @file A cache of what was used last. */

/**
 * Values by name, each made once: of more than `capacity` the one used longest ago gives way, and is handed to `forget`.
 * `make` may answer `null`, which is not kept.
 */
export const recentlyUsed = <A extends object>(capacity: number, forget: (value: A) => void = () => undefined) => {
  const held = new Map<string, A>()
  return <N extends null = never>(name: string, make: () => A | N): A | N => {
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
