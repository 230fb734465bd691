// SPDX-License-Identifier: GPL-2.0-only
/*
 * Walks the sheaves of all caches and counts the addresses behind their last
 * objects, which would hide leaks. Loading it allocates and frees in the ways that
 * there are for others than the slab allocator itself. What it knows of sheaves is
 * private to mm/slub.c of 7.3.
 */
#include <linux/cpu.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/stop_machine.h>
#include <linux/workqueue.h>

#include "slab.h"

#define OBJECTS		200

struct slab_sheaf {
	struct list_head barn_list;
	struct kmem_cache *cache;
	unsigned int size;
	int node;
	void *objects[];
};

struct slub_percpu_sheaves {
	local_trylock_t lock;
	struct slab_sheaf *main;
	struct slab_sheaf *spare;
	struct slab_sheaf *rcu_free;
};

struct node_barn {
	spinlock_t lock;
	struct list_head sheaves_full;
	struct list_head sheaves_empty;
};

struct object {
	struct rcu_head rcu;
	char content[100];
};

static struct kmem_cache *cache;

static int walked;
module_param(walked, int, 0400);
MODULE_PARM_DESC(walked, "The sheaves that it saw");

static int behind;
module_param(behind, int, 0400);
MODULE_PARM_DESC(behind, "The addresses behind the last objects of these");

static void walk_sheaf(struct kmem_cache *s, struct slab_sheaf *sheaf)
{
	unsigned int i;

	if (!sheaf)
		return;
	WARN_ON(sheaf->cache != s || sheaf->size > s->sheaf_capacity);
	walked++;
	for (i = sheaf->size; i < s->sheaf_capacity; i++)
		behind += !!sheaf->objects[i];
}

static void walk_cache(struct kmem_cache *s)
{
	struct slab_sheaf *sheaf;
	int i;

	for_each_possible_cpu(i) {
		struct slub_percpu_sheaves *pcs = per_cpu_ptr(s->cpu_sheaves, i);

		walk_sheaf(s, pcs->main);
		walk_sheaf(s, pcs->spare);
		walk_sheaf(s, pcs->rcu_free);
	}
	for_each_online_node(i) {
		struct node_barn *barn = s->per_node[i].barn;

		if (!barn)
			continue;
		list_for_each_entry(sheaf, &barn->sheaves_full, barn_list)
			walk_sheaf(s, sheaf);
		list_for_each_entry(sheaf, &barn->sheaves_empty, barn_list)
			walk_sheaf(s, sheaf);
	}
}

/* nothing else runs meanwhile */
static int walk_caches(void *unused)
{
	/* the newest cache is the first in the list */
	struct list_head *head = cache->list.prev;
	struct kmem_cache *s;

	list_for_each_entry(s, head, list)
		if (cache_has_sheaves(s))
			walk_cache(s);
	return 0;
}

static long use_sheaves(void *unused)
{
	static void *objects[OBJECTS];
	int round, i;

	for (round = 0; round < 4; round++) {
		if (round & 1) {
			if (!kmem_cache_alloc_bulk(cache, GFP_KERNEL, OBJECTS,
						   objects))
				return -ENOMEM;
		} else {
			for (i = 0; i < OBJECTS; i++) {
				objects[i] = kmem_cache_alloc(cache, GFP_KERNEL);
				if (!objects[i])
					return -ENOMEM;
			}
		}
		if (round < 2)
			kmem_cache_free_bulk(cache, OBJECTS, objects);
		for (i = 0; round >= 2 && i < OBJECTS; i++)
			kfree_rcu((struct object *)objects[i], rcu);
	}
	return 0;
}

static int __init sheaves_init(void)
{
	struct kmem_cache_args args = { .sheaf_capacity = 20 };
	long ret;
	int cpu;

	cache = kmem_cache_create("sheaves", sizeof(struct object), &args,
				  SLAB_NO_MERGE);
	if (!cache)
		return -ENOMEM;
	for_each_online_cpu(cpu) {
		ret = work_on_cpu(cpu, use_sheaves, NULL);
		if (ret)
			return ret;
	}
	stop_machine(walk_caches, NULL, NULL);
	/* and once more when RCU has freed the sheaves that it had */
	rcu_barrier();
	stop_machine(walk_caches, NULL, NULL);
	return 0;
}
module_init(sheaves_init);

static void __exit sheaves_exit(void)
{
	kmem_cache_destroy(cache);
}
module_exit(sheaves_exit);

MODULE_DESCRIPTION("Counts addresses that the sheaves of the slab allocator remember");
MODULE_LICENSE("GPL");
