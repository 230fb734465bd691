// SPDX-License-Identifier: GPL-2.0-only
/*
 * A console that allocates and frees memory for what it prints, as those on virtio
 * and on a network do, and frees an object that is a leak until something is printed.
 */

#include <linux/console.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "scrub.h"

/* the complement of the leak's address, which is no reference */
static unsigned long hidden = ~0UL;
module_param(hidden, ulong, 0400);

static void alloc_write(struct console *console, const char *text,
			unsigned int length)
{
	kfree(kmalloc(64, GFP_ATOMIC));
	kfree((void *)~hidden);
	hidden = ~0UL;
}

static struct console alloc_console = {
	.name	= "alloc",
	.write	= alloc_write,
	.flags	= CON_ENABLED,
	.index	= -1,
};

static long leak(void *unused)
{
	hidden = ~(unsigned long)kmalloc(64, GFP_KERNEL);
	leave_no_references();
	return ~hidden ? 0 : -ENOMEM;
}

static int __init alloc_init(void)
{
	/* which prints */
	register_console(&alloc_console);
	return work_on_cpu(0, leak, NULL);
}
module_init(alloc_init);

MODULE_DESCRIPTION("Console that allocates memory");
MODULE_LICENSE("GPL");
