/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Languages by what inspections measured (importers/inspected.h): bytes of machine code and of
 * program text in run-time packages, instead of files in the source.
 *
 * An ELF file shows which languages it was compiled from (elf_language.h), not how much of each.
 * Code of several languages is divided by the shares that the component's source files give them;
 * in equal parts if they say nothing. Marks of C and C++ are left by everything that is compiled
 * through them or linked with them: what carries one may hold C, C++, assembly, Vala, Cython and
 * all other native languages without marks of their own, again by source files.
 *
 * A byte of program text counts as much as one of machine code where all machine code is plug-ins,
 * guests of an interpreter; beside programs and libraries of machine code it counts 0.1: there the
 * scripts are the guests, and whether memory can break is decided by the host.
 *
 * The run-time packages that were inspected stand for as much of the component as is their share in
 * number among those that hold code; for the rest of it the file names stand (language_measure()).
 *
 * Cost: O(observations); nothing where nothing was inspected.
 */
#ifndef LINCHPIN_ANALYZER_MEASURED_H
#define LINCHPIN_ANALYZER_MEASURED_H

struct language_verdicts;
struct universe;

/* After language_judge(), for all components. role: package_roles(). */
void measured_apply(struct language_verdicts *v, const struct universe *u,
		    const unsigned char *role);

#endif
