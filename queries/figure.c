/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SVG by hand: axes, marks, lines and names that keep out of each other's way; see figure.h.
 */
#include "queries/figure.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "queries/markup.h"
#include "queries/report_page.h"
#include "queries/table.h"

enum {
	WIDTH = 760, /* of every figure, in its own units, one of which is a pixel on a desktop */
	LABELLED = 45,
	LABEL_HEIGHT = 13,
};

#define LETTER 7.0 /* a letter's mean width */

/* ---- reading rows ---- */

static double number_at(const struct table *t, int row, const char *key)
{
	int column = table_column(t, key);
	const struct cell *cell = column < 0 ? NULL : table_cell(t, row, column);

	if (!cell || cell->type == CELL_NULL)
		return NAN;
	return cell->type == CELL_INTEGER ? (double)cell->as.integer : cell->as.real;
}

static const char *text_at(const struct table *t, int row, const char *key)
{
	int column = table_column(t, key);
	const struct cell *cell = column < 0 ? NULL : table_cell(t, row, column);

	return cell && cell->type == CELL_TEXT ? table_text(t, cell) : NULL;
}

/* A word of ours that every row has. */
static const char *word_at(const struct table *t, int row, const char *key)
{
	const char *word = text_at(t, row, key);

	return word ? word : "";
}

/* A class of the style sheet; never what an archive says. */
static const char *safety_class(const char *safety)
{
	static const char *const known[] = { "unsafe", "mixed", "safe" };

	for (int i = 0; safety && i < 3; i++)
		if (!strcmp(safety, known[i]))
			return known[i];
	return "unknown";
}

/* ---- drawing ---- */

static void begin(FILE *f, const char *id, int height, const char *title, const char *description)
{
	fprintf(f, "<svg class=\"figure\" viewBox=\"0 0 %d %d\" role=\"img\" "
		   "aria-labelledby=\"%s-title %s-desc\">\n<title id=\"%s-title\">",
		WIDTH, height, id, id, id);
	markup_text(title, f);
	fprintf(f, "</title>\n<desc id=\"%s-desc\">", id);
	markup_text(description, f);
	fputs("</desc>\n", f);
}

static void end(FILE *f)
{
	fputs("</svg>\n", f);
}

static void line(FILE *f, const char *class, double x1, double y1, double x2, double y2)
{
	fprintf(f, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", class,
		x1, y1, x2, y2);
}

/* anchor: "start", "middle", "end". */
static void text(FILE *f, const char *class, double x, double y, const char *anchor,
		 const char *words)
{
	fprintf(f, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", class, x, y,
		anchor);
	markup_text(words, f);
	fputs("</text>\n", f);
}

/* A name that may be very long. */
static void name(const struct page *p, double x, double y, const char *anchor, const char *words,
		 int most)
{
	char *cut = solv_strdup(words);
	bool linked = page_of(p->index, words) != NULL;
	int at = most;

	if (strlen(cut) > (size_t)most) {
		while (at > 0 && ((unsigned char)cut[at] & 0xc0) == 0x80)
			at--;
		cut[at] = '\0';
		cut = solv_dupappend(cut, "…", NULL);
	}
	if (linked) {
		fputs("<a href=\"", p->f);
		page_put_address(p, words);
		fputs("\">", p->f);
	}
	text(p->f, "name", x, y, anchor, cut);
	if (linked)
		fputs("</a>", p->f);
	free(cut);
}

/* A circle is unsafe, a square mixed, a diamond safe, a small ring unknown. */
static void mark(const struct page *p, const char *class, double x, double y, const char *title)
{
	FILE *f = p->f;

	fprintf(f, "<g class=\"mark %s\">", class);
	if (!strcmp(class, "unsafe"))
		fprintf(f, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\">", x, y);
	else if (!strcmp(class, "mixed"))
		fprintf(f, "<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\">", x - 4, y - 4);
	else if (!strcmp(class, "safe"))
		fprintf(f, "<path d=\"M%.1f %.1fl5.5 5.5l-5.5 5.5l-5.5 -5.5z\">", x, y - 5.5);
	else
		fprintf(f, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\">", x, y);
	fputs("<title>", f);
	markup_text(title, f);
	fputs(!strcmp(class, "mixed") ? "</title></rect></g>" :
	      !strcmp(class, "safe")  ? "</title></path></g>" :
					"</title></circle></g>", f);
	fputc('\n', f);
}

