// SPDX-License-Identifier: GPL-2.0-only
/*
 * A thread on each CPU that allocates and frees memory of all sizes, also after a
 * grace period.
 */
#include <linux/cpumask.h>
#include <linux/module.h>
#include <linux/random.h>
#include "movers.h"

#define ALLOCATIONS	1000
#define MAX_SIZE	8192

struct allocation {
	size_t size;
	struct rcu_head rcu;
};

static struct allocation *allocations[NR_CPUS][ALLOCATIONS];

static size_t random_size(void)
{
	/* small ones are as frequent as large ones */
	size_t size = get_random_u32_inclusive(1, MAX_SIZE >> get_random_u32_below(11));

	return max(size, offsetofend(struct allocation, size));
}

static void allocate_and_free(void)
{
	struct allocation **mine = allocations[raw_smp_processor_id()];
	int i;

	for (i = 0; i < ALLOCATIONS / 10; i++) {
		unsigned int n = get_random_u32_below(ALLOCATIONS);
		struct allocation *old = mine[n];

		mine[n] = NULL;
		if (!old) {
			size_t size = random_size();

			mine[n] = kmalloc(size, GFP_KERNEL);
			if (mine[n])
				mine[n]->size = size;
		} else if (old->size < sizeof(*old) || get_random_u32_below(2)) {
			kfree(old);
		} else {
			kfree_rcu(old, rcu);
		}
	}
}

static int __init allocations_init(void)
{
	int cpu;

	for_each_online_cpu(cpu) {
		struct task_struct *thread;

		thread = kthread_create(mover_thread, allocate_and_free,
					"allocations/%d", cpu);
		if (IS_ERR(thread))
			return PTR_ERR(thread);
		kthread_bind(thread, cpu);
		wake_up_process(thread);
	}
	return 0;
}
module_init(allocations_init);

MODULE_DESCRIPTION("Memory of all sizes that is allocated and freed");
MODULE_LICENSE("GPL");
