import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical } from "../scripts/ballot/canonical.js";

// RFC 8785, section 3.2.2 and 3.2.3.
test("the example of RFC 8785 3.2.2 comes out byte by byte", () => {
  const input = String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`;
  const expected = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
  assert.equal(canonical(JSON.parse(input)), expected);
});

test("the sorting example of RFC 8785 3.2.3 is sorted by UTF-16 code units", () => {
  const input = String.raw`{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}`;
  const values = Object.values(JSON.parse(canonical(JSON.parse(input))));
  // JSON.parse moves the key "1" to the front; its text is compared instead.
  const order = [...canonical(JSON.parse(input)).matchAll(/":"([^"]+)"/g)].map((match) => match[1]);
  assert.equal(values.length, 7);
  assert.deepEqual(order, [
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
  ]);
});

// RFC 8785, appendix B: IEEE 754 bits and their form.
const numbers = {
  "0000000000000000": "0",
  "8000000000000000": "0",
  "0000000000000001": "5e-324",
  "8000000000000001": "-5e-324",
  "7fefffffffffffff": "1.7976931348623157e+308",
  "4340000000000000": "9007199254740992",
  "4430000000000000": "295147905179352830000",
  "44b52d02c7e14af5": "9.999999999999997e+22",
  "44b52d02c7e14af6": "1e+23",
  "444b1ae4d6e2ef4f": "999999999999999900000",
  "444b1ae4d6e2ef50": "1e+21",
  "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
  "3eb0c6f7a0b5ed8d": "0.000001",
  "41b3de4355555557": "333333333.33333343",
  "becbf647612f3696": "-0.0000033333333333333333",
};

for (const [bits, form] of Object.entries(numbers)) {
  test(`the number ${bits} is written ${form}`, () => {
    assert.equal(canonical(Buffer.from(bits, "hex").readDoubleBE()), form);
  });
}

test("what is no JSON value, or no Unicode text, is refused", () => {
  for (const value of [NaN, Infinity, undefined, "\ud800", { "\udc00": 1 }, [() => {}]]) {
    assert.throws(() => canonical(value), TypeError);
  }
});

test("a member named like a property of objects is a member", () => {
  const text = '{"__proto__":{"a":1},"constructor":2}';
  assert.equal(canonical(JSON.parse(text)), text);
});
