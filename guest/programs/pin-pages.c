// SPDX-License-Identifier: GPL-2.0-only
/*
 * pin-pages BYTES STEP: have a pipe refer to a page of so much memory in each step, so
 * that none of these can be moved, and wait. As no page is more than movable to look at,
 * taking their memory offline tries for ever.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	size_t size, step, offset;
	char *memory;
	int ends[2];

	if (argc != 3)
		errx(2, "give two sizes");
	size = strtoul(argv[1], NULL, 0);
	step = strtoul(argv[2], NULL, 0);
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (memory == MAP_FAILED)
		err(1, "mmap");
	/* a pipe takes as many pages as its size says */
	if (pipe(ends) || fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) < 0)
		err(1, "pipe");
	for (offset = 0; offset < size; offset += step) {
		struct iovec page = { .iov_base = memory + offset, .iov_len = 4096 };

		if (vmsplice(ends[1], &page, 1, SPLICE_F_NONBLOCK) != 4096)
			err(1, "vmsplice");
	}
	puts("pinned");
	fflush(stdout);
	pause();
	return 0;
}
