/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kinds of objects, which the list of kmemleak tells from one another by their
 * sizes, and threads that move the references to them.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/slab.h>

/* for KINDS in churn.sh */
static inline void create_caches(struct kmem_cache **caches, int kinds)
{
	char name[16];
	int i;

	for (i = 0; i < kinds; i++) {
		snprintf(name, sizeof(name), "moved-%d", i);
		caches[i] = kmem_cache_create(name, 840 + 8 * i, 8,
					      SLAB_PANIC | SLAB_NO_MERGE, NULL);
	}
}

/* A timer of the guest is too coarse for single moves: this sleeps between many. */
static int mover_thread(void *mover)
{
	void (*move)(void) = mover;

	while (!kthread_should_stop()) {
		move();
		usleep_range(10000, 11000);
	}
	return 0;
}

static inline void start_movers(struct task_struct **threads,
				void (*const *movers)(void), int n)
{
	int i;

	for (i = 0; i < n; i++)
		threads[i] = kthread_run(mover_thread, movers[i], "mover-%d", i);
}
