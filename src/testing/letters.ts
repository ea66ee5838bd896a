import { isDeepStrictEqual } from 'node:util';
import type { Marble } from './marbles.js';
import { isExpected } from './matching.js';
import { show, showPart } from './show.js';

/** A marble as a character: a letter, `|` or `#`. */
export interface Lettered {
  readonly frame: number;
  readonly letter: string;
}

/** Two lists of marbles as letters, and what these stand for. */
export interface Spelled {
  readonly actual: readonly Lettered[];
  readonly expected: readonly Lettered[];
  /** One line a letter. */
  readonly legend: readonly string[];
}

/** Letters of the Latin script, accented ones last, then of the Chinese one: there are always enough. */
const RANGES = [
  ['a', 'z'],
  ['A', 'Z'],
  ['\u0100', '\u024f'],
  ['\u4e00', '\u9fff'],
] as const;

function* alphabet(): Generator<string, undefined> {
  for (const [first, last] of RANGES) {
    for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code += 1)
      yield String.fromCharCode(code);
  }
}

/** Gives letters away, each once. */
const letterCase = (taken: Set<string>) => {
  const fresh = alphabet();
  const next = (): string => {
    const letter = fresh.next().value ?? '?';
    return taken.has(letter) ? next() : letter;
  };
  return (value: unknown): string => {
    // Where a value is a letter, it stands for itself.
    const isFree = typeof value === 'string' && /^[a-zA-Z]$/.test(value) && !taken.has(value);
    const letter = isFree ? value : next();
    taken.add(letter);
    return letter;
  };
};

interface Named {
  readonly letter: string;
  readonly value: unknown;
  readonly text: string;
}

const lineOf = ({ letter, text }: Named): string => `${letter}  ${text}`;

/** What there is to say of errors: of one if both are the same, of each otherwise. */
const errorLines = (actual: readonly Marble[], expected: readonly Marble[]): readonly string[] => {
  const [got] = actual.filter(({ kind }) => kind === 'E');
  const [wanted] = expected.filter(({ kind }) => kind === 'E');
  const said = wanted && show(wanted.value);
  const seen = got && showPart(got.value, wanted ? [wanted.value] : []);
  if (wanted && got && isExpected(got.value, wanted.value)) return [`#  ${String(said)}`];
  return [
    ...(said === undefined ? [] : [`#  expected: ${said}`]),
    ...(seen === undefined ? [] : [`#  actual: ${seen}`]),
  ];
};

/**
 * Spells marbles: the expected ones in the letters of their diagram, if it is known; the actual ones in these where they
 * match, and in new letters where they do not.
 */
export const spell = (actual: readonly Marble[], expected: readonly Marble[]): Spelled => {
  const letterFor = letterCase(
    new Set(expected.flatMap(({ letter }) => (letter === undefined ? [] : [letter]))),
  );
  const wanted: Named[] = [];
  const others: Named[] = [];
  const spelled = ({ frame, kind }: Marble, letter: () => string): Lettered => ({
    frame,
    letter: kind === 'N' ? letter() : kind === 'C' ? '|' : '#',
  });

  const wantedName = ({ letter, value }: Marble): string => {
    const known = wanted.find((name) =>
      letter === undefined ? isDeepStrictEqual(name.value, value) : name.letter === letter,
    );
    if (known) return known.letter;
    const name = { letter: letter ?? letterFor(value), value, text: show(value) };
    wanted.push(name);
    return name.letter;
  };
  const expectedLetters = expected.map((marble) => spelled(marble, () => wantedName(marble)));

  /** The expected one in the same place: a value may match others as well. */
  const opposite = (index: number): string | undefined => {
    const frame = actual[index]?.frame;
    const place = actual.slice(0, index).filter((marble) => marble.frame === frame).length;
    return expectedLetters.filter((marble) => marble.frame === frame)[place]?.letter;
  };
  const actualName = ({ value }: Marble, index: number): string => {
    const fitting = wanted.filter((name) => isExpected(value, name.value)).map(({ letter }) => letter);
    const across = opposite(index);
    const [first] = across !== undefined && fitting.includes(across) ? [across] : fitting;
    if (first !== undefined) return first;
    const text = showPart(
      value,
      wanted.map((name) => name.value),
    );
    const known = others.find((name) => name.text === text);
    if (known) return known.letter;
    const name = { letter: letterFor(value), value, text };
    others.push(name);
    return name.letter;
  };

  return {
    expected: expectedLetters,
    actual: actual.map((marble, index) => spelled(marble, () => actualName(marble, index))),
    legend: [
      ...[...wanted, ...others].filter(({ letter, value }) => letter !== value).map(lineOf),
      ...errorLines(actual, expected),
    ],
  };
};
