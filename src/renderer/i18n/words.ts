import type { en } from './en';

/** The catalogue that another language has to have: the same keys, but without a singular where it has none. */
export type Words = WordsLike<typeof en>;

type WordsLike<Node> = {
  readonly [Key in keyof Node as Key extends `${string}_one` ? never : Key]: Node[Key] extends string
    ? string
    : WordsLike<Node[Key]>;
};
