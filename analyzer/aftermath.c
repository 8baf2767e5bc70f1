/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ranking after replacements; see aftermath.h.
 */
#include "analyzer/aftermath.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/exposed.h"
#include "analyzer/exposure.h"

void aftermath_init(struct aftermath *x)
{
	memset(x, 0, sizeof(*x));
	ranking_init(&x->ranking);
}

void aftermath_clear(struct aftermath *x)
{
	free(x->assessment.value[CRITERION_NETWORK]);
	free(x->assessment.value[CRITERION_UNSAFE]);
	ranking_clear(&x->ranking);
	aftermath_init(x);
}

void aftermath_find(struct aftermath *x, const struct assessment *a, const struct exposed *e,
		    const struct scenario *s, const unsigned char *dropped,
		    const struct universe *u, const double exponent[CRITERIA])
{
	int n = a->n_component;
	double *weight = solv_calloc(n + 1, sizeof(double)), total;
	double *network = solv_calloc(n + 1, sizeof(double));
	double *unsafe = solv_calloc(n + 1, sizeof(double));

	total = exposed_inherited(e, a, s, weight);
	for (int c = 0; c < n; c++) {
		double inherited = isnan(a->part[PART_INHERITED][c]) ?
					   NAN :
					   assessment_scale(weight[c], total);

		network[c] = exposure_network(a, c, inherited);
		unsafe[c] = s->replaced[c] || (dropped && dropped[c]) ?
				    0 :
				    a->value[CRITERION_UNSAFE][c];
	}
	free(weight);
	x->assessment = *a;
	x->assessment.value[CRITERION_NETWORK] = network;
	x->assessment.value[CRITERION_UNSAFE] = unsafe;
	ranking_compute(&x->ranking, &x->assessment, u, exponent);
}
