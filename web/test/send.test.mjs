import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../scripts/ballot/failure.js";
import { prepare, send, withdraw } from "../scripts/ballot/send.js";
import { openShelf, usable } from "../scripts/ballot/shelf.js";
import { routes } from "../scripts/ballot/wire.js";
import { curves, makeBox } from "./box.mjs";

/** A browser's storage that also remembers everything ever written. */
function storage() {
  const items = new Map();
  const written = [];
  return {
    items,
    written,
    getItem: (name) => items.get(name) ?? null,
    setItem(name, text) {
      items.set(name, text);
      written.push(text);
    },
    removeItem: (name) => items.delete(name),
  };
}

const words = { answers: { COM1: 4, REL1: "NA" }, comments: { HELPS: "Lunch together." } };

async function person(box, device = storage()) {
  const link = box.invite();
  const shelf = await openShelf(box.manifest.survey, link.secret, device);
  const go = (more = {}) =>
    send({ curves, manifest: box.manifest, invitation: link.secret, shelf, routes: routes("autumn-2026", box.fetch), pause: async () => {}, ...more });
  return { link, shelf, device, go };
}

const failsWith = (code) => (error) => error.code === code;

test("answers arrive whole, and the receipt stays without them", async () => {
  const box = makeBox();
  const { shelf, device, go } = await person(box);
  prepare(shelf, words);
  const units = [];
  const record = await go({ onUnit: (unit) => units.push(unit.name) });
  const [ballot] = box.ballots.values();
  assert.deepEqual(ballot.answers, words.answers);
  assert.deepEqual(ballot.comments, words.comments);
  assert.equal(ballot.commitment, record.commitment);
  assert.deepEqual(units, ["Operations / Plant Bremen"]);
  assert.deepEqual(Object.keys(shelf.read()).sort(), ["commitment", "nonce", "receipt", "token", "unit"]);
  assert.equal(device.items.size, 1);
});

test("the box is never told the invitation, and no request carries a cookie or a referrer", async () => {
  const box = makeBox();
  const { shelf, link, go } = await person(box);
  prepare(shelf, words);
  await go();
  const cast = box.seen.find(({ path, method }) => path === "/box" && method === "POST");
  assert.ok(!JSON.stringify(cast.body).includes(link.secret));
  for (const { options } of box.seen) {
    assert.equal(options.credentials, "omit");
    assert.equal(options.referrerPolicy, "no-referrer");
    assert.equal(options.redirect, "error");
  }
});

test("the invitation is never written to the device", async () => {
  const box = makeBox();
  const { shelf, link, device, go } = await person(box);
  prepare(shelf, words);
  await go();
  for (const text of [...device.written, ...device.items.keys()]) assert.ok(!text.includes(link.secret));
});

test("nonce and blind are on the device before the server hears of them", async () => {
  const box = makeBox();
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  box.breakWhen((method, path, when) => {
    if (path !== "/collect" || when !== "before") return false;
    const { request } = shelf.read();
    assert.equal(box.seen.at(-1).body.blinded, request.blinded);
    assert.ok(request.nonce && request.blind);
    return false;
  });
  await go();
});

const breaks = [
  ["collect never arrives", "/collect", "before"],
  ["the answer to collect is lost", "/collect", "after"],
  ["the ballot never arrives", "/box", "before"],
  ["the receipt is lost", "/box", "after"],
];

for (const [what, path, when] of breaks) {
  test(`after a failure where ${what}, another try counts the same ballot once`, async () => {
    const box = makeBox();
    const { shelf, go } = await person(box);
    prepare(shelf, words);
    let left = 2;
    box.breakWhen((_, at, moment) => at === path && moment === when && left-- > 0);
    await assert.rejects(go(), failsWith("network"));
    const { ballot } = shelf.read();
    await assert.rejects(go(), failsWith("network"));
    assert.deepEqual(shelf.read().ballot, ballot);
    const record = await go();
    assert.equal(box.ballots.size, 1);
    assert.equal([...box.ballots.values()][0].salt, ballot.salt);
    const blinded = new Set(box.seen.filter((each) => each.path === "/collect").map((each) => each.body.blinded));
    assert.equal(blinded.size, 1);
    assert.ok(record.receipt);
  });
}

test("a reload between failure and next try loses nothing", async () => {
  const box = makeBox();
  const { link, device, shelf, go } = await person(box);
  prepare(shelf, words);
  box.breakWhen((_, path) => path === "/box");
  await assert.rejects(go(), failsWith("network"));
  box.breakWhen(() => false);
  const again = await openShelf("autumn-2026", link.secret, device);
  assert.deepEqual(again.read().ballot.answers, words.answers);
  await go({ shelf: again });
  assert.equal(box.ballots.size, 1);
});

test("answering again replaces the ballot; withdrawing empties the box; the token may cast again", async () => {
  const box = makeBox();
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  const first = await go();
  prepare(shelf, { answers: { COM1: 1 }, comments: {} });
  const second = await go();
  assert.equal(box.ballots.size, 1);
  assert.notEqual(first.commitment, second.commitment);
  assert.equal(first.token, second.token);
  await withdraw(shelf, routes("autumn-2026", box.fetch));
  assert.equal(box.ballots.size, 0);
  assert.deepEqual(Object.keys(shelf.read()).sort(), ["nonce", "token", "unit", "withdrawn"]);
  prepare(shelf, words);
  const third = await go();
  assert.equal(box.ballots.size, 1);
  assert.ok(!third.withdrawn && !shelf.read().withdrawn);
});

test("while a change is under way, the earlier receipt is still on the device", async () => {
  const box = makeBox();
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  const first = await go();
  prepare(shelf, { answers: {}, comments: {} });
  box.close();
  await assert.rejects(go(), failsWith("closed"));
  assert.equal(shelf.read().commitment, first.commitment);
});

