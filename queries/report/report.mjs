/* SPDX-License-Identifier: GPL-3.0-or-later */
/* index.html and rules.html: tables that sort and filter, figures that answer. */
import { showFigures } from "./figures.mjs";
import { enhanceTables } from "./tables.mjs";

enhanceTables();
showFigures();
