/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A component's page: tables that sort, and its neighbourhood as a graph to zoom and walk through.
 * The graph is drawn from the tables below it; who cannot see or point has these.
 */
import cytoscape from "cytoscape";
import { enhanceTables, readRows } from "./tables.mjs";

const COLUMN = { "rests on it": -1, itself: 0, "it rests on": 1 };
const SHAPE = { unsafe: "ellipse", mixed: "rectangle", safe: "diamond", unknown: "ellipse" };
const STEP = 1.35; /* of a zoom */

function colour(name) {
	return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const ROW = 44, NAMES = 200; /* between the names of a column; both columns of names together */

/* Three columns; within one, evenly spread. As wide as the box is, for its height. */
function place(rows, ratio) {
	const count = {}, at = {};
	let width;

	for (const row of rows)
		count[row.side] = (count[row.side] || 0) + 1;
	width = Math.max(...Object.values(count)) * ROW * ratio;
	width = Math.min(260, Math.max(80, (width - NAMES) / 2));
	return rows.map(row => {
		const i = at[row.side] = (at[row.side] || 0) + 1;

		return { x: width * COLUMN[row.side], y: ROW * (i - (count[row.side] + 1) / 2) };
	});
}

function elements(rows, ratio) {
	const known = ["unsafe", "mixed", "safe"], places = place(rows, ratio);
	const names = new Set(rows.map(row => row.component)), edges = [];

	for (const row of rows)
		for (const kind of ["loads", "needs"])
			for (const to of (row[kind] || "").split(", "))
				if (names.has(to) && to !== row.component)
					edges.push({ group: "edges", classes: kind, data: {
						source: row.component, target: to } });
	return [
		...rows.map((row, i) => ({
			group: "nodes", position: places[i],
			data: { id: row.component, safety: known.includes(row.safety) ? row.safety :
				"unknown", side: row.side },
		})),
		...edges,
	];
}

function style() {
	return [
		{ selector: "node", style: {
			"background-color": node => colour(node.data("safety")),
			"shape": node => SHAPE[node.data("safety")],
			"label": "data(id)", "color": colour("text"), "font-size": 13, "width": 18,
			"height": 18, "text-margin-y": -5, "text-outline-color": colour("back"),
			"text-outline-width": 2, "text-wrap": "ellipsis", "text-max-width": 190 } },
		{ selector: "node[side = 'rests on it']", style: { "text-halign": "left",
			"text-valign": "center", "text-margin-x": -6, "text-margin-y": 0 } },
		{ selector: "node[side = 'it rests on']", style: { "text-halign": "right",
			"text-valign": "center", "text-margin-x": 6, "text-margin-y": 0 } },
		{ selector: "node[side = 'itself']", style: { "width": 28, "height": 28,
			"font-size": 16, "font-weight": "bold" } },
		{ selector: "edge", style: {
			"curve-style": "bezier", "line-color": colour("unknown"), "opacity": 0.35,
			"target-arrow-color": colour("unknown"), "target-arrow-shape": "triangle",
			"arrow-scale": 0.8, "width": 1.2, "line-style": "dashed" } },
		{ selector: "edge.loads", style: { "line-style": "solid" } },
		{ selector: ".near", style: { "opacity": 1, "width": 2.2 } },
	];
}

function addTools(cy, box) {
	const tools = document.createElement("div");
	const zoom = factor => cy.zoom({ level: cy.zoom() * factor,
		renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });

	tools.className = "graph-tools";
	for (const [words, act] of [["Closer", () => zoom(STEP)], ["Farther", () => zoom(1 / STEP)],
		["All of it", () => cy.fit(undefined, 20)]]) {
		const button = document.createElement("button");

		button.type = "button";
		button.textContent = words;
		button.addEventListener("click", act);
		tools.append(button);
	}
	box.before(tools);
}

/* The wheel scrolls the page; with Control it zooms, as it does on maps. */
function zoomByWheel(cy, box) {
	box.addEventListener("wheel", event => {
		const area = box.getBoundingClientRect();

		if (!event.ctrlKey)
			return;
		event.preventDefault();
		cy.zoom({ level: cy.zoom() * (event.deltaY < 0 ? STEP : 1 / STEP),
			renderedPosition: { x: event.clientX - area.left,
				y: event.clientY - area.top } });
	}, { passive: false, capture: true });
}

/* The library would add a style element of its own, which the page's policy forbids; it takes any
   element of that name for it, and report.css says the same. */
function forestallStyle() {
	const taken = document.createElement("template");

	taken.id = "__________cytoscape_stylesheet";
	document.body.append(taken);
}

function showGraph(figure) {
	const nodes = document.getElementById("neighbours-rows");
	const box = document.createElement("div"), links = new Map();
	let cy;

	for (const link of nodes.querySelectorAll("tbody a"))
		links.set(link.textContent, link.getAttribute("href"));
	box.className = "graph";
	box.setAttribute("aria-hidden", "true");
	figure.querySelector(".still").before(box);
	figure.classList.add("live");
	forestallStyle();
	cy = cytoscape({
		container: box, elements: elements(readRows(nodes),
			box.clientWidth / box.clientHeight),
		style: style(), layout: { name: "preset", fit: true, padding: 20 },
		minZoom: 0.2, maxZoom: 6, userZoomingEnabled: false, autoungrabify: true,
	});
	cy.on("tap", "node", event => {
		const address = links.get(event.target.id());

		if (address && event.target.data("side") !== "itself")
			window.location.href = address;
	});
	cy.on("mouseover", "node", event => {
		event.target.connectedEdges().addClass("near");
		box.style.cursor = links.has(event.target.id()) ? "pointer" : "";
	});
	cy.on("mouseout", "node", event => {
		event.target.connectedEdges().removeClass("near");
		box.style.cursor = "";
	});
	addTools(cy, box);
	zoomByWheel(cy, box);
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change",
		() => cy.style(style()));
	/* for the tests: how far it is zoomed */
	cy.on("zoom", () => { box.dataset.zoom = cy.zoom().toFixed(3); });
	box.dataset.zoom = cy.zoom().toFixed(3);
	window.addEventListener("resize", () => cy.fit(undefined, 20));
}

/* read before tables are sorted by hand */
const figure = document.getElementById("graph-figure");

if (figure && document.getElementById("neighbours-rows"))
	showGraph(figure);
enhanceTables();
