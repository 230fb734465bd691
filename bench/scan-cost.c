// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many linked objects for kmemleak to scan, some of which can be made to leak.
 * Removing the module leaks all others. It also measures allocations.
 */
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/slab.h>

struct bench_node {
	struct bench_node *next;
	long payload[15];
};

static int nodes = 100000;
module_param(nodes, int, 0);
MODULE_PARM_DESC(nodes, "Number of 128-byte objects (default 100000)");

static struct bench_node *first;

static int leak_set(const char *val, const struct kernel_param *kp)
{
	unsigned int n;
	int ret = kstrtouint(val, 0, &n);

	while (!ret && n-- && first)
		first = first->next;
	return ret;
}

static const struct kernel_param_ops leak_ops = { .set = leak_set };
module_param_cb(leak, &leak_ops, NULL, 0200);
MODULE_PARM_DESC(leak, "Written to: so many of the objects leak");

#define PAIRS	10000

static int kmalloc_get(char *buffer, const struct kernel_param *kp)
{
	ktime_t start = ktime_get();
	int i;

	for (i = 0; i < PAIRS; i++)
		kfree(kmalloc(128, GFP_KERNEL));
	return sprintf(buffer, "%lld\n", ktime_get() - start);
}

static const struct kernel_param_ops kmalloc_ops = { .get = kmalloc_get };
module_param_cb(kmalloc, &kmalloc_ops, NULL, 0400);
MODULE_PARM_DESC(kmalloc, "Nanoseconds for 10000 pairs of kmalloc and kfree");

static int alloc_percpu_get(char *buffer, const struct kernel_param *kp)
{
	ktime_t start = ktime_get();
	int i;

	for (i = 0; i < PAIRS; i++)
		free_percpu(__alloc_percpu(128, 8));
	return sprintf(buffer, "%lld\n", ktime_get() - start);
}

static const struct kernel_param_ops alloc_percpu_ops = { .get = alloc_percpu_get };
module_param_cb(alloc_percpu, &alloc_percpu_ops, NULL, 0400);
MODULE_PARM_DESC(alloc_percpu, "Nanoseconds for 10000 pairs of alloc_percpu and free_percpu");

static int __init bench_init(void)
{
	struct bench_node *node;
	int i;

	for (i = 0; i < nodes; i++) {
		node = kzalloc(sizeof(*node), GFP_KERNEL);
		if (!node)
			return -ENOMEM;
		node->next = first;
		first = node;
	}
	return 0;
}
module_init(bench_init);

static void __exit bench_exit(void)
{
}
module_exit(bench_exit);

MODULE_DESCRIPTION("Objects to measure the cost of a kmemleak scan");
MODULE_LICENSE("GPL");
