/** First in, first out, in constant time: shifting an array costs as much as it is long. */
export class Queue<T> {
  #items: T[] = [];
  /** What stands before this index is gone already. */
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Lets go of all others. */
  retain(stays: (item: T) => boolean): void {
    this.#items = this.#items.slice(this.#head).filter(stays);
    this.#head = 0;
  }

  /** The oldest, which stays. */
  peek(): T | undefined {
    return this.#items[this.#head];
  }

  /** The oldest, which goes. */
  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (this.length === 0) return undefined;
    // Nobody else may hold it now.
    this.#items[this.#head] = undefined as T;
    this.#head += 1;
    // What is gone takes up at most half of the space.
    if (this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
