/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * node tests/report/browse.mjs DIR [SCREENSHOTS]: read the report in DIR as people do, in a real
 * browser without a network. One line for each case, as tests/run reads them.
 */
import { createRequire } from "node:module";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(resolve("build/report") + "/")("playwright-core");
const [, , folder, screenshots] = process.argv;
const address = name => pathToFileURL(resolve(folder, name)).href;
const BROWSER = process.env.CHROMIUM || "/usr/bin/chromium";
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync"];
const failures = [];

async function check(name, test) {
	try {
		await test();
		console.log(`ok - ${name}`);
	} catch (error) {
		console.log(`not ok - ${name}: ${String(error.message || error).split("\n")[0]}`);
		failures.push(name);
	}
}

function expect(fact, words) {
	if (!fact)
		throw new Error(words);
}

/* A page that notes everything it complains of or asks for beyond the report's own files. */
async function open(context, name) {
	const page = await context.newPage();

	page.complaints = [];
	page.requests = [];
	page.on("console", message => {
		if (["error", "warning"].includes(message.type()))
			page.complaints.push(message.text());
	});
	page.on("pageerror", error => page.complaints.push(String(error)));
	page.on("request", request => {
		if (!request.url().startsWith(pathToFileURL(resolve(folder)).href) &&
			!request.url().startsWith("data:"))
			page.requests.push(request.url());
	});
	await page.goto(address(name));
	return page;
}

/* What those who listen would stumble over. */
async function findFaults(page) {
	return page.evaluate(() => {
		const found = [];
		let last = 0;

		for (const heading of document.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
			const level = Number(heading.tagName[1]);

			if (level > last + 1)
				found.push(`h${last} to h${level}: ${heading.textContent}`);
			last = level;
		}
		for (const th of document.querySelectorAll("th:not([scope])"))
			found.push(`th without scope: ${th.textContent}`);
		for (const svg of document.querySelectorAll(".still svg"))
			if (!svg.querySelector("title") || !svg.querySelector("desc"))
				found.push("figure without words");
		for (const input of document.querySelectorAll("input,select"))
			if (!input.labels.length)
				found.push("input without label");
		const ids = [...document.querySelectorAll("[id]")].map(each => each.id);
		if (new Set(ids).size !== ids.length)
			found.push(`id twice: ${ids.find((id, i) => ids.indexOf(id) !== i)}`);
		return found;
	});
}

async function column(page, table, key) {
	return page.$eval(`#${table}`, (t, k) => {
		const at = [...t.tHead.rows[0].cells].findIndex(cell => cell.dataset.key === k);

		return [...t.tBodies[0].rows].filter(row => !row.hidden).map(
			row => row.cells[at].dataset.v ?? row.cells[at].textContent);
	}, key);
}

const profile = mkdtempSync(join(tmpdir(), "linchpin-browser-"));
const context = await chromium.launchPersistentContext(profile, {
	executablePath: BROWSER, args: ARGUMENTS, headless: true, offline: true,
	viewport: { width: 1440, height: 900 },
});

const one = readdirSync(join(folder, "components")).sort()[0];

