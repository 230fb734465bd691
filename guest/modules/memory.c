// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keeps so many MiB of vmalloc memory without any address in it: marking and a second
 * pass take the same time to go through it.
 */
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

static int mib = 16;
module_param(mib, int, 0);

static void *memory;

static int __init memory_init(void)
{
	memory = vzalloc(mib * SZ_1M);
	return memory ? 0 : -ENOMEM;
}
module_init(memory_init);

static void __exit memory_exit(void)
{
	vfree(memory);
}
module_exit(memory_exit);

MODULE_DESCRIPTION("Memory that takes a scan time");
MODULE_LICENSE("GPL");
