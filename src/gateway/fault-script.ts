import { STATUS_CODES } from 'node:http';
import { textOf } from '../pure/text.js';
import { problemOfFault } from './fault-problem.js';
import type { FaultFields, FaultRequest, Faults } from './fault.js';
import type { Verdict } from './verdict.js';

/** The fault of the next request. */
export type Script = (request: FaultRequest) => FaultFields;

const AS_USUAL: FaultFields = {};

/** A function that fails is a mistake in a test: the answer says which, since nobody else could. */
const mistake = (text: string): FaultFields => ({ status: 500, body: `startGateway: ${text}\n` });

/** Takes one fault for each request that brings events, in the order in which they come in. */
export const scriptOf = (faults: Faults): Script => {
  // A list that its owner changes later has not been checked.
  const listed = typeof faults === 'function' ? undefined : faults.map((fault) => fault && { ...fault });
  let requests = 0;
  return (request) => {
    const index = requests;
    requests += 1;
    if (typeof faults !== 'function') return listed?.[index] ?? AS_USUAL;
    const name = `faults(request, ${String(index)})`;
    try {
      const fault = faults(request, index);
      const problem = problemOfFault(fault, name);
      return problem === undefined ? (fault ?? AS_USUAL) : mistake(problem);
    } catch (error) {
      return mistake(`${name} threw ${textOf(error)}`);
    }
  };
};

/** What rudder-server says with a status that has one text only. */
const TEXTS: Readonly<Record<number, string>> = {
  200: 'ok',
  413: 'request size exceeds max limit\n',
  429: 'max requests limit reached\n',
  503: 'Service Unavailable\n',
  504: 'gateway timeout\n',
};

/** Statuses that go without a body. */
const EMPTY: readonly number[] = [204, 205, 304];

/** The answer that a fault scripts, with nothing stored; `undefined` if it leaves that to the gateway. */
export const answerOf = ({ status, body, retryAfter, location }: FaultFields): Verdict | undefined => {
  if (status === undefined) return undefined;
  const usual = TEXTS[status] ?? `${STATUS_CODES[status] ?? String(status)}\n`;
  return {
    status,
    stored: [],
    body: EMPTY.includes(status) ? '' : (body ?? usual),
    headers: {
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(location === undefined ? {} : { location }),
    },
  };
};
