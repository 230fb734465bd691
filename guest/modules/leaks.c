// SPDX-License-Identifier: GPL-2.0-only
/*
 * Leaks so many slab objects, of a size that nothing else has, slowly enough for
 * KFENCE to have some of them.
 */
#include <linux/kfence.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "scrub.h"

#define LEAK_SIZE	904

static int count = 100;
module_param(count, int, 0);

static int from_kfence;
module_param(from_kfence, int, 0400);
MODULE_PARM_DESC(from_kfence, "How many of them KFENCE allocated");

static long leak(void *unused)
{
	struct kmem_cache *cache;
	int i;

	cache = kmem_cache_create("leaks", LEAK_SIZE, 0, SLAB_NO_MERGE, NULL);
	if (!cache)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		void *ptr = kmem_cache_alloc(cache, GFP_KERNEL | __GFP_ZERO);

		from_kfence += is_kfence_address(ptr);
		fsleep(2000);
	}
	/* whatever still points to the last one */
	kmem_cache_free(cache, kmem_cache_alloc(cache, GFP_KERNEL));
	leave_no_references();
	return 0;
}

static int __init leaks_init(void)
{
	return work_on_cpu(0, leak, NULL);
}
module_init(leaks_init);

MODULE_DESCRIPTION("Leaks memory");
MODULE_LICENSE("GPL");
