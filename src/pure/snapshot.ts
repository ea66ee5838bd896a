import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { Json } from '../model/message.js';
import { MAX_DEPTH, MAX_VALUES, overLimit, shownPath, type SizeLimit, type Unfit } from './unfit.js';

/** Thrown where the value is unfit; gathers the path while the walk unwinds. Never leaves this file. */
class Unsendable extends Error {
  readonly reason: Unfit['reason'];
  readonly path: string[] = [];
  readonly #own = true;

  constructor(problem: string, reason: Unfit['reason'] = 'invalid') {
    super(problem);
    this.reason = reason;
  }

  /** No `instanceof`: what a caller throws may be a proxy that throws when it is asked for its prototype. */
  static is(thrown: unknown): thrown is Unsendable {
    return typeof thrown === 'object' && thrown !== null && #own in thrown;
  }

  under(key: string): this {
    this.path.unshift(key);
    return this;
  }

  toUnfit(): Unfit {
    return { reason: this.reason, path: shownPath(this.path), problem: this.message };
  }
}

/** The refusal that something thrown by the member `key` stands for: ours from below, or the caller's own. */
const unsendableUnder = (key: string, thrown: unknown): Unsendable =>
  (Unsendable.is(thrown) ? thrown : new Unsendable('threw when it was read')).under(key);

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

/** Asked of what calls itself a `Set` or a `Map`, from whatever realm. */
const hasSlotsOf = (prototype: { has: (key: unknown) => boolean }, value: object): boolean => {
  try {
    prototype.has.call(value, undefined);
    return true;
  } catch {
    return false;
  }
};

/** Assigned to an object, these would set its prototype, or throw where `Object.prototype` is frozen. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Node.js 20 has no raw JSON. */
const { isRawJSON: isRawJson } = JSON as { readonly isRawJSON?: (value: unknown) => boolean };

const define = (target: object, key: string, value: Json): void => {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};

/** One snapshot being taken. */
class Walk {
  readonly #limit: SizeLimit;
  /** Bytes that may still come: each value takes off the least that its JSON can have. */
  #room: number;
  #values = 0;
  readonly #ancestors: object[] = [];

  constructor(limit: SizeLimit) {
    this.#limit = limit;
    this.#room = limit.bytes;
  }

  copyRecord(value: object): Record<string, Json> {
    const keys = Object.keys(value);
    const copied: Record<string, Json> = {};
    let key = '';
    try {
      for (key of keys) {
        const member = this.#copy((value as Record<string, unknown>)[key], key);
        if (member === undefined) continue;
        // Quotes, colon and comma.
        this.#spend(key.length + 4);
        if (INHERITED.has(key)) define(copied, key, member);
        else copied[key] = member;
      }
    } catch (thrown) {
      throw unsendableUnder(key, thrown);
    }
    return copied;
  }

  #copyArray(list: readonly unknown[]): Json[] {
    const { length } = list;
    // Commas, and a digit each: asked before, since an array's length need not be backed by memory.
    this.#expect(2 * length - 1);
    const copied: Json[] = [];
    let index = 0;
    try {
      for (; index < length; index += 1) {
        this.#spend(1);
        copied.push(this.#copy(list[index], String(index)) ?? null);
      }
    } catch (thrown) {
      throw unsendableUnder(String(index), thrown);
    }
    return copied;
  }

  #copy(value: unknown, key: string): Json | undefined {
    this.#values += 1;
    if (this.#values > MAX_VALUES)
      throw new Unsendable(`has more than ${String(MAX_VALUES)} values`, 'too-large');
    switch (typeof value) {
      case 'string':
        this.#spend(value.length + 2);
        return value;
      case 'number':
        this.#spend(1);
        return Number.isFinite(value) ? value : null;
      case 'boolean':
        this.#spend(4);
        return value;
      case 'bigint': {
        const replaced = replacementOf(value, key);
        if (replaced === value) throw new Unsendable('is a BigInt: send it as a string');
        return this.#copy(replaced, key);
      }
      case 'object':
        if (value !== null) return this.#copyObject(value, key);
        this.#spend(4);
        return null;
      case 'function': {
        const replaced = replacementOf(value, key);
        return replaced === value ? undefined : this.#copy(replaced, key);
      }
      case 'symbol':
      case 'undefined':
        return undefined;
    }
  }

