const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Every bit of the hash hangs on all bits of what comes in (the end of MurmurHash3): FNV-1a alone is weak in the low ones. */
const mixed = (hash: number): number => {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
};

/** The lane of a key, from 0 to `lanes - 1`: always the same one, and about as many keys in each. */
export const laneOf = (key: string, lanes: number): number => {
  let hash = FNV_OFFSET;
  for (let index = 0; index < key.length; index += 1)
    hash = Math.imul(hash ^ key.charCodeAt(index), FNV_PRIME);
  return mixed(hash) % lanes;
};
