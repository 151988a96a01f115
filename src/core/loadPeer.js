/**
 * @file Optional peers: packages that a user may install beside this one. Their names are no literals of an `import`, so
 * that a bundler neither fails nor warns where they are absent. A program that is bundled hands in its own import.
 *
 * Written in JavaScript: the compiler would wrap the name in a helper, which Rollup warns about.
 */

export const loadPeer = (name) => () => import(/* webpackIgnore: true */ /* @vite-ignore */ name)
