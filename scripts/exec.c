// SPDX-License-Identifier: GPL-2.0-only
/*
 * $(exec VARIABLES,COMMAND): make becomes the command, which gets the variables
 * in its environment. Make's own exit status is 2 whatever went wrong, while
 * that of `make run` tells a failed test (1) from a harness that could not run
 * it (2), and that of `make vm` is the script's.
 */
#include <gnumake.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int plugin_is_GPL_compatible;

static char *exec_command(const char *function, unsigned int argc, char **argv)
{
	char reference[64], *value, *name;

	(void)function;
	(void)argc;
	for (name = strtok(argv[0], " \t"); name; name = strtok(NULL, " \t")) {
		snprintf(reference, sizeof(reference), "$(%s)", name);
		value = gmk_expand(reference);
		setenv(name, value, 1);
		gmk_free(value);
	}
	execl("/bin/sh", "sh", "-c", argv[1], (char *)NULL);
	_exit(2);
}

int exec_gmk_setup(const gmk_floc *where)
{
	(void)where;
	gmk_add_function("exec", exec_command, 2, 2, GMK_FUNC_DEFAULT);
	return 1;
}
