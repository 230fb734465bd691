// SPDX-License-Identifier: GPL-2.0-only
/*
 * tmpfs-churn DIRECTORY: make, rename and remove trees of directories and files in
 * there until it is killed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENTRIES	40
/* a name that is not within its dentry: a rename gives it to RCU, by kfree_rcu() */
#define LONG	"so-long-that-it-is-an-allocation-of-its-own-and-not-in-the-dentry-"

int main(int argc, char **argv)
{
	char from[160], to[160];
	int i;

	if (argc != 2 || mkdir(argv[1], 0700) || chdir(argv[1])) {
		perror("tmpfs-churn");
		return 1;
	}
	for (;;) {
		for (i = 0; i < ENTRIES; i++) {
			snprintf(from, sizeof(from), LONG "from%d", i);
			mkdir(from, 0700);
			snprintf(from, sizeof(from), LONG "from%d/file", i);
			close(open(from, O_CREAT | O_WRONLY, 0600));
		}
		for (i = 0; i < ENTRIES; i++) {
			snprintf(from, sizeof(from), LONG "from%d", i);
			snprintf(to, sizeof(to), LONG "to%d", i);
			rename(from, to);
		}
		for (i = 0; i < ENTRIES; i++) {
			snprintf(to, sizeof(to), LONG "to%d/file", i);
			unlink(to);
			snprintf(to, sizeof(to), LONG "to%d", i);
			rmdir(to);
		}
	}
}
