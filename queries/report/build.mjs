/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * node build.mjs: bundle the report's scripts into the directory it stands in (the Makefile copies
 * the sources to build/report first). Compiles the figures, minifies, and collects the licences of
 * the libraries that are in the bundles.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { compile } from "vega-lite";
import { specs } from "./specs.mjs";

const NAMED = 70; /* marks whose name is shown if there is room */

const compiled = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name,
	compile(spec, { logger: { warn() {}, info() {}, debug() {}, error: console.error,
		level() { return this; } } }).spec]));

/* Vega can keep names out of each other's way, Vega-Lite cannot say so yet. */
compiled.map.marks.push({
	name: "names", type: "text", from: { data: "layer_0_marks" }, interactive: false, encode: {
		enter: { text: { signal: `datum.datum.order < ${NAMED} ? datum.datum.component : ""` },
			limit: { value: 140 }, fontSize: { value: 11 }, fill: { value: "var(--text)" } } },
	transform: [{ type: "label", size: { signal: "[width, height]" },
		anchor: ["right", "left", "top", "bottom", "top-right", "bottom-right"],
		offset: [5], avoidMarks: ["layer_0_marks"],
		sort: { field: "datum.datum.order" } }],
});

writeFileSync("specs.json", JSON.stringify(compiled));

const result = await build({
	entryPoints: ["report.mjs", "component.mjs"], bundle: true, minify: true, format: "iife",
	target: "es2020", outdir: ".", legalComments: "none", metafile: true, charset: "ascii",
	logLevel: "warning",
});

const packages = new Set(Object.keys(result.metafile.inputs).map(path =>
	path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean));
const licences = [...packages].sort().map(name => {
	const folder = `node_modules/${name}`;
	const about = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
	const file = readdirSync(folder).find(each => /^licen[cs]e(\.|$)/i.test(each));
	const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : "";

	return `${name} ${about.version}: ${about.license}\n\n${text}\n`;
});

writeFileSync("LICENCES.txt", "report.js and component.js hold, besides linchpin's own code " +
	"(GPL-3.0-or-later):\n\n" + licences.join(`\n${"-".repeat(72)}\n\n`));
