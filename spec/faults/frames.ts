/** One HTTP/1.1 message, as it came over the wire. */
export interface Frame {
  readonly head: string;
  readonly body: Buffer;
  readonly raw: Buffer;
}

export interface FramerConfig {
  /** The head is there, and perhaps a part of the body. */
  readonly onHead?: () => void;
  readonly onFrame: (frame: Frame) => void;
}

const END_OF_HEAD = '\r\n\r\n';

/** A head's field, by its name in lower case; `''` for a missing one. */
export const fieldOf = (head: string, name: string): string =>
  head
    .split('\r\n')
    .find((line) => line.toLowerCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim() ?? '';

/** Cuts what comes over a connection into messages. Each must tell its length, or have no body. */
export const createFramer = ({ onHead, onFrame }: FramerConfig): ((chunk: Buffer) => void) => {
  let rest: Buffer = Buffer.alloc(0);
  let head: string | undefined;
  const take = () => {
    if (head === undefined) {
      const end = rest.indexOf(END_OF_HEAD);
      if (end < 0) return false;
      head = rest.toString('latin1', 0, end);
      onHead?.();
    }
    const bodyAt = head.length + END_OF_HEAD.length;
    const end = bodyAt + Number(fieldOf(head, 'content-length'));
    if (rest.length < end) return false;
    const frame = { head, body: rest.subarray(bodyAt, end), raw: rest.subarray(0, end) };
    rest = rest.subarray(end);
    head = undefined;
    onFrame(frame);
    return true;
  };
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (take());
  };
};
