import type { Kind } from './kinds.js';
import { createWeather } from './weather.js';

function* script(...kinds: readonly Kind[]): Generator<Kind | undefined, never> {
  yield* kinds;
  for (;;) yield undefined;
}

describe('the weather', () => {
  it('is calm, until a storm and after it', () => {
    const weather = createWeather();
    expect(weather.ofRequest()).toBeUndefined();
    weather.storm(script('hang', '500', '502'));
    expect(weather.ofRequest()).toBe('hang');
    weather.calm();
    expect(weather.ofRequest()).toBeUndefined();
    expect(weather.requests()).toBe(3);
  });

  it('owes the next connection what no request can suffer', () => {
    const weather = createWeather();
    weather.storm(script('reset on accept', 'hang', 'reset on accept'));
    expect(weather.ofConnection()).toBeUndefined();
    expect(weather.ofRequest()).toBe('hang');
    expect([weather.ofConnection(), weather.ofConnection()]).toEqual(['reset on accept', undefined]);
    weather.ofRequest();
    weather.calm();
    expect(weather.ofConnection()).toBeUndefined();
  });

  it('brings again what could not happen, unless it is calm by then', () => {
    const weather = createWeather();
    weather.storm(script('dead socket', '500'));
    weather.ofRequest();
    weather.missed('dead socket');
    weather.missed(undefined);
    expect([weather.ofRequest(), weather.ofRequest()]).toEqual(['dead socket', '500']);
    weather.missed('500');
    weather.calm();
    weather.missed('500');
    weather.storm(script('502'));
    expect(weather.ofRequest()).toBe('502');
  });

  it('counts what happened', () => {
    const weather = createWeather();
    for (const what of ['hang', 'poison, 400', 'hang'] as const) weather.happened(what);
    expect([...weather.counts]).toEqual([
      ['hang', 2],
      ['poison, 400', 1],
    ]);
  });
});