try {
	const index = await open(context, "index.html");

	await check("the page opens in less than two seconds", async () => {
		const time = await index.evaluate(
			() => performance.getEntriesByType("navigation")[0].loadEventEnd);

		expect(time > 0 && time < 2000, `${time} ms`);
	});
	await check("the list sorts both ways", async () => {
		const header = index.locator("#list-rows th[data-key=impact_packages] button");

		await header.click();
		const down = (await column(index, "list-rows", "impact_packages")).map(Number);
		expect(down.every((n, i) => !i || down[i - 1] >= n), `not descending: ${down}`);
		await header.click();
		const up = (await column(index, "list-rows", "impact_packages")).map(Number);
		expect(up.every((n, i) => !i || up[i - 1] <= n), `not ascending: ${up}`);
		expect(await index.getAttribute("#list-rows th[data-key=impact_packages]",
			"aria-sort") === "ascending", "not said to those who listen");
		await index.locator("#list-rows th[data-key=rank] button").click();
	});
	await check("the list sorts by keyboard", async () => {
		await index.locator("#list-rows th[data-key=component] button").focus();
		await index.keyboard.press("Enter");
		const names = await column(index, "list-rows", "component");

		expect(names.every((n, i) => !i || names[i - 1].localeCompare(n, "en") <= 0),
			`not in order: ${names}`);
		await index.locator("#list-rows th[data-key=rank] button").click();
	});
	await check("the list filters", async () => {
		const all = await column(index, "list-rows", "component");
		const input = index.locator("#list input[type=search]");

		await input.fill(all[0]);
		const some = await column(index, "list-rows", "component");
		expect(some.length && some.length < all.length && some.includes(all[0]),
			`${some.length} of ${all.length}`);
		await input.fill("no such thing anywhere");
		expect((await column(index, "list-rows", "component")).length === 0, "still rows");
		await input.fill("");
		expect((await column(index, "list-rows", "component")).length === all.length,
			"rows are lost");
	});
	for (const figure of await index.locator("figure[data-rows]").all()) {
		const id = await figure.getAttribute("id");

		const releases = new Set(await column(index, "trend-rows", "release"));

		if (id === "languages-figure" && releases.size < 2)
			continue; /* one bar says all */
		await check(`${id} comes to life and keeps its still picture for print`, async () => {
			await figure.scrollIntoViewIfNeeded();
			await figure.locator(".live-figure svg").waitFor({ timeout: 10000 });
			expect(await figure.locator(".live-figure svg path").count() > 2, "is empty");
			expect(await figure.locator(".still svg[role=img] title").count() > 0,
				"no title");
		});
	}
	await check("a figure tells and leads to a component", async () => {
		const mark = index.locator("#map-figure .live-figure .layer_0_marks path").last();

		await mark.hover({ force: true });
		await index.locator("#tooltip").waitFor({ state: "visible", timeout: 5000 });
		expect(/component: /.test(await index.textContent("#tooltip")), "no name");
	});
	await check("a component opens from the list", async () => {
		const page = await open(context, "index.html");
		const name = await page.locator("#list-rows tbody th a").first().textContent();

		await page.locator("#list-rows tbody th a").first().click();
		await page.waitForURL(/components\//);
		expect((await page.textContent("h1")) === name, "another one");
		await page.close();
	});
	await check("the graph zooms and leads on", async () => {
		const page = await open(context, join("components", one));
		const zoom = async () => Number(await page.getAttribute(".graph", "data-zoom"));

		await page.locator(".graph canvas").first().waitFor();
		const before = await zoom();
		await page.getByRole("button", { name: "Closer" }).click();
		expect(await zoom() > before, "not closer");
		await page.getByRole("button", { name: "Farther" }).click();
		expect(Math.abs(await zoom() - before) < 0.01, "not back");
		expect(!page.complaints.length, page.complaints[0]);
		expect(!page.requests.length, page.requests[0]);
		await page.close();
	});
	await check("no page complains or asks the network", async () => {
		const names = ["rules.html", ...readdirSync(join(folder, "components")).slice(0, 12).map(
			name => join("components", name))];

		for (const name of names) {
			const page = await open(context, name);

			expect(!page.complaints.length, `${name}: ${page.complaints[0]}`);
			expect(!page.requests.length, `${name}: ${page.requests[0]}`);
			await page.close();
		}
		expect(!index.complaints.length, index.complaints[0]);
		expect(!index.requests.length, index.requests[0]);
	});
	await check("nothing of the archive became an element", async () => {
		for (const page of [index]) {
			const found = await page.evaluate(() => document.querySelectorAll(
				"main script, main img, main iframe, main [onclick], main [onerror], "
				+ "main style, main object, main embed, .still form").length);

			expect(found === 0, `${found} elements`);
			expect(await page.evaluate(() => window.hostile) === undefined, "it ran");
		}
	});
	await check("nothing is wider than the window, also on a phone", async () => {
		for (const width of [390, 1440]) {
			await index.setViewportSize({ width, height: 844 });
			const other = await open(context, join("components", one));

			await other.setViewportSize({ width, height: 844 });
			for (const page of [index, other]) {
				const wide = await page.evaluate(
					() => document.documentElement.scrollWidth);

				expect(wide <= width, `${wide} in ${width}`);
			}
			await other.close();
		}
		await index.setViewportSize({ width: 1440, height: 900 });
	});
	await check("headings, names and texts for those who listen", async () => {
		for (const page of [index, await open(context, join("components", one))])
			expect(!(await findFaults(page)).length, (await findFaults(page))[0]);
	});
	await check("text stands out, in light and dark", async () => {
		for (const scheme of ["light", "dark"]) {
			await index.emulateMedia({ colorScheme: scheme });
			const low = await index.evaluate(() => {
				const light = colour => {
					const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map(n => n / 255)
						.map(n => n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);

					return 0.2126 * r + 0.7152 * g + 0.0722 * b;
				};
				const back = element => {
					for (let at = element; at; at = at.parentElement) {
						const found = getComputedStyle(at).backgroundColor;

						if (!/, 0\)$|transparent/.test(found))
							return found;
					}
					return getComputedStyle(document.body).backgroundColor;
				};
				const least = { ratio: 99 };

				for (const element of document.querySelectorAll(
					"p,a,td,th,small,dt,dd,h2,h3,figcaption,summary,.chip")) {
					const [x, y] = [light(getComputedStyle(element).color),
						light(back(element))].sort((a, b) => b - a);
					const ratio = (x + 0.05) / (y + 0.05);

					if (ratio < least.ratio)
						Object.assign(least, { ratio, text: element.textContent.slice(0, 40) });
				}
				return least;
			});

			expect(low.ratio >= 4.5, `${scheme}: ${low.ratio.toFixed(2)} for '${low.text}'`);
		}
		await index.emulateMedia({ colorScheme: null });
	});
	await check("it prints", async () => {
		const printed = join(profile, "report.pdf");

		await index.pdf({ path: printed, format: "A4" });
		expect(statSync(printed).size > 20000, `${statSync(printed).size} bytes`);
	});
	await check("without scripts the tables and still pictures are there", async () => {
		const still = await chromium.launchPersistentContext(join(profile, "still"), {
			executablePath: BROWSER, args: ARGUMENTS, headless: true, offline: true,
			javaScriptEnabled: false,
		});
		const page = await still.newPage();

		try {
			await page.goto(address("index.html"));
			for (const figure of await page.locator(".still svg").all())
				expect(await figure.isVisible(), "no still figure");
			expect(await page.locator(".still svg").count() > 1, "no figures");
			expect(await page.locator("#list-rows tbody tr").first().isVisible(), "no list");
			expect(await page.locator("button, input").count() === 0, "dead controls");
		} finally {
			await still.close();
		}
	});
	if (screenshots) {
		for (const [name, width, height] of [["phone", 390, 844], ["desktop", 1440, 900]])
			for (const scheme of ["light", "dark"]) {
				const file = readdirSync(join(folder, "components")).find(
					each => each === "openssl.html") ||
					readdirSync(join(folder, "components"))[0];

				for (const place of ["index.html", join("components", file)]) {
					const page = await open(context, place);

					await page.setViewportSize({ width, height });
					await page.emulateMedia({ colorScheme: scheme });
					for (const figure of await page.locator("figure").all()) {
						await figure.scrollIntoViewIfNeeded();
						await page.waitForTimeout(300);
					}
					await page.evaluate(() => window.scrollTo(0, 0));
					await page.screenshot({ fullPage: true, path: join(screenshots,
						`${place.replace(/.*\//, "")}-${name}-${scheme}.png`) });
					await page.close();
				}
			}
	}
} finally {
	await context.close();
	rmSync(profile, { recursive: true, force: true });
}
process.exit(failures.length ? 1 : 0);
