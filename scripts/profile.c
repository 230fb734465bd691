// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin of QEMU (up to 8) that counts the instructions that the guest executes in each
 * block of its kernel, and writes them down at the end: "<address> <instructions>"
 * a line. Debian has no header for plugins; what it takes of it is here.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_info;
typedef void (*tb_trans_cb)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*exec_cb)(unsigned int cpu, void *data);
typedef void (*exit_cb)(qemu_plugin_id_t id, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, tb_trans_cb cb);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb, exec_cb cb,
					  int flags, void *data);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, exit_cb cb, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);

int qemu_plugin_version = 1;

static struct block {
	uint64_t address;
	uint64_t size;
	uint64_t runs;
	struct block *next;
} *blocks;

static const char *path;

static void run(unsigned int cpu, void *data)
{
	((struct block *)data)->runs++;
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	struct block *block;

	/* the kernel's half of the addresses */
	if (!(qemu_plugin_tb_vaddr(tb) >> 63))
		return;
	block = calloc(1, sizeof(*block));
	block->address = qemu_plugin_tb_vaddr(tb);
	block->size = qemu_plugin_tb_n_insns(tb);
	block->next = blocks;
	blocks = block;
	qemu_plugin_register_vcpu_tb_exec_cb(tb, run, 0, block);
}

static void ended(qemu_plugin_id_t id, void *data)
{
	FILE *file = fopen(path, "w");

	for (struct block *block = blocks; block; block = block->next)
		fprintf(file, "%016llx %llu\n",
			(unsigned long long)block->address,
			(unsigned long long)(block->runs * block->size));
	fclose(file);
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
			int argc, char **argv)
{
	path = strchr(argv[0], '=') + 1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, ended, NULL);
	return 0;
}
