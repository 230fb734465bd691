// SPDX-License-Identifier: GPL-2.0-only
/*
 * close-while-confirming FILE COMMAND: one thread writes the command, another
 * closes the file meanwhile. From then on the only reference to the open file is
 * on the stack of the thread that writes.
 */
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

static int fd;

static void *write_command(void *command)
{
	if (write(fd, command, strlen(command)) < 0)
		err(1, "write");
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t writer;

	if (argc != 3)
		errx(2, "give a file and a command");
	fd = open(argv[1], O_RDWR);
	if (fd < 0)
		err(1, "%s", argv[1]);
	if (pthread_create(&writer, NULL, write_command, argv[2]))
		errx(1, "no thread");
	/* by then it writes, and will for seconds */
	sleep(1);
	close(fd);
	pthread_join(writer, NULL);
	return 0;
}
