// SPDX-License-Identifier: GPL-2.0-only
/*
 * Old objects that nothing but RCU's list of callbacks refers to, since a reader
 * keeps RCU from freeing them. Each kind has a size of its own, by which the list of
 * kmemleak tells it from the others. Commands, written to the parameter:
 *   new		- allocate the objects, referenced
 *   free <what>	- a reader begins, and RCU gets the objects, each behind
 *			  <what>, which it has to free as well:
 *	kfree		  the data of kmemleak on another object, which is freed
 *	slab		  the slabs of a cache (SLAB_TYPESAFE_BY_RCU), before the first
 *	slowly		  whatever other processes have it free meanwhile
 *   leak		- and frees no children: they leak
 *   end		- the reader ends, and RCU frees all; then there can be new ones
 */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/nmi.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "scrub.h"

#define OBJECTS		100
#define SLAB_OBJECTS	8192	/* more than caches keep */
#define MAX_SECONDS	60

enum kind { KFREE_RCU, CALL_RCU, PARENT, CHILD, NR_KINDS };
static const unsigned int sizes[] = { 904, 912, 920, 928 };

enum before { KFREE, SLAB, SLOWLY };
static const char * const before_names[] = { "kfree", "slab", "slowly" };

struct old {
	struct rcu_head rcu;
	struct old *child;	/* the only reference to it */
};

/* scanned, like all data of a module */
static struct old *objects[NR_KINDS][OBJECTS];
static void *unrelated[NR_KINDS][OBJECTS];
static void *in_slabs[SLAB_OBJECTS];

static struct kmem_cache *caches[NR_KINDS], *slab_cache;
static struct task_struct *reader;
static DECLARE_COMPLETION(reader_began);
static DECLARE_COMPLETION(reader_ended);
static bool reader_ends;
static bool children_leak;

/* without preemption it is a reader for all configurations of RCU */
static int read_long(void *unused)
{
	unsigned long end = jiffies + MAX_SECONDS * HZ;

	preempt_disable();
	rcu_read_lock();
	complete(&reader_began);
	while (!READ_ONCE(reader_ends) && time_before(jiffies, end)) {
		mdelay(1);
		touch_nmi_watchdog();
	}
	rcu_read_unlock();
	preempt_enable();
	complete(&reader_ended);
	return 0;
}

static long new(void *unused)
{
	int kind, i;

	for (kind = 0; kind < NR_KINDS; kind++) {
		for (i = 0; i < OBJECTS; i++) {
			objects[kind][i] = kmem_cache_zalloc(caches[kind],
							     GFP_KERNEL);
			unrelated[kind][i] = kmalloc(128, GFP_KERNEL);
			if (!objects[kind][i] || !unrelated[kind][i])
				return -ENOMEM;
		}
	}
	for (i = 0; i < OBJECTS; i++)
		objects[PARENT][i]->child = objects[CHILD][i];
	memset(objects[CHILD], 0, sizeof(objects[CHILD]));
	for (i = 0; i < SLAB_OBJECTS; i++) {
		in_slabs[i] = kmem_cache_alloc(slab_cache, GFP_KERNEL);
		if (!in_slabs[i])
			return -ENOMEM;
	}

	reader_ends = false;
	reinit_completion(&reader_began);
	reinit_completion(&reader_ended);
	/* now, since it frees something that kmemleak knows */
	reader = kthread_create(read_long, NULL, "rcu-reader");
	if (IS_ERR(reader))
		return PTR_ERR(reader);
	kthread_bind(reader, num_online_cpus() - 1);
	leave_no_references();
	return 0;
}

static void free_old(struct rcu_head *rcu)
{
	struct old *old = container_of(rcu, struct old, rcu);

	if (!children_leak)
		kfree(old->child);
	kfree(old);
}

static void free_unrelated(enum kind kind, int i)
{
	kfree(unrelated[kind][i]);
	unrelated[kind][i] = NULL;
}

static void free_next(enum before before, int i)
{
	if (before == KFREE)
		free_unrelated(KFREE_RCU, i);
	kfree_rcu(objects[KFREE_RCU][i], rcu);
	objects[KFREE_RCU][i] = NULL;
	if (before == KFREE)
		free_unrelated(CALL_RCU, i);
	call_rcu(&objects[CALL_RCU][i]->rcu, free_old);
	objects[CALL_RCU][i] = NULL;
	if (before == KFREE)
		free_unrelated(PARENT, i);
	call_rcu(&objects[PARENT][i]->rcu, free_old);
	objects[PARENT][i] = NULL;
}

static void free_slabs(void)
{
	int i;

	for (i = 0; i < SLAB_OBJECTS; i++)
		if (in_slabs[i])
			kmem_cache_free(slab_cache, in_slabs[i]);
	memset(in_slabs, 0, sizeof(in_slabs));
}

static long free_all(void *arg)
{
	enum before before = (long)arg;
	int i;

	rcu_barrier();
	wake_up_process(reader);
	wait_for_completion(&reader_began);
	if (before == SLAB)
		free_slabs();

	/* no softirqs: RCU, too, has pointers to the last one that it has freed */
	local_bh_disable();
	for (i = 0; i < OBJECTS; i++) {
		free_next(before, i);
		if (before == SLOWLY) {
			local_bh_enable();
			msleep(50);
			local_bh_disable();
		}
	}
	local_bh_enable();
	leave_no_references();
	return 0;
}

static int end(void)
{
	int kind, i;

	WRITE_ONCE(reader_ends, true);
	wait_for_completion(&reader_ended);
	rcu_barrier();
	for (kind = 0; kind < NR_KINDS; kind++)
		for (i = 0; i < OBJECTS; i++)
			free_unrelated(kind, i);
	free_slabs();
	return 0;
}

static int run_command(const char *text, const struct kernel_param *kp)
{
	int before;

	/* all on the stack of a worker, and on a CPU where the reader is not */
	if (sysfs_streq(text, "new"))
		return work_on_cpu(0, new, NULL);
	if (!strncmp(text, "free ", 5)) {
		before = sysfs_match_string(before_names, text + 5);
		if (before < 0)
			return before;
		return work_on_cpu(0, free_all, (void *)(long)before);
	}
	if (sysfs_streq(text, "leak")) {
		children_leak = true;
		return 0;
	}
	return sysfs_streq(text, "end") ? end() : -EINVAL;
}

static const struct kernel_param_ops command_ops = { .set = run_command };
module_param_cb(command, &command_ops, NULL, 0200);

static int __init rcu_lists_init(void)
{
	static const char * const names[] = {
		"old_kfree_rcu", "old_call_rcu", "old_parent", "old_child"
	};
	int kind;

	for (kind = 0; kind < NR_KINDS; kind++) {
		caches[kind] = kmem_cache_create(names[kind], sizes[kind], 0,
						 SLAB_NO_MERGE, NULL);
		if (!caches[kind])
			return -ENOMEM;
	}
	/* not tracked: its slabs alone are what gets into RCU's list */
	slab_cache = kmem_cache_create("old_slabs", 256, 0, SLAB_NO_MERGE |
				       SLAB_TYPESAFE_BY_RCU | SLAB_NOLEAKTRACE,
				       NULL);
	return slab_cache ? 0 : -ENOMEM;
}
module_init(rcu_lists_init);

MODULE_DESCRIPTION("Objects that RCU has yet to free");
MODULE_LICENSE("GPL");
