import { readFileSync } from 'node:fs';
import { TestScheduler } from 'rxjs/testing';

/** One diagram of a file in `marbles/`: a title and its rows. */
export interface Diagram {
  readonly title: string;
  /** A row's text; fails if there is none. */
  readonly row: (name: string) => string;
  /** A row's text, or this if there is none. */
  readonly optional: (name: string, otherwise: string) => string;
  /** What the letters stand for: the row `values`, as `x=abc y=d`. */
  readonly values: Readonly<Record<string, string>>;
  /** The row `config`, as `maxCount=3 maxWaitMs=5`. */
  readonly config: Readonly<Record<string, number>>;
}

const pairs = (text: string): [string, string][] =>
  text
    .split(/\s+/)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    });

const parse = (section: string): Diagram => {
  const [title = '', ...lines] = section.split('\n');
  const rows = new Map<string, string>();
  for (const line of lines) {
    const match = /^(\w+):\s*(.*?)\s*$/.exec(line);
    if (match) rows.set(match[1] ?? '', match[2] ?? '');
    else if (line.trim() !== '') throw new Error(`"${title}": not a row: ${line}`);
  }
  return {
    title: title.trim(),
    row: (name) => {
      const text = rows.get(name);
      if (text === undefined) throw new Error(`"${title}" has no row ${name}`);
      return text;
    },
    optional: (name, otherwise) => rows.get(name) ?? otherwise,
    values: Object.fromEntries(pairs(rows.get('values') ?? '')),
    config: Object.fromEntries(pairs(rows.get('config') ?? '').map(([key, value]) => [key, Number(value)])),
  };
};

/** The diagrams of `marbles/{name}.txt`. What stands before the first `# title` is for people only. */
export const diagrams = (name: string): readonly Diagram[] => {
  const text = readFileSync(new URL(`../../marbles/${name}.txt`, import.meta.url), 'utf8');
  const sections = text.split(/^# /m).slice(1);
  if (sections.length === 0) throw new Error(`marbles/${name}.txt has no diagram`);
  return sections.map(parse);
};

/** A scheduler whose failures show both timelines. */
export const testScheduler = (): TestScheduler =>
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });

/** A scheduler outside `run()`: nothing global is replaced, so a timer that was not given it stands still and fails. */
export const injectedScheduler = (): TestScheduler => {
  const scheduler = testScheduler();
  scheduler.maxFrames = Infinity; // 750 otherwise, beyond which timers are dropped in silence
  return scheduler;
};

/** What happens in each frame, several events of one frame side by side. */
export type Timeline = Readonly<Record<number, string>>;

export const timeline = (events: Iterable<{ readonly frame: number; readonly text: string }>): Timeline => {
  const frames: Record<number, string> = {};
  for (const { frame, text } of events)
    frames[frame] = frames[frame] === undefined ? text : `${frames[frame]},${text}`;
  return frames;
};

/** The timeline that a diagram's row stands for; `|` and `#` are themselves. To be called inside `run()`. */
export const timelineOf = (marbles: string, values: Readonly<Record<string, string>>): Timeline =>
  timeline(
    TestScheduler.parseMarbles(marbles, undefined, undefined, false, true).map(({ frame, notification }) => ({
      frame,
      text:
        notification.kind === 'N'
          ? (values[notification.value as string] ?? String(notification.value))
          : notification.kind === 'C'
            ? '|'
            : '#',
    })),
  );
