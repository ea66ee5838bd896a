import { openDoor } from './door.js';

/** Where redirects lead, at another origin: nobody should ever come. */
export interface Elsewhere {
  readonly url: string;
  /** Connections so far. */
  readonly visits: () => number;
  readonly close: () => Promise<void>;
}

export const startElsewhere = async (): Promise<Elsewhere> => {
  let visits = 0;
  const door = await openDoor((socket) => {
    visits += 1;
    socket.destroy();
  });
  return { url: `http://127.0.0.1:${String(door.port)}/v1/batch`, visits: () => visits, close: door.shut };
};
