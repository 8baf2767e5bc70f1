/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Live figures in the place of the drawn ones, from the rows that stand below each: pointing tells
 * the numbers, a click opens the component, a legend picks, dragging and the wheel look closer. A
 * figure that fails leaves the drawn one where it is.
 */
import { View, parse } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import specs from "./specs.json";
import { LANGUAGES_HEIGHT } from "./specs.mjs";
import { readRows } from "./tables.mjs";

const NAME_HEIGHT = 13;

/* Where a component's page is: the address that its name has in the table. */
function addresses(table) {
	const found = new Map();

	for (const link of table.querySelectorAll("tbody a"))
		found.set(link.textContent, link.getAttribute("href"));
	return found;
}

/* The third curve stands in a table of its own. */
function addKnown(rows) {
	const table = document.getElementById("replaceable-rows");
	const known = table ? readRows(table) : [];

	return rows.map((row, i) => ({ ...row, known: known[i] ? known[i].left_percent : null }));
}

/* Names at the end of the lines, moved down where two would touch. */
function addNames(rows) {
	const last = rows.filter(row => row.release === rows.at(-1).release && row.percent >= 0.01);
	let taken = -Infinity;

	for (const row of last.sort((a, b) => b.percent - a.percent)) {
		const at = LANGUAGES_HEIGHT * (1 - (Math.log10(row.percent) + 2) / 4);

		taken = Math.max(taken + NAME_HEIGHT, at);
		row.named_at = 10 ** (4 * (1 - taken / LANGUAGES_HEIGHT) - 2);
	}
}

/* Words only: what an archive says must not become markup. */
function showTooltip(handler, event, item, value) {
	const box = document.getElementById("tooltip");

	if (!value) {
		box.hidden = true;
		return;
	}
	box.replaceChildren(...Object.entries(value).map(([key, text]) => {
		const line = document.createElement("div");

		line.textContent = `${key}: ${text}`;
		return line;
	}));
	box.hidden = false;
	const left = Math.min(event.clientX + 14, window.innerWidth - box.offsetWidth - 8);

	box.style.left = `${Math.max(8, left)}px`;
	box.style.top = `${event.clientY + 14}px`;
}

function addTooltip() {
	const box = document.createElement("div");

	box.id = "tooltip";
	box.hidden = true;
	document.body.append(box);
}

async function showFigure(figure, name) {
	const table = document.getElementById(figure.dataset.rows);
	const place = document.createElement("div");
	const still = figure.querySelector(".still");
	const links = addresses(table);
	let rows = readRows(table).map((row, order) => ({ ...row, order }));

	if (name === "plan")
		rows = addKnown(rows);
	/* a single release has no lines to draw: its bar says all */
	if (name === "languages" && new Set(rows.map(row => row.release)).size < 2)
		return;
	if (name === "languages")
		addNames(rows);
	place.className = "live-figure";
	place.setAttribute("aria-hidden", "true"); /* the table says it better */
	still.before(place);
	figure.classList.add("live");
	try {
		const view = new View(parse(specs[name], null, { ast: true }), {
			expr: expressionInterpreter, renderer: "svg", container: place, hover: true,
			tooltip: showTooltip, logLevel: 0,
		});

		view.data("rows", rows);
		if (name === "languages" || name === "ranks")
			view.signal("last", rows.at(-1).release);
		view.addEventListener("click", (event, item) => {
			const address = item && item.datum && links.get(item.datum.component);

			if (address)
				window.location.href = address;
		});
		await view.runAsync();
	} catch (error) {
		place.remove();
		figure.classList.remove("live");
		console.error(error);
	}
}

/* Each when it comes into sight: the page is there at once. */
export function showFigures() {
	const names = new Map(Object.keys(specs).map(name => [`${name}-figure`, name]));
	const watcher = new IntersectionObserver(entries => {
		for (const entry of entries.filter(each => each.isIntersecting)) {
			watcher.unobserve(entry.target);
			showFigure(entry.target, names.get(entry.target.id));
		}
	}, { rootMargin: "400px" });

	addTooltip();
	for (const figure of document.querySelectorAll("figure[data-rows]"))
		if (names.has(figure.id))
			watcher.observe(figure);
}