static void legend(const struct page *p, double x, double y)
{
	static const char *const class[] = { "unsafe", "mixed", "safe" };
	static const char *const words[] = { "memory unsafe", "mixed", "memory safe" };

	for (int i = 0; i < 3; i++) {
		mark(p, class[i], x, y, words[i]);
		text(p->f, "axis", x + 10, y + 4, "start", words[i]);
		x += 30 + LETTER * (double)strlen(words[i]);
	}
}

/* ---- names that keep out of each other's way ---- */

struct box {
	double left, top, right, bottom;
};

struct boxes {
	struct box *box;
	int n_box;
};

static bool is_free(const struct boxes *b, struct box x)
{
	if (x.left < 0 || x.right > WIDTH || x.top < 0)
		return false;
	for (int i = 0; i < b->n_box; i++)
		if (x.left < b->box[i].right && b->box[i].left < x.right &&
		    x.top < b->box[i].bottom && b->box[i].top < x.bottom)
			return false;
	return true;
}

static void take(struct boxes *b, struct box x)
{
	b->box = solv_extend(b->box, b->n_box, 1, sizeof(x), 63);
	b->box[b->n_box++] = x;
}

/* Beside the mark where there is room, else nowhere. */
static void place_name(const struct page *p, struct boxes *b, double x, double y, const char *words)
{
	double width = LETTER * (double)strlen(words);
	const struct {
		double dx, dy;
		const char *anchor;
	} way[] = { { 7, 4, "start" }, { -7, 4, "end" }, { 0, -8, "middle" }, { 0, 17, "middle" } };

	for (int i = 0; i < 4; i++) {
		double at = x + way[i].dx, base = y + way[i].dy;
		struct box box = { at, base - 10, at + width, base + 3 };

		if (i == 1)
			box = (struct box){ at - width, base - 10, at, base + 3 };
		if (i > 1)
			box = (struct box){ at - width / 2, base - 10, at + width / 2, base + 3 };
		if (!is_free(b, box))
			continue;
		name(p, at, base, way[i].anchor, words, 40);
		take(b, box);
		return;
	}
}

/* ---- exposure against impact ---- */

enum { MAP_HEIGHT = 520, MAP_LEFT = 50, MAP_RIGHT = 740, MAP_TOP = 40, MAP_BOTTOM = 470 };

struct scale {
	double from, to, low, high; /* values from … to lie at low … high */
};

static double at_scale(struct scale s, double value)
{
	double share = s.to > s.from ? (value - s.from) / (s.to - s.from) : 0.5;

	return s.low + share * (s.high - s.low);
}

static void map_axes(FILE *f, struct scale x, struct scale y)
{
	char number[32];
	double n = 1;

	for (int power = 0; power <= x.to; power++) {
		line(f, "grid", at_scale(x, power), MAP_TOP, at_scale(x, power), MAP_BOTTOM);
		snprintf(number, sizeof(number), n >= 1000 ? "%.0f,000" : "%.0f",
			 n >= 1000 ? n / 1000 : n);
		text(f, "axis", at_scale(x, power), MAP_BOTTOM + 16, "middle", number);
		n *= 10;
	}
	for (int tenth = (int)ceil(y.from * 10 - 1e-9); tenth <= 10; tenth++) {
		line(f, "grid", MAP_LEFT, at_scale(y, tenth / 10.0), MAP_RIGHT,
		     at_scale(y, tenth / 10.0));
		snprintf(number, sizeof(number), "%.1f", tenth / 10.0);
		text(f, "axis", MAP_LEFT - 6, at_scale(y, tenth / 10.0) + 4, "end", number);
	}
	text(f, "axis", MAP_RIGHT, MAP_BOTTOM + 36, "end",
	     "packages that cannot be installed without it →");
	text(f, "axis", 4, 14, "start", "↑ exposure to the network (0 none, 1 surely listens)");
}

