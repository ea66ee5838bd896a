import type { Log } from './log.js';
import type { RequestMade } from './model/delivery.js';
import type { DeliveryError } from './model/errors.js';
import { adviceOn } from './pure/answer.js';
import { tlsRemedy } from './pure/tls-refusal.js';

/** Tells loudly what only people can mend. */
export interface Alarms {
  readonly made: (request: Pick<RequestMade<unknown>, 'status' | 'error'>) => void;
  /** A batch ended in this. */
  readonly failed: (error: DeliveryError) => void;
}

/** What comes back from a port that speaks HTTP. */
const NO_TLS = 'ERR_SSL_WRONG_VERSION_NUMBER';

/** One line for each advice; and one for each time that connections begin to fail at TLS, which is retried. */
export const createAlarms = (log: Log): Alarms => {
  const advised = new Set<string>();
  let refusedWith: string | undefined;
  return {
    made: ({ status, error }) => {
      // Whatever was answered came through a certificate.
      if (status !== undefined) refusedWith = undefined;
      if (error?._tag !== 'NetworkError' || error.code === refusedWith) return;
      const remedy = tlsRemedy(error.code);
      if (remedy !== undefined)
        log.error(`the data plane's certificate is not accepted (${error.code}): ${remedy}`);
      else if (error.code === NO_TLS)
        log.error(`the data plane does not speak TLS (${error.code}): is dataPlaneUrl http, not https?`);
      else return;
      refusedWith = error.code;
    },
    failed: (error) => {
      const advice = adviceOn(error);
      if (advice === undefined || advised.has(advice)) return;
      advised.add(advice);
      log.error(`${error.message}: ${advice}`);
    },
  };
};
