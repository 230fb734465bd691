// SPDX-License-Identifier: GPL-2.0-only
/*
 * Leaks an object of a size that nothing else has. Whatever is written to the
 * parameter "remember" leaves its address on the stack of the task that writes.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "scrub.h"

#define LEAK_SIZE	904

/* the complement of its address, no reference */
static unsigned long hidden;

static long leak(void *unused)
{
	struct kmem_cache *cache;

	cache = kmem_cache_create("own_stack", LEAK_SIZE, 0, SLAB_NO_MERGE, NULL);
	if (!cache)
		return -ENOMEM;
	hidden = ~(unsigned long)kmem_cache_zalloc(cache, GFP_KERNEL);
	kmem_cache_free(cache, kmem_cache_alloc(cache, GFP_KERNEL));
	leave_no_references();
	return 0;
}

static int remember_set(const char *val, const struct kernel_param *kp)
{
	fill_stack(THREAD_SIZE, ~hidden);
	return 0;
}

static const struct kernel_param_ops remember_ops = { .set = remember_set };
module_param_cb(remember, &remember_ops, NULL, 0200);

static int __init own_stack_init(void)
{
	return work_on_cpu(0, leak, NULL);
}
module_init(own_stack_init);

MODULE_DESCRIPTION("An address on the stack of a task that scans");
MODULE_LICENSE("GPL");
