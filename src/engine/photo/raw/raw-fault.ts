/** What is wrong with the structure of a RAW file, as half a sentence about it. */
export class RawFault extends Error {
  constructor(readonly why: string) {
    super(why);
    this.name = 'RawFault';
  }
}
