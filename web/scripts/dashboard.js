// What the pages behind the sign-in do beyond HTML. Each of them is complete
// without this script.

import { openForPrint } from "./dashboard/print.js";
import { findRows } from "./dashboard/find.js";
import { offerCopy } from "./dashboard/copy.js";
import { localTimes } from "./dashboard/times.js";

localTimes(document);
for (const box of document.querySelectorAll("[data-find-in]")) findRows(box);
for (const field of document.querySelectorAll("[data-copy]")) offerCopy(field);
openForPrint(window);
