/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures of the report as SVG: what stands in the page without scripts, and what is printed.
 *
 * Each draws the rows of one section, as the header of its function says, and has a title and a
 * description for those who do not see it; the same rows stand in the page as a table. Colours and
 * fonts are the style sheet's, by class; what a colour says a shape says too. All numbers are
 * written with a fixed precision, so that the same rows give the same bytes.
 */
#ifndef LINCHPIN_QUERIES_FIGURE_H
#define LINCHPIN_QUERIES_FIGURE_H

struct page;
struct table;

/* Exposure upwards, packages lost without it to the right (logarithmic); a mark a component, the
   most critical ones named. rows: component, impact_packages, network, safety. */
void figure_map(const struct page *p, const struct table *rows);

/* What is left after each step of a plan, and of the two others if they are there.
   rows: step, left_percent, left_by_ranking, component; replaceable may be NULL. */
void figure_plan(const struct page *p, const struct table *rows, const struct table *replaceable);

/* A bar for each release, split by language. rows: release, language, percent, safety. */
void figure_languages(const struct page *p, const struct table *rows);

/* A line for each component from release to release, by rank. rows: component, release, rank. */
void figure_slopes(const struct page *p, const struct table *rows);

/* Who rests on it at the left, what it rests on at the right. rows: component, side, link,
   safety. */
void figure_neighbours(const struct page *p, const struct table *rows);

#endif
