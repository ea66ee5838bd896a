import { readFileSync } from 'node:fs';
import { csvParse } from 'd3-dsv';

/** @typedef {import('rudder-rx').EventInput} EventInput */
/** @typedef {{ date: string, delay: number, distance: number, origin: string, destination: string }} Flight */

/** @param {string} name */
const read = (name) => readFileSync(new URL(`../data/${name}`, import.meta.resolve('vega-datasets')), 'utf8');

const flights = () => {
  /** @type {Flight[]} */
  const records = JSON.parse(read('flights-20k.json'));
  return records;
};

/**
 * Flights in the United States in the first months of 2001, 20,000 of them, each with the time at which it left.
 *
 * @returns {EventInput[]}
 */
const departures = () =>
  flights().map(({ date, delay, distance, origin, destination }) => ({
    type: 'track',
    userId: origin,
    event: 'Flight Departed',
    timestamp: new Date(`${date.replaceAll('/', '-').replace(' ', 'T')}Z`),
    properties: { origin, destination, distance, delay },
  }));

/**
 * The airports: who they are, and the state each belongs to.
 *
 * @returns {EventInput[]}
 */
const airports = () =>
  csvParse(read('airports.csv')).flatMap(
    ({ iata = '', name, city, state = '', country, latitude, longitude }) => [
      {
        type: 'identify',
        userId: iata,
        traits: { name, city, state, country, latitude: Number(latitude), longitude: Number(longitude) },
      },
      { type: 'group', userId: iata, groupId: state, traits: { state, country } },
    ],
  );

/** @type {EventInput[]} One of each of the other calls, as a departures board might make them. */
const board = [
  {
    type: 'page',
    anonymousId: 'visitor-1',
    category: 'Board',
    name: 'Departures',
    properties: { airport: 'SFO' },
  },
  { type: 'screen', anonymousId: 'visitor-1', category: 'Gate', name: 'B12', properties: { airport: 'SFO' } },
  { type: 'alias', previousId: 'visitor-1', userId: 'SFO' },
];

/** Real events of all six types, some 27,000. */
export const dataset = () => [...airports(), ...board, ...departures()];
