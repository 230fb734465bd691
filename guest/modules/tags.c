// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects with a reference that has the tag of the address, another one or none, and an
 * object without a reference. Where addresses have no tags these are ordinary references.
 */
#include <linux/kasan.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "scrub.h"

#if defined(CONFIG_KASAN_SW_TAGS) || defined(CONFIG_KASAN_HW_TAGS)
#define other_tag(ptr) __tag_set(ptr, __tag_get(ptr) ^ 2)
#else
#define other_tag(ptr) (ptr)
#endif

static struct kmem_cache *cache;
/* scanned */
static const void *references[3];

static noinline long new(void *unused)
{
	void *ptrs[4];
	int i;

	for (i = 0; i < ARRAY_SIZE(ptrs); i++) {
		ptrs[i] = kmem_cache_alloc(cache, GFP_KERNEL);
		if (!ptrs[i])
			return -ENOMEM;
	}
	/* None for the last one. To the first one others refer, as the start of a page. */
	WRITE_ONCE(references[0], ptrs[0]);
	WRITE_ONCE(references[1], other_tag(ptrs[1]));
	WRITE_ONCE(references[2], kasan_reset_tag(ptrs[2]));
	leave_no_references();
	return 0;
}

/* with it the free list, of pointers to the neighbours, is not in the objects */
static void construct(void *object)
{
	memset(object, 0, 256);
}

static int __init tags_init(void)
{
	cache = kmem_cache_create("tags", 256, 0, SLAB_CONSISTENCY_CHECKS, construct);
	return cache ? work_on_cpu(0, new, NULL) : -ENOMEM;
}
module_init(tags_init);

MODULE_DESCRIPTION("References with any tags");
MODULE_LICENSE("GPL");
