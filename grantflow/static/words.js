// Counts words exactly as grantflow/engine/words.py does; a test holds the two against each other.

// What nobody means to send: control characters, marks without width, and marks that turn text round.
const INVISIBLE = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\uffff\ud800-\udfff]/gu;
// Punctuation, marks on another letter and what cannot be seen carry no meaning by themselves.
const CARRIES_MEANING = /[^\p{P}\p{M}\p{C}\s]/u;

export const countWords = (text) =>
  text.replace(/\x85/g, "\n").replace(INVISIBLE, "").split(/\s+/u).filter((word) => CARRIES_MEANING.test(word)).length;

export const mostWords = (limit) => limit + Math.floor(limit / 10);
