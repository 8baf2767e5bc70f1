/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The live figures in Vega-Lite, compiled to Vega when the scripts are bundled, so that readers
 * need not. Colours are the style sheet's variables: dark, light and print follow it.
 */

const SAFETY = {
	domain: ["unsafe", "mixed", "safe", "unknown"],
	range: ["var(--unsafe)", "var(--mixed)", "var(--safe)", "var(--unknown)"],
};

const base = {
	$schema: "https://vega.github.io/schema/vega-lite/v6.json",
	width: "container",
	autosize: { type: "fit-x", contains: "padding" },
	data: { name: "rows" },
	background: null,
	config: {
		font: "system-ui, sans-serif",
		view: { stroke: null },
		axis: { labelColor: "var(--dim)", titleColor: "var(--dim)", gridColor: "var(--line)",
			domainColor: "var(--line)", tickColor: "var(--line)", titleFontWeight: "normal" },
		legend: { labelColor: "var(--text)", titleColor: "var(--dim)", orient: "top",
			titleFontWeight: "normal" },
		text: { color: "var(--text)" },
	},
};

const pick = {
	name: "pick", select: { type: "point", fields: ["safety"] }, bind: "legend",
};

const map = {
	...base,
	height: 440,
	transform: [{ calculate: "datum.impact_packages + 1", as: "lost" }],
	encoding: {
		x: { field: "lost", type: "quantitative", scale: { type: "log",
			nice: false }, axis: { format: "~s", tickCount: 6, labelOverlap: true, title: "packages that cannot be installed without it" } },
		y: { field: "network", type: "quantitative", scale: { zero: false, nice: false,
			domainMax: 1.02 }, axis: { title: "exposure to the network" } },
	},
	layer: [{
		params: [pick, { name: "view", select: "interval", bind: "scales" }],
		mark: { type: "point", filled: true, size: 70, stroke: "var(--back)", cursor: "pointer" },
		encoding: {
			color: { field: "safety", type: "nominal", scale: SAFETY, title: null },
			shape: { field: "safety", type: "nominal", title: null, scale: {
				domain: SAFETY.domain, range: ["circle", "square", "diamond", "cross"] } },
			opacity: { condition: { param: "pick", value: 1 }, value: 0.12 },
			tooltip: [{ field: "component" }, { field: "languages" }, { field: "safety" },
				{ field: "exposure", title: "network" },
				{ field: "impact_packages", title: "packages lost without it",
					format: "," }],
		},
	}],
};

const plan = {
	...base,
	height: 300,
	transform: [
		{ fold: ["left_percent", "left_by_ranking", "known"], as: ["by", "left"] },
		{ filter: "isValid(datum.left)" },
		{ calculate: "{left_percent: 'the plan', left_by_ranking: 'in order of rank', "
			+ "known: 'known replacements only'}[datum.by]", as: "order" },
	],
	mark: { type: "line", point: { size: 45, cursor: "pointer" } },
	encoding: {
		x: { field: "step", type: "quantitative", axis: { title: "components replaced",
			tickMinStep: 1 } },
		y: { field: "left", type: "quantitative", scale: { domain: [0, 100] },
			axis: { title: "exposed unsafe code left, %" } },
		color: { field: "order", type: "nominal", title: null, scale: {
			domain: ["the plan", "in order of rank", "known replacements only"],
			range: ["var(--first)", "var(--second)", "var(--third)"] } },
		tooltip: [{ field: "step" }, { field: "component", title: "the plan replaces" },
			{ field: "order" }, { field: "left", title: "left, %", format: ".1f" }],
	},
};

export const LANGUAGES_HEIGHT = 340;

/* Logarithmic: what is small today is what may grow. */
const languages = {
	...base,
	height: LANGUAGES_HEIGHT,
	transform: [{ filter: "datum.percent >= 0.01" }],
	encoding: {
		x: { field: "release", type: "nominal", sort: null, axis: { title: null, labelAngle: 0,
			labelLimit: 170 }, scale: { padding: 0.3 } },
		y: { field: "percent", type: "quantitative",
			scale: { type: "log", domain: [0.01, 100] },
			axis: { title: "share of the code in network-facing processes, %",
				values: [0.01, 0.1, 1, 10, 100] } },
		detail: { field: "language" },
		color: { field: "safety", type: "nominal", scale: SAFETY, title: null },
	},
	layer: [{
		mark: { type: "line", point: { size: 60 } },
		encoding: { tooltip: [{ field: "language" }, { field: "release" }, { field: "safety" },
			{ field: "percent", title: "share, %", format: ".2f" }] },
	}, {
		transform: [{ filter: "datum.release === last" }],
		mark: { type: "text", align: "left", dx: 9, limit: 120 },
		encoding: { text: { field: "language" }, y: { field: "named_at", type: "quantitative",
			scale: { type: "log", domain: [0.01, 100] } } },
	}],
	params: [{ name: "last", value: "" }],
};

const ranks = {
	...base,
	height: 460,
	transform: [{ filter: "isValid(datum.rank)" },
		{ calculate: "min(datum.rank, 30)", as: "drawn" }],
	encoding: {
		x: { field: "release", type: "nominal", sort: null, axis: { title: null, labelAngle: 0,
			labelLimit: 170, orient: "top" }, scale: { padding: 0.4 } },
		y: { field: "drawn", type: "quantitative", scale: { reverse: true, domain: [1, 30] },
			axis: { title: "rank; 30 and beyond below" } },
		detail: { field: "component" },
		color: { condition: { param: "hover", empty: false, value: "var(--unsafe)" },
			value: "var(--unknown)" },
		opacity: { condition: { param: "hover", value: 1 }, value: 0.25 },
	},
	layer: [{
		params: [{ name: "hover", select: { type: "point", on: "pointerover",
			fields: ["component"], nearest: true, clear: "pointerout" } }],
		mark: { type: "line", point: { size: 60, cursor: "pointer" } },
		encoding: { tooltip: [{ field: "component" }, { field: "release" },
			{ field: "rank" }] },
	}, {
		transform: [{ filter: "datum.release === last" }],
		mark: { type: "text", align: "left", dx: 9, limit: 150 },
		encoding: { text: { field: "component" } },
	}],
	params: [{ name: "last", value: "" }],
};

export const specs = { map, plan, languages, ranks };
