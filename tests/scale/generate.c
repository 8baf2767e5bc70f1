/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * generate PACKAGES [SEED]: a synthetic Packages index with the statistics of Debian bookworm
 * main/amd64, in any size, on standard output. The same arguments give the same bytes.
 *
 * Measured on bookworm (63,440 packages) and reproduced: the distribution of the number of needs
 * (mean 4.4), 58 % of needs with a version, 2.6 % with alternatives, 15 % of packages with a
 * virtual provide, 1.7 conflicts that hold for 100 packages, the sizes of components (1.86 packages
 * on average), short cycles among neighbours, and dependants that concentrate on few base packages:
 * the most needed one is needed by a third of all, the hundredth by 0.4 %. The base has the same
 * size at every scale, so that a package needs as much in an archive ten times the size.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Share of packages with at most 0, 1, 2, … needs, in 1/10,000. */
static const int needs_at_most[] = {
	1196, 3088, 4716, 6027, 6886, 7538, 8039, 8410, 8697, 8924, 9103, 9264, 9382, 9468,
	9539, 9597, 9649, 9697, 9734, 9763, 9791, 9813, 9833, 9852, 9870, 9879, 9891, 9899,
	9908, 9915, 9922, 10000,
};

/* Share of components with at most 1, 2, … packages, in 1/1,000. */
static const int packages_at_most[] = {
	726, 850, 929, 956, 969, 977, 982, 986, 988, 990, 992, 1000,
};

enum { BASE = 1000 };	/* packages that everything rests on */

static uint64_t state;

/* splitmix64 */
static uint64_t next_random(void)
{
	uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static long below(long n)
{
	return (long)(next_random() % (uint64_t)n);
}

/* Names are as long and as unlike each other as real ones (17 letters on average). */
static void print_name(char kind, long i)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
	uint64_t z = ((uint64_t)i + 1) * UINT64_C(0x9E3779B97F4A7C15);

	putchar(kind);
	putchar('-');
	for (int k = 0; k < 13; k++, z >>= 5)
		putchar(letters[z & 31]);
}

static int draw(const int *at_most, int whole)
{
	int value = (int)below(whole), i = 0;

	while (value >= at_most[i])
		i++;
	return i;
}

/* Whom package i needs: mostly the base, by Zipf's law; now and then a neighbour or anyone before
   it. These two together must stay below one in each package's needs on average, or closures grow
   with the archive, which real ones do not. */
static long choose(long i)
{
	long kind = below(1000), limit = i < BASE ? i : BASE, rank = 1;

	if (i == 0)
		return 1;
	if (i >= BASE && kind < 3)	/* a cycle with a neighbour */
		return i + 1 + below(3);
	if (i >= BASE && kind < 115)
		return i - 1 - below(i < 300 ? i : 300);
	if (i >= BASE && kind < 205)
		return below(i);
	while (rank < limit && below(100) < 83)	/* P(rank) falls as 1 / rank */
		rank *= 2;
	rank = rank / 2 + below(rank / 2 + 1);
	return rank < limit ? rank : limit - 1;
}

static void print_need(long i, long n)
{
	long target = choose(i), other;

	if (target >= n || target == i)
		target = i ? 0 : 1;
	if (below(1000) < 12) {
		print_name('v', target / 7);
	} else {
		print_name('p', target);
		if (below(100) < 58)
			printf(" (>= 1.%ld)", target % 5);
	}
	if (below(1000) < 26) {
		other = choose(i);
		fputs(" | ", stdout);
		print_name('p', other < n && other != i ? other : 0);
	}
}

int main(int argc, char **argv)
{
	char *end;
	long n = argc > 1 ? strtol(argv[1], &end, 10) : 0, component = 0, left = 0;

	if (n < 2 || *end) {
		fprintf(stderr, "usage: generate PACKAGES [SEED]\n");
		return 2;
	}
	state = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
	setvbuf(stdout, NULL, _IOFBF, 1 << 20);
	for (long i = 0; i < n; i++) {
		int n_need = i < 3 ? 1 : i < BASE ? 1 + (int)below(4) : draw(needs_at_most, 10000);

		if (!left) {
			component++;
			left = 1 + draw(packages_at_most, 1000);
		}
		left--;
		fputs("Package: ", stdout);
		print_name('p', i);
		fputs("\nSource: ", stdout);
		print_name('s', component);
		printf("\nVersion: 1.%ld\nArchitecture: amd64\nSection: misc\nPriority: "
		       "optional\n", i % 5);
		for (int k = 0; k < n_need; k++) {
			fputs(k ? ", " : "Depends: ", stdout);
			print_need(i, n);
		}
		if (n_need)
			putchar('\n');
		if (i % 7 == 0) {
			fputs("Provides: ", stdout);
			print_name('v', i / 7);
			putchar('\n');
		}
		if (i > BASE && below(1000) < 17) {
			fputs("Conflicts: ", stdout);
			print_name('p', i - 1 - below(i - BASE));
			putchar('\n');
		}
		puts("Description: synthetic package\n");
	}
	return fflush(stdout) || ferror(stdout);
}
