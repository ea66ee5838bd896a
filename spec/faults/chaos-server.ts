import { type Door, openDoor } from './door.js';
import { createVisits, type VisitConfig } from './visit.js';
import { createWeather, type Weather } from './weather.js';

export type ChaosConfig = Omit<VisitConfig, 'weather' | 'shut'>;

/** The gateway behind a bad network. */
export interface ChaosServer
  extends Pick<Weather, 'storm' | 'counts' | 'requests'>, Pick<Door, 'connections'> {
  readonly url: string;
  /** Everything passes from now on. */
  readonly calm: () => Promise<void>;
  /** The client was refused a connection: what the door was shut for, if it is. */
  readonly refusedOne: () => void;
  readonly close: () => Promise<void>;
}

export const startChaosServer = async (config: ChaosConfig): Promise<ChaosServer> => {
  const weather = createWeather();
  const visit = createVisits({
    ...config,
    weather,
    shut: () => {
      void door.shut();
    },
  });
  const door = await openDoor((socket) => {
    const reset = weather.ofConnection();
    if (reset === undefined) {
      visit(socket);
      return;
    }
    weather.happened(reset);
    socket.resetAndDestroy();
  });
  return {
    url: `http://127.0.0.1:${String(door.port)}`,
    storm: weather.storm,
    counts: weather.counts,
    requests: weather.requests,
    connections: door.connections,
    calm: async () => {
      weather.calm();
      await door.open();
    },
    refusedOne: () => {
      if (door.isOpen()) return;
      weather.happened('connection refused');
      void door.open();
    },
    close: door.shut,
  };
};
