/** A value that comes later and may be replaced or withdrawn. */
export interface Latest<Value> {
  set(value: Value): void;
  clear(): void;
  /** The present value; waits for the next where there is none. */
  get(): Promise<Value>;
}

/** A {@link Latest} without a value yet. */
export function latest<Value>(): Latest<Value> {
  let current: { value: Value } | undefined;
  let waiting: ((value: Value) => void)[] = [];
  return {
    set(value) {
      current = { value };
      for (const resolve of waiting) resolve(value);
      waiting = [];
    },
    clear() {
      current = undefined;
    },
    get() {
      if (current) return Promise.resolve(current.value);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}