const lies = {
  "a manifest that is not in the log": [{ unlogged: true }, "log"],
  "a log of which others are shown another root": [{ forked: true }, "log"],
  "names of made-up people": [{ names: Array.from({ length: 23 }, (_, i) => `Nobody ${i}`) }, "roster"],
  "more names than people, hash and all": [{ more: true }, "roster"],
  "a name too few": [{ names: ["Person 0 of plantbremen"] }, "roster"],
  "names of a unit that is not published": [{ rosterOf: "justyou" }, "unit"],
};

for (const [what, [cheat, code]] of Object.entries(lies)) {
  test(`a server with ${what} is refused before the invitation is used`, async () => {
    const box = makeBox({ cheat });
    const { shelf, go } = await person(box);
    prepare(shelf, words);
    await assert.rejects(go(), failsWith(code));
    assert.deepEqual(box.seen.filter(({ path }) => path === "/collect" || path === "/box"), []);
    assert.ok(shelf.read().ballot);
  });
}

test("a server that shows the names of one unit and hands out a ballot of another gets no answers", async () => {
  const box = makeBox({ cheat: { nameUnit: "sales" } });
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  await assert.rejects(go(), failsWith("unit"));
  assert.ok(!box.seen.some(({ path }) => path === "/box"));
});

test("a survey of an earlier version, without names, takes ballots as before", async () => {
  const box = makeBox({ rosters: false });
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  assert.ok((await go()).receipt);
  assert.ok(!box.seen.some(({ path }) => path === "/roster"));
});

test("curves that cannot be loaded are worth another try, and nothing was asked for yet", async () => {
  const box = makeBox();
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  const broken = async () => {
    throw new Failure("network");
  };
  await assert.rejects(go({ curves: broken }), failsWith("network"));
  assert.equal(box.seen.length, 0);
  assert.ok((await go()).receipt);
});

test("an unknown unit stops before any answer is sent", async () => {
  const box = makeBox({ cheat: { nameUnit: "justyou" } });
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  await assert.rejects(go(), failsWith("unit"));
  assert.ok(!box.seen.some(({ path }) => path === "/box"));
  assert.ok(shelf.read().ballot);
});

test("a server with a key of its own for this person gets no answers", async () => {
  const box = makeBox({ cheat: { taggedKey: true } });
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  await assert.rejects(go(), failsWith("proof"));
  assert.ok(!box.seen.some(({ path }) => path === "/box"));
  assert.equal(shelf.read().token, undefined);
});

test("a receipt that is not signed by the published key is no receipt", async () => {
  const box = makeBox({ cheat: { forgeReceipt: true } });
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  await assert.rejects(go(), failsWith("receipt"));
  assert.ok(shelf.read().ballot);
  assert.equal(shelf.read().receipt, undefined);
});

test("another browser with the same link is told that it was used", async () => {
  const box = makeBox();
  const mine = await person(box);
  prepare(mine.shelf, words);
  await mine.go();
  const other = await openShelf("autumn-2026", mine.link.secret, storage());
  prepare(other, words);
  await assert.rejects(mine.go({ shelf: other }), failsWith("used"));
});

test("an unknown invitation and a closed survey have their own codes", async () => {
  const box = makeBox();
  const { shelf, go } = await person(box);
  prepare(shelf, words);
  await assert.rejects(go({ invitation: "A".repeat(43) }), failsWith("not_found"));
  box.close();
  await assert.rejects(go(), failsWith("closed"));
});

test("what is no answer of the protocol is worth another try", async () => {
  const error = (code, status, message = "x") => [JSON.stringify({ error: { code, message } }), status];
  const answers = {
    "a failing proxy": ["<h1>502</h1>", 502],
    "a server that is starting": error("internal", 500),
    "a page instead of an answer": ["not json", 200],
    "an answer of nothing": ["null", 200],
    "an answer that lacks a member": ['{"unit":"a","evaluated":"b"}', 200],
    "another success status": ['{"unit":"a","evaluated":"b","proof":"c"}', 202],
    "a busy proxy": ["busy", 429],
    "an error of nothing": ["null", 404],
    "a code with the status of another": error("closed", 404),
    "a code that nobody knows": error("teapot", 418),
    "a code named like a method": error("constructor", 404),
    "a code without a message": error("closed", 410, null),
  };
  for (const [what, [body, status]] of Object.entries(answers)) {
    await assert.rejects(routes("s", async () => new Response(body, { status })).collect({}), failsWith("network"), what);
  }
  const [body, status] = error("closed", 410);
  await assert.rejects(routes("s", async () => new Response(body, { status })).collect({}), failsWith("closed"));
});

test("two people on one device do not see each other's ballots", async () => {
  const box = makeBox();
  const device = storage();
  const a = await person(box, device);
  const b = await person(box, device);
  prepare(a.shelf, words);
  await a.go();
  assert.equal(b.shelf.read(), null);
});

test("a browser without storage keeps things in memory and says that it does", async () => {
  assert.equal(usable(() => ({ setItem: () => assert.fail("full") })), null);
  assert.equal(
    usable(() => {
      throw new Error("forbidden");
    }),
    null,
  );
  const box = makeBox();
  const { go } = await person(box);
  const shelf = await openShelf("autumn-2026", "x", null);
  assert.equal(shelf.durable, false);
  prepare(shelf, words);
  assert.ok((await go({ shelf })).receipt);
});

test("what another program left under the shelf's name is ignored", async () => {
  const device = storage();
  device.getItem = () => "{not json";
  const shelf = await openShelf("s", "x", device);
  assert.equal(shelf.read(), null);
});
