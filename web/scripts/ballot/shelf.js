// What a browser keeps of one invitation: a ballot on its way until the
// receipt has come, and then the token and the receipt until the close. One
// shelf belongs to one invitation, so that two people who share a device do
// not see each other's.

import { sha256 } from "./bytes.js";

/**
 * @param {string} survey
 * @param {string} secret of the invitation; the shelf's name does not give it away
 * @param {Storage | null} storage null keeps things in memory only
 */
export async function openShelf(survey, secret, storage) {
  const name = `teamtrust/${survey}/${(await sha256(secret)).slice(0, 24)}`;
  let memory = null;
  return {
    durable: storage !== null,
    read: () => (storage ? parse(storage.getItem(name)) : memory),
    /** Throws when the browser has no room or does not allow it. */
    write(record) {
      memory = record;
      storage?.setItem(name, JSON.stringify(record));
    },
    clear() {
      memory = null;
      storage?.removeItem(name);
    },
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // written by something else
  }
}

/**
 * A storage that works, or null: browsers may forbid it or have no room.
 * @param {() => Storage} get
 */
export function usable(get) {
  try {
    const storage = get();
    storage.setItem("teamtrust/try", "1");
    storage.removeItem("teamtrust/try");
    return storage;
  } catch {
    return null;
  }
}
