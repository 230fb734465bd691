// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many linked objects for kmemleak to scan. Removing the module leaks them.
 */
#include <linux/module.h>
#include <linux/slab.h>

struct bench_node {
	struct bench_node *next;
	long payload[15];
};

static int nodes = 100000;
module_param(nodes, int, 0);
MODULE_PARM_DESC(nodes, "Number of 128-byte objects (default 100000)");

static struct bench_node *first;

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
