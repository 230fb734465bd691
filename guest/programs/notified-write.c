// SPDX-License-Identifier: GPL-2.0-only
/*
 * notified-write FILE COMMAND INTERVAL: write the command while an io_uring completes
 * something each time so many milliseconds are over, and print how many it took. The
 * kernel interrupts the task for it, as if there were a signal. Exit status 3 without
 * io_uring.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef IORING_TIMEOUT_MULTISHOT
#define IORING_TIMEOUT_MULTISHOT (1U << 6)
#endif

/* a timeout that is over again and again; returns where completions are counted */
static unsigned int *start_timeouts(long interval)
{
	struct io_uring_params params = {
		.flags = IORING_SETUP_CQSIZE,
		.cq_entries = 16384,
	};
	int fd = syscall(SYS_io_uring_setup, 1, &params);
	struct __kernel_timespec timeout = {
		.tv_sec = interval / 1000,
		.tv_nsec = interval % 1000 * 1000000,
	};
	struct io_uring_sqe *sqe;
	char *ring;

	if (fd < 0)
		err(errno == ENOSYS ? 3 : 1, "io_uring_setup");
	ring = mmap(NULL, params.cq_off.cqes +
		    params.cq_entries * sizeof(struct io_uring_cqe),
		    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd,
		    IORING_OFF_SQ_RING);
	sqe = mmap(NULL, sizeof(*sqe), PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQES);
	if (ring == MAP_FAILED || sqe == MAP_FAILED)
		err(1, "mmap");
	memset(sqe, 0, sizeof(*sqe));
	sqe->opcode = IORING_OP_TIMEOUT;
	sqe->addr = (unsigned long)&timeout;
	sqe->len = 1;
	sqe->timeout_flags = IORING_TIMEOUT_MULTISHOT;
	((unsigned int *)(ring + params.sq_off.array))[0] = 0;
	__atomic_store_n((unsigned int *)(ring + params.sq_off.tail), 1,
			 __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, fd, 1, 0, 0, NULL, 0) != 1)
		err(1, "io_uring_enter");
	return (unsigned int *)(ring + params.cq_off.tail);
}

static long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
	unsigned int *completions, before;
	long start;
	int fd;

	if (argc != 4)
		errx(2, "give a file, a command and an interval");
	completions = start_timeouts(atol(argv[3]));
	fd = open(argv[1], O_WRONLY);
	if (fd < 0)
		err(1, "%s", argv[1]);
	start = milliseconds();
	before = __atomic_load_n(completions, __ATOMIC_ACQUIRE);
	if (write(fd, argv[2], strlen(argv[2])) < 0)
		err(1, "write");
	fprintf(stderr, "%u completions\n",
		__atomic_load_n(completions, __ATOMIC_ACQUIRE) - before);
	printf("%ld\n", milliseconds() - start);
	return 0;
}