void figure_map(const struct page *p, const struct table *rows)
{
	struct scale x = { 0, 1, MAP_LEFT, MAP_RIGHT }, y = { 1, 1, MAP_BOTTOM, MAP_TOP };
	struct boxes boxes = { NULL, 0 };

	for (int r = 0; r < rows->n_row; r++) {
		x.to = fmax(x.to, log10(1 + number_at(rows, r, "impact_packages")));
		y.from = fmin(y.from, floor(10 * number_at(rows, r, "network")) / 10);
	}
	begin(p->f, "map", MAP_HEIGHT, "Exposure against impact",
	      "Each mark is one of the most critical components. The further up, the more it is "
	      "exposed to the network; the further right, the more packages cannot be installed "
	      "without it. Circles are memory unsafe, squares mixed, diamonds memory safe. The "
	      "table below has the numbers.");
	map_axes(p->f, x, y);
	legend(p, MAP_RIGHT - 300, 10);
	for (int r = rows->n_row - 1; r >= 0; r--) {
		double at_x = at_scale(x, log10(1 + number_at(rows, r, "impact_packages")));
		double at_y = at_scale(y, number_at(rows, r, "network"));

		mark(p, safety_class(text_at(rows, r, "safety")), at_x, at_y,
		     text_at(rows, r, "component"));
		if (r < LABELLED)
			take(&boxes,
			     (struct box){ at_x - 4, at_y - 4, at_x + 4, at_y + 4 });
	}
	for (int r = 0; r < rows->n_row && r < LABELLED; r++)
		place_name(p, &boxes, at_scale(x, log10(1 + number_at(rows, r, "impact_packages"))),
			   at_scale(y, number_at(rows, r, "network")),
			   text_at(rows, r, "component"));
	end(p->f);
	free(boxes.box);
}

/* ---- the plan ---- */

enum { PLAN_HEIGHT = 360, PLAN_LEFT = 50, PLAN_RIGHT = 590, PLAN_TOP = 24, PLAN_BOTTOM = 310 };

static void curve(FILE *f, const struct table *rows, const char *key, const char *class,
		  const char *words, struct scale x, struct scale y, double *taken)
{
	double last = 100, at;
	int step = 0;

	fprintf(f, "<path class=\"curve %s\" d=\"M%.1f %.1f", class, at_scale(x, 0),
		at_scale(y, 100));
	for (int r = 0; r < rows->n_row && !isnan(number_at(rows, r, key)); r++) {
		last = number_at(rows, r, key);
		step = r + 1;
		fprintf(f, "L%.1f %.1f", at_scale(x, step), at_scale(y, last));
	}
	fputs("\"/>\n", f);
	at = at_scale(y, last) + 4;
	if (at < *taken + 15)
		at = *taken + 15;
	*taken = at;
	text(f, "name", at_scale(x, step) + 6, at, "start", words);
}

void figure_plan(const struct page *p, const struct table *rows, const struct table *replaceable)
{
	struct scale x = { 0, rows->n_row, PLAN_LEFT, PLAN_RIGHT };
	struct scale y = { 0, 100, PLAN_BOTTOM, PLAN_TOP };
	char number[16];
	double taken = -100;

	begin(p->f, "plan", PLAN_HEIGHT, "What is left of the exposed unsafe code",
	      "Each step to the right replaces one more component by memory-safe code; the curves "
	      "fall to what is left of the exposed unsafe code, in percent: by the plan, by the "
	      "order of the ranking, and with known replacements only.");
	for (int percent = 0; percent <= 100; percent += 20) {
		line(p->f, "grid", PLAN_LEFT, at_scale(y, percent), PLAN_RIGHT,
		     at_scale(y, percent));
		snprintf(number, sizeof(number), "%d %%", percent);
		text(p->f, "axis", PLAN_LEFT - 6, at_scale(y, percent) + 4, "end", number);
	}
	for (int step = 0; step <= rows->n_row; step += 10) {
		snprintf(number, sizeof(number), "%d", step);
		text(p->f, "axis", at_scale(x, step), PLAN_BOTTOM + 16, "middle", number);
	}
	text(p->f, "axis", PLAN_RIGHT, PLAN_BOTTOM + 36, "end", "components replaced →");
	text(p->f, "axis", 4, 12, "start", "↑ exposed unsafe code that is left");
	if (replaceable && replaceable->n_row)
		curve(p->f, replaceable, "left_percent", "third", "known replacements", x, y,
		      &taken);
	curve(p->f, rows, "left_by_ranking", "second", "in order of rank", x, y, &taken);
	curve(p->f, rows, "left_percent", "first", "the plan", x, y, &taken);
	end(p->f);
}

