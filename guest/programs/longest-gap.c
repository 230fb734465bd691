// SPDX-License-Identifier: GPL-2.0-only
/*
 * longest-gap FILE COMMAND: have a child write the command, and print for how many
 * milliseconds of that time at most this process, which spins, could not run. The
 * clock is that of the processor: the kernel's stops while interrupts are disabled.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* where instructions are counted, as in our guests, it counts nanoseconds */
static unsigned long long nanoseconds(void)
{
#ifdef __x86_64__
	return __builtin_ia32_rdtsc();
#else
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
#endif
}

int main(int argc, char **argv)
{
	unsigned long long before, now, longest = 0;
	int fd, status;

	if (argc != 3)
		errx(2, "give a file and a command");
	fd = open(argv[1], O_WRONLY);
	if (fd < 0)
		err(1, "%s", argv[1]);
	if (!fork()) {
		if (write(fd, argv[2], strlen(argv[2])) < 0)
			err(1, "write");
		return 0;
	}
	before = nanoseconds();
	while (waitpid(-1, &status, WNOHANG) == 0) {
		now = nanoseconds();
		if (now - before > longest)
			longest = now - before;
		before = now;
	}
	printf("%llu\n", longest / 1000000);
	return status ? 1 : 0;
}
