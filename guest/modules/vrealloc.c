// SPDX-License-Identifier: GPL-2.0-only
/*
 * Large vmalloc objects without references, which vrealloc() shrinks to a page when
 * something is written to the parameter "shrink". That unmaps the rest at once,
 * where the kernel does so at all. What is written to "cycle" is how often a small one
 * is allocated, shrinks and is freed.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "scrub.h"

#define MAX_OBJECTS	8

static int objects = MAX_OBJECTS;
module_param(objects, int, 0);
static int mib = 48;
module_param(mib, int, 0);

/* complements of the addresses, no references */
static unsigned long hidden[MAX_OBJECTS];

static long new(void *unused)
{
	int i;

	for (i = 0; i < objects; i++) {
		void *ptr = vmalloc((size_t)mib * SZ_1M);

		if (!ptr)
			return -ENOMEM;
		memset(ptr, 0x5a, (size_t)mib * SZ_1M);
		hidden[i] = ~(unsigned long)ptr;
	}
	leave_no_references();
	return 0;
}

static long shrink(void *unused)
{
	int kept = 0;
	int i;

	/* first those that a scan comes to last */
	for (i = objects - 1; i >= 0; i--) {
		void *ptr = (void *)~hidden[i];

		/* not moved: it is smaller than before */
		if (kvrealloc(ptr, PAGE_SIZE, GFP_KERNEL) != ptr)
			return -EINVAL;
		kept += !!vmalloc_to_page(ptr + PAGE_SIZE);
	}
	leave_no_references();
	return kept ? -EOPNOTSUPP : 0;
}

static int set_shrink(const char *val, const struct kernel_param *kp)
{
	return work_on_cpu(0, shrink, NULL);
}

static const struct kernel_param_ops shrink_ops = { .set = set_shrink };
module_param_cb(shrink, &shrink_ops, NULL, 0200);

static int set_cycle(const char *val, const struct kernel_param *kp)
{
	unsigned int times;
	int ret = kstrtouint(val, 0, &times);

	while (!ret && times--) {
		void *ptr = vmalloc(SZ_1M);

		if (!ptr)
			return -ENOMEM;
		kvfree(kvrealloc(ptr, PAGE_SIZE, GFP_KERNEL));
		cond_resched();
	}
	return ret;
}

static const struct kernel_param_ops cycle_ops = { .set = set_cycle };
module_param_cb(cycle, &cycle_ops, NULL, 0200);

static int __init vrealloc_init(void)
{
	return work_on_cpu(0, new, NULL);
}
module_init(vrealloc_init);

MODULE_DESCRIPTION("Large objects that shrink");
MODULE_LICENSE("GPL");