  #copyObject(value: object, key: string): Json | undefined {
    const ancestors = this.#ancestors;
    if (ancestors.includes(value))
      throw new Unsendable('is circular: it refers back to an object that holds it');
    if (ancestors.length >= MAX_DEPTH)
      throw new Unsendable(`is nested more than ${String(MAX_DEPTH)} levels deep`);
    // Asked before a Buffer's own toJSON makes an array of it.
    if (ArrayBuffer.isView(value) && 'length' in value) this.#expectValues(Number(value.length));

    ancestors.push(value);
    const replaced = replacementOf(value, key);
    const copied =
      typeof replaced === 'object' && replaced !== null
        ? this.#copyMembers(replaced, key)
        : this.#copy(replaced, key);
    ancestors.pop();
    return copied;
  }

  #copyMembers(value: object, key: string): Json | undefined {
    if (Array.isArray(value)) return this.#copyArray(value);
    // Else it would be sent as the object that it is: `{"rawJSON":"1"}`.
    if (isRawJson?.(value) === true) throw new Unsendable('is raw JSON: send it as a string');
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.copyRecord(value);
    switch (tagOf(value)) {
      case 'Set': {
        if (!hasSlotsOf(Set.prototype, value)) return this.copyRecord(value);
        this.#expectValues((value as ReadonlySet<unknown>).size);
        return this.#copyArray([...Set.prototype.values.call(value)]);
      }
      case 'Map': {
        if (!hasSlotsOf(Map.prototype, value)) return this.copyRecord(value);
        this.#expectValues((value as ReadonlyMap<unknown, unknown>).size);
        const entries = Map.prototype.entries.call(value) as Iterable<readonly [PropertyKey, unknown]>;
        return this.copyRecord(Object.fromEntries(entries));
      }
      // The wrappers of `new Number(1)` and its like, as JSON.stringify unwraps them.
      case 'Number':
        return this.#copy(Number(value), key);
      case 'String':
        // eslint-disable-next-line @typescript-eslint/no-base-to-string -- of a wrapper it is its text
        return this.#copy(String(value), key);
      case 'Boolean':
        return this.#copy(Boolean.prototype.valueOf.call(value), key);
      case 'BigInt':
        return this.#copy(BigInt.prototype.valueOf.call(value), key);
      default:
        return this.copyRecord(value);
    }
  }

  /** At least a byte each; asked before they are enumerated, since that can't be stopped half-way. */
  #expectValues(many: number): void {
    this.#expect(many);
    if (this.#values + many > MAX_VALUES)
      throw new Unsendable(`has more than ${String(MAX_VALUES)} values`, 'too-large');
  }

  #spend(bytes: number): void {
    this.#expect(bytes);
    this.#room -= bytes;
  }

  /** Asked before a collection is enumerated, since that can't be stopped half-way. */
  #expect(bytes: number): void {
    if (bytes > this.#room) throw new Unsendable(overLimit(this.#limit), 'too-large');
  }
}

/** What the value's own `toJSON` makes of it, or the value. */
const replacementOf = (value: object | bigint, key: string): unknown => {
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON !== 'function') return value;
  try {
    return Reflect.apply(toJSON, value, [key]);
  } catch {
    throw new Unsendable('threw').under('toJSON');
  }
};

/**
 * Copies an object as JSON takes it, into plain data that shares nothing with the caller's: what `JSON.parse` would make
 * of its `JSON.stringify`, in one walk that reads every getter and calls every `toJSON` once. Unlike there, a `Set`
 * becomes an array and a `Map` an object, and what can't be sent is named by its path.
 *
 * The walk is bounded: it ends as soon as the JSON must be larger than the limit, is nested deeper than 100 levels or has
 * more than 50,000 values.
 * (Only the keys of one object can't be had but all at once: a quarter of a second for a million.)
 */
export const snapshot = <T extends object>(value: T, limit: SizeLimit): Either<Unfit, T> => {
  try {
    return right(new Walk(limit).copyRecord(value) as T);
  } catch (thrown) {
    return left((thrown as Unsendable).toUnfit());
  }
};
