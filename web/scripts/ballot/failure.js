/**
 * Why a step of the protocol did not work. The codes of the server are
 * bad_request, forbidden, not_found, used, closed, too_large and bad_answer;
 * this side adds:
 *
 * - network: no answer, or one that says to try again later
 * - manifest: the manifest's bytes and its hash do not belong together, or it is
 *   one that no answer may be sent for
 * - link: the manifest is not the one the link names
 * - proof: the server used another key than the published one
 * - unit: the unit is not one of the manifest, or not the one that names were
 *   shown of
 * - log: the manifest is not in the log of the installation
 * - roster: the names of the unit are not those of the manifest
 * - receipt: the receipt's signature is wrong
 */
export class Failure extends Error {
  /**
   * @param {string} code
   * @param {string} [message] what the server says, in one sentence
   * @param {string} [item] the item concerned
   */
  constructor(code, message = code, item = "") {
    super(message);
    this.code = code;
    this.item = item;
  }
}
