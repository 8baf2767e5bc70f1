/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables that sort and filter. They stay the tables they are, so that people who listen to them,
 * print them or copy them have the same as before; only the header becomes buttons, and a line
 * above asks what to show. No text of a table is ever taken for markup.
 */

const LEAST_ROWS = 12; /* below, there is nothing to look for */
const MOST_CHOICES = 8; /* more are no choice, but a search */
const CHOOSABLE = new Set(["exposure", "safety", "in_doubt", "critical", "change", "criterion",
	"distribution", "release", "witness", "side"]);

function cellValue(cell) {
	if (!cell)
		return null;
	if (cell.dataset.v !== undefined)
		return Number(cell.dataset.v);
	return cell.classList.contains("u") ? null : cell.textContent;
}

/* The rows as objects by the keys of the columns; null where unknown. */
export function readRows(table) {
	const keys = [...table.tHead.rows[0].cells].map(cell => cell.dataset.key);

	return [...table.tBodies[0].rows].map(row => Object.fromEntries(
		keys.map((key, i) => [key, cellValue(row.cells[i])])));
}

/* Unknown comes last, whichever way. */
function compare(a, b, way) {
	if (a === null || b === null)
		return (a === null) - (b === null);
	if (typeof a === "number" && typeof b === "number")
		return way * (a - b);
	return way * String(a).localeCompare(String(b), "en");
}

function sort(table, column) {
	const header = table.tHead.rows[0].cells[column];
	const numeric = header.classList.contains("n") && header.dataset.key !== "rank";
	const was = header.getAttribute("aria-sort");
	const way = was ? (was === "ascending" ? -1 : 1) : (numeric ? -1 : 1);
	const rows = [...table.tBodies[0].rows].map((row, i) =>
		({ row, i, value: cellValue(row.cells[column]) }));

	rows.sort((a, b) => compare(a.value, b.value, way) || a.i - b.i);
	table.tBodies[0].append(...rows.map(each => each.row));
	for (const cell of table.tHead.rows[0].cells)
		cell.removeAttribute("aria-sort");
	header.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
}

function addSorting(table) {
	[...table.tHead.rows[0].cells].forEach((cell, column) => {
		const button = document.createElement("button");

		button.type = "button";
		button.textContent = cell.textContent;
		button.addEventListener("click", () => sort(table, column));
		cell.replaceChildren(button);
	});
}

function labelled(words, control) {
	const label = document.createElement("label");

	label.append(words, control);
	return label;
}

/* A choice for each column that has few values. */
function addChoices(table, bar, wanted, apply) {
	[...table.tHead.rows[0].cells].forEach((cell, column) => {
		const values = new Set([...table.tBodies[0].rows].map(
			row => row.cells[column].textContent.trim()));

		if (!CHOOSABLE.has(cell.dataset.key) || values.size < 2 || values.size > MOST_CHOICES)
			return;
		const select = document.createElement("select");

		select.append(new Option("any", ""), ...[...values].sort().map(
			value => new Option(value, value)));
		select.addEventListener("change", () => {
			wanted.set(column, select.value);
			apply();
		});
		bar.append(labelled(cell.textContent.trim(), select));
	});
}

function addFilter(table) {
	const rows = [...table.tBodies[0].rows], wanted = new Map();
	const bar = document.createElement("div"), input = document.createElement("input");
	const count = document.createElement("span");
	const apply = () => {
		const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
		let shown = 0;

		for (const row of rows) {
			const text = row.textContent.toLowerCase();
			const fits = words.every(word => text.includes(word)) &&
				[...wanted].every(([column, value]) => !value ||
					row.cells[column].textContent.trim() === value);

			row.hidden = !fits;
			shown += fits;
		}
		count.textContent = shown === rows.length ? `${shown} rows` :
			`${shown} of ${rows.length} rows`;
	};

	if (rows.length < LEAST_ROWS)
		return;
	bar.className = "filter";
	input.type = "search";
	input.setAttribute("aria-controls", table.id);
	input.addEventListener("input", apply);
	count.setAttribute("role", "status");
	bar.append(labelled("Show only rows with", input));
	addChoices(table, bar, wanted, apply);
	bar.append(count);
	apply();
	table.closest(".scroll").before(bar);
}

export function enhanceTables() {
	for (const table of document.querySelectorAll("table.rows")) {
		addFilter(table);
		addSorting(table);
	}
}