/* ---- languages ---- */

enum { BAR_TOP = 30, BAR_STEP = 74, BARS_LEFT = 10, BARS_RIGHT = 750 };

static void language_bar(FILE *f, const struct table *rows, int *row, double top)
{
	const char *release = text_at(rows, *row, "release");
	struct scale x = { 0, 100, BARS_LEFT, BARS_RIGHT };
	char *name_of = solv_strdup(release), words[120];
	double done = 0, free_from = 0;

	text(f, "name", BARS_LEFT, top - 6, "start", release);
	for (int part = 0; *row < rows->n_row; ++*row, part++) {
		double percent = number_at(rows, *row, "percent");
		double left = at_scale(x, done), right;

		if (strcmp(text_at(rows, *row, "release"), name_of))
			break;
		done += percent;
		right = at_scale(x, done);
		fprintf(f, "<rect class=\"part %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
			   "height=\"26\"><title>",
			safety_class(text_at(rows, *row, "safety")), left, top,
			fmax(right - left - 1, 0.4));
		snprintf(words, sizeof(words), "%.80s %.1f %%", text_at(rows, *row, "language"),
			 percent);
		markup_text(words, f);
		fputs("</title></rect>\n", f);
		if (right - left > LETTER * (double)strlen(words) * 0.6 && left >= free_from &&
		    left + LETTER * (double)strlen(words) <= WIDTH) {
			text(f, "axis", left, top + 40, "start", words);
			free_from = left + LETTER * (double)strlen(words) + 4;
		}
	}
	free(name_of);
}

void figure_languages(const struct page *p, const struct table *rows)
{
	int n_bar = 0, row = 0;

	for (int r = 0; r < rows->n_row; r++)
		n_bar += !r || strcmp(text_at(rows, r, "release"), text_at(rows, r - 1, "release"));
	begin(p->f, "languages", BAR_TOP + n_bar * BAR_STEP + 20,
	      "The languages of exposed code, by release",
	      "A bar for each release, split by the share of each language in the code that runs "
	      "in network-facing processes.");
	legend(p, BARS_LEFT + 6, BAR_TOP + n_bar * BAR_STEP);
	for (int bar = 0; row < rows->n_row; bar++)
		language_bar(p->f, rows, &row, BAR_TOP + bar * BAR_STEP);
	end(p->f);
}

/* ---- ranks over releases ---- */

enum { SLOPE_TOP = 40, SLOPE_STEP = 20, SLOPE_LEFT = 180, SLOPE_RIGHT = 580, SLOPE_BEYOND = 30 };

static double slope_y(double rank)
{
	return SLOPE_TOP + SLOPE_STEP * (fmin(rank, SLOPE_BEYOND) - 1);
}

/* Names at one end, moved down where two would touch. */
static void slope_names(const struct page *p, const struct table *rows, int first, int n, double x,
			const char *anchor)
{
	bool *done = solv_calloc(n + 1, sizeof(bool));
	double taken = 0;

	for (int k = 0; k < n; k++) {
		int best = -1;
		char *words;
		char number[24];

		for (int i = 0; i < n; i++) {
			double rank = number_at(rows, first + i, "rank");

			if (!done[i] && !isnan(rank) &&
			    (best < 0 || rank < number_at(rows, first + best, "rank")))
				best = i;
		}
		if (best < 0)
			break;
		done[best] = true;
		taken = fmax(taken + LABEL_HEIGHT,
			     slope_y(number_at(rows, first + best, "rank")) + 4);
		snprintf(number, sizeof(number), "%.0f ", number_at(rows, first + best, "rank"));
		words = solv_dupjoin(number, text_at(rows, first + best, "component"), NULL);
		name(p, x, taken, anchor, words, 26);
		free(words);
	}
	free(done);
}

