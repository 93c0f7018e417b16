// A heap whose items know where they are in it, so that any of them can be taken out.

/** An item is in one heap at a time. */
export interface HeapItem {
  /** -1: in none. */
  heapIndex: number;
}

export class Heap<Item extends HeapItem> {
  readonly #items: Item[] = [];
  readonly #isBefore: (one: Item, other: Item) => boolean;

  constructor(isBefore: (one: Item, other: Item) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  get first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    this.#put(item, this.#items.length);
    this.#rise(item);
  }

  /** Takes out an item that is in this heap. */
  remove(item: Item): void {
    const index = item.heapIndex;
    const last = this.#items.pop() as Item;
    item.heapIndex = -1;
    if (last === item) return;
    this.#put(last, index);
    this.#rise(last);
    this.#sink(last);
  }

  #rise(item: Item): void {
    while (item.heapIndex > 0) {
      const parentIndex = (item.heapIndex - 1) >> 1;
      const parent = this.#items[parentIndex] as Item;
      if (!this.#isBefore(item, parent)) return;
      this.#put(parent, item.heapIndex);
      this.#put(item, parentIndex);
    }
  }

  #sink(item: Item): void {
    for (;;) {
      const left = this.#items[item.heapIndex * 2 + 1];
      const right = this.#items[item.heapIndex * 2 + 2];
      if (left === undefined) return;
      const child = right !== undefined && this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, item)) return;
      const { heapIndex } = child;
      this.#put(child, item.heapIndex);
      this.#put(item, heapIndex);
    }
  }

  #put(item: Item, index: number): void {
    this.#items[index] = item;
    item.heapIndex = index;
  }
}
