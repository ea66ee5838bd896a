import type { Socket } from 'node:net';
import { type Batch, batchOf } from './batch.js';
import { createFramer, type Frame } from './frames.js';
import { FINAL, type Happening, isStored, isUnstored, type Kind } from './kinds.js';
import { AFTERWARDS, insteadOf, type Mischief, REFUSES } from './mischief.js';
import { createUpstream } from './upstream.js';
import type { Weather } from './weather.js';

export interface VisitConfig {
  /** Of the gateway behind, on loopback. */
  readonly gatewayPort: number;
  /** Where redirects lead. */
  readonly elsewhere: string;
  readonly weather: Weather;
  /** Refuses connections, and closes those that are open. */
  readonly shut: () => void;
  /** Is told which events are refused for good, and how. */
  readonly onRefused: (indexes: readonly number[], status: number) => void;
  /** Is told what no request, and no answer of the gateway's, may be. */
  readonly onOddity: (text: string) => void;
}

/** What a connection of the client's goes through. */
export const createVisits = (config: VisitConfig): ((socket: Socket) => void) => {
  const { gatewayPort, weather, shut, onRefused, onOddity } = config;
  const INSTEAD = insteadOf(config.elsewhere);

  return (socket) => {
    const upstream = createUpstream(gatewayPort);
    let kind: Kind | undefined;
    let served = 0;

    const befall = (happening: Happening, mischief: Mischief, { indexes }: Batch) => {
      weather.happened(happening);
      const status = FINAL[happening];
      if (status !== undefined) onRefused(indexes, status);
      mischief(socket);
    };

    const take = async (frame: Frame): Promise<void> => {
      const meant = kind;
      kind = undefined;
      const batch = batchOf(frame);
      if (isUnstored(meant)) {
        befall(meant, INSTEAD[meant], batch);
        return;
      }
      if (batch.refusal !== undefined) {
        weather.missed(meant);
        befall(batch.refusal, REFUSES[batch.refusal], batch);
        return;
      }
      const answer = await upstream.serve(frame);
      if (!answer.head.startsWith('HTTP/1.1 200'))
        onOddity(`the gateway answers ${answer.raw.toString().replaceAll(/\s+/g, ' ')}`);
      served += 1;
      // The client may have lost its patience.
      if (socket.destroyed) weather.missed(meant);
      else if (isStored(meant)) befall(meant, AFTERWARDS[meant], batch);
      else socket.write(answer.raw);
    };

    const read = createFramer({
      onHead: () => {
        const drawn = weather.ofRequest();
        if (drawn === 'connection refused') shut();
        else if (drawn === 'reset in the request') {
          weather.happened(drawn);
          socket.resetAndDestroy();
        } else if (drawn !== 'dead socket') kind = drawn;
        else if (served === 0) weather.missed(drawn);
        else {
          weather.happened(drawn);
          socket.destroy();
        }
      },
      onFrame: (frame) => {
        if (socket.destroyed) return;
        take(frame).catch((error: unknown) => {
          onOddity(String(error));
          socket.destroy();
        });
      },
    });

    socket.on('data', read);
    socket.on('close', () => {
      weather.missed(kind);
      upstream.end();
    });
  };
};