void figure_slopes(const struct page *p, const struct table *rows)
{
	int n = 1, n_release;

	while (n < rows->n_row &&
	       !strcmp(word_at(rows, n, "release"), word_at(rows, 0, "release")))
		n++;
	n_release = rows->n_row / n;
	if (n_release < 2)
		return;
	begin(p->f, "ranks", SLOPE_TOP + SLOPE_STEP * SLOPE_BEYOND + 50,
	      "The ranks of today's first components in each release",
	      "A line for each of the components that rank first now, from its rank in the first "
	      "release to its rank in the last. Lines that rise became more critical.");
	for (int k = 0; k < n_release; k++) {
		double x = SLOPE_LEFT + (double)(SLOPE_RIGHT - SLOPE_LEFT) * k / (n_release - 1);

		line(p->f, "grid", x, SLOPE_TOP - 8, x, slope_y(SLOPE_BEYOND));
		text(p->f, "axis", x, 16, "middle", text_at(rows, k * n, "release"));
	}
	for (int i = 0; i < n; i++) {
		for (int k = 0; k + 1 < n_release; k++) {
			double was = number_at(rows, k * n + i, "rank");
			double is = number_at(rows, (k + 1) * n + i, "rank");
			double step = (double)(SLOPE_RIGHT - SLOPE_LEFT) / (n_release - 1);

			if (isnan(was) || isnan(is))
				continue;
			line(p->f,
			     is <= was - 3 ? "slope rose" : is >= was + 3 ? "slope fell" : "slope",
			     SLOPE_LEFT + step * k, slope_y(was), SLOPE_LEFT + step * (k + 1),
			     slope_y(is));
		}
	}
	slope_names(p, rows, 0, n, SLOPE_LEFT - 8, "end");
	slope_names(p, rows, (n_release - 1) * n, n, SLOPE_RIGHT + 8, "start");
	end(p->f);
}

/* ---- neighbours ---- */

enum { NEAR_TOP = 40, NEAR_STEP = 26, NEAR_LEFT = 230, NEAR_MIDDLE = 380, NEAR_RIGHT = 530 };

static void draw_side(const struct page *p, const struct table *rows, const char *side, double x,
		      const char *anchor, double middle, int n)
{
	int at = 0;

	for (int r = 0; r < rows->n_row; r++) {
		const char *link = word_at(rows, r, "link");
		double y = middle + NEAR_STEP * (at - (n - 1) / 2.0);

		if (strcmp(word_at(rows, r, "side"), side))
			continue;
		line(p->f, !strcmp(link, "loads") ? "edge loads" : "edge", x, y,
		     NEAR_MIDDLE, middle);
		mark(p, safety_class(text_at(rows, r, "safety")), x, y,
		     text_at(rows, r, "component"));
		name(p, *anchor == 'e' ? x - 9 : x + 9, y + 4, anchor,
		     text_at(rows, r, "component"), 30);
		at++;
	}
}

void figure_neighbours(const struct page *p, const struct table *rows)
{
	int n_left = 0, n_right = 0, itself = 0, most;
	double middle;

	for (int r = 0; r < rows->n_row; r++) {
		n_left += !strcmp(word_at(rows, r, "side"), "rests on it");
		n_right += !strcmp(word_at(rows, r, "side"), "it rests on");
		if (!strcmp(word_at(rows, r, "side"), "itself"))
			itself = r;
	}
	most = n_left > n_right ? n_left : n_right;
	most = most > 2 ? most : 2;
	middle = NEAR_TOP + NEAR_STEP * most / 2.0;
	begin(p->f, "neighbours", NEAR_TOP + NEAR_STEP * most + 30, "Its neighbours",
	      "At the left components that rest on it, at the right those it rests on. Solid "
	      "lines: "
	      "the code of one runs in the other's process; dashed lines: one needs the other. The "
	      "table below names them.");
	text(p->f, "axis", NEAR_LEFT, 16, "end", "rest on it");
	text(p->f, "axis", NEAR_RIGHT, 16, "start", "it rests on");
	draw_side(p, rows, "rests on it", NEAR_LEFT, "end", middle, n_left);
	draw_side(p, rows, "it rests on", NEAR_RIGHT, "start", middle, n_right);
	mark(p, safety_class(text_at(rows, itself, "safety")), NEAR_MIDDLE, middle,
	     text_at(rows, itself, "component"));
	name(p, NEAR_MIDDLE, middle - 12, "middle", text_at(rows, itself, "component"), 30);
	end(p->f);
}
