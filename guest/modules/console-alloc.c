// SPDX-License-Identifier: GPL-2.0-only
/*
 * A console that allocates and frees memory for what it prints, as those on virtio
 * and on a network do: each time it replaces its buffer.
 */

#include <linux/console.h>
#include <linux/module.h>
#include <linux/slab.h>

/* the complement of the buffer's address, for the buffer to be reported as a leak */
static unsigned long hidden;
module_param(hidden, ulong, 0400);

static void alloc_write(struct console *console, const char *text,
			unsigned int length)
{
	kfree((void *)~hidden);
	hidden = ~(unsigned long)kmalloc(64, GFP_ATOMIC);
}

static struct console alloc_console = {
	.name	= "alloc",
	.write	= alloc_write,
	.flags	= CON_ENABLED,
	.index	= -1,
};

static int __init alloc_init(void)
{
	hidden = ~(unsigned long)kmalloc(64, GFP_KERNEL);
	register_console(&alloc_console);
	return 0;
}
module_init(alloc_init);

static void __exit alloc_exit(void)
{
	unregister_console(&alloc_console);
	kfree((void *)~hidden);
}
module_exit(alloc_exit);

MODULE_DESCRIPTION("Console that allocates memory");
MODULE_LICENSE("GPL");
