// SPDX-License-Identifier: GPL-2.0-only
/*
 * Leaks "count" objects of whatever is written to the parameter "leak": of a cache of
 * its own, whose size nothing else has, of kmalloc(), of vmalloc(), or the reserve of a
 * mempool. Slowly enough for KFENCE to have some of them. Whatever is written to
 * "leak_here" leaks objects of the cache at once.
 */
#include <linux/kfence.h>
#include <linux/mempool.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "scrub.h"

#define LEAK_SIZE	904

static int count = 100;
module_param(count, int, 0);

static int from_kfence;
module_param(from_kfence, int, 0400);
MODULE_PARM_DESC(from_kfence, "How many of them KFENCE allocated");

enum allocator { CACHE, KMALLOC, VMALLOC, MEMPOOL };
static const char * const allocators[] = {
	"cache", "kmalloc", "vmalloc", "mempool"
};

static struct kmem_cache *cache;
static mempool_t *reserve;

/* there is memory to fill the reserve, and none afterwards */
static void *new_element(gfp_t gfp, void *unused)
{
	return reserve ? NULL : kmem_cache_zalloc(cache, gfp);
}

static void free_element(void *element, void *unused)
{
	kmem_cache_free(cache, element);
}

static void *new(enum allocator allocator)
{
	switch (allocator) {
	case KMALLOC:
		return kzalloc(LEAK_SIZE, GFP_KERNEL);
	case VMALLOC:
		return vzalloc(LEAK_SIZE);
	case MEMPOOL:
		return mempool_alloc(reserve, GFP_NOWAIT);
	default:
		return kmem_cache_zalloc(cache, GFP_KERNEL);
	}
}

static void leak_one(enum allocator allocator)
{
	from_kfence += is_kfence_address(new(allocator));
	fsleep(2000);
}

static long leak(void *arg)
{
	enum allocator allocator = (long)arg;
	int i;

	if (allocator == MEMPOOL) {
		reserve = mempool_create(count, new_element, free_element, NULL);
		if (!reserve)
			return -ENOMEM;
	}
	for (i = 0; i < count; i++)
		leak_one(allocator);
	/* whatever still points to the last one */
	kfree(kmalloc(LEAK_SIZE, GFP_KERNEL));
	kmem_cache_free(cache, kmem_cache_alloc(cache, GFP_KERNEL));
	leave_no_references();
	return 0;
}

static int leak_set(const char *val, const struct kernel_param *kp)
{
	int allocator = sysfs_match_string(allocators, val);

	if (allocator < 0)
		return allocator;
	return work_on_cpu(0, leak, (void *)(long)allocator);
}

static const struct kernel_param_ops leak_ops = { .set = leak_set };
module_param_cb(leak, &leak_ops, NULL, 0200);

/* where nothing waits, for what follows in the same jiffy */
static int leak_here_set(const char *val, const struct kernel_param *kp)
{
	int i;

	for (i = 0; i < count; i++) {
		if (!kmem_cache_zalloc(cache, GFP_KERNEL))
			return -ENOMEM;
	}
	return 0;
}

static const struct kernel_param_ops leak_here_ops = { .set = leak_here_set };
module_param_cb(leak_here, &leak_here_ops, NULL, 0200);

static int __init leaks_init(void)
{
	cache = kmem_cache_create("leaks", LEAK_SIZE, 0, SLAB_NO_MERGE, NULL);
	return cache ? 0 : -ENOMEM;
}
module_init(leaks_init);

MODULE_DESCRIPTION("Leaks memory");
MODULE_LICENSE("GPL");
