/** As many as there are photos on their way to a session by default. */
const KEPT = 3;

/** Input tensors that have been run, kept to be filled again: megabytes of fresh memory a photo cost more than filling them. */
export class SpareTensors {
  readonly #spares: Float32Array<ArrayBuffer>[] = [];

  /** One of that length; what it holds is of no meaning. */
  take(length: number): Float32Array<ArrayBuffer> {
    const at = this.#spares.findIndex((spare) => spare.length === length);
    return at < 0 ? new Float32Array(length) : this.#spares.splice(at, 1)[0]!;
  }

  give(tensor: Float32Array<ArrayBuffer>): void {
    this.#spares.push(tensor);
    if (this.#spares.length > KEPT) this.#spares.shift();
  }
}
