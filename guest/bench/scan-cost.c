// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many linked objects for kmemleak to scan, of all sizes from 32 bytes to 64 KiB:
 * of each size half as many as of the one before. Some are vmalloc or have per-CPU
 * memory. They can be made to leak. This also measures allocations.
 */
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct bench_node {
	struct bench_node *next;
	struct bench_node *prev;
	struct bench_node *after_next;
	void __percpu *counters;
};

#define MIN_SIZE	32
#define SIZES		12
/* one of so many is vmalloc, another one has per-CPU memory */
#define RARE		1000

static int nodes = 100000;
module_param(nodes, int, 0);
MODULE_PARM_DESC(nodes, "Number of objects (default 100000)");

static int size;
module_param(size, int, 0);
MODULE_PARM_DESC(size, "Bytes of each object (default all sizes from 32 to 65536)");

/* the lists up to each one have so many objects, the last one has all others */
static const int bench_upto[] = { 1, 10, 1000, INT_MAX };
static struct bench_node *bench_lists[ARRAY_SIZE(bench_upto)];

/*
 * Any old pointer to one of them would be a reference to all that are linked. Not
 * with zeros: the checksum of these is 0 on 6.12, which saves it the settling scan.
 */
static void bench_leak(struct bench_node **list)
{
	struct bench_node *node = *list;

	*list = NULL;
	while (node) {
		struct bench_node *next = node->next;

		memset(node, 1, sizeof(*node));
		node = next;
		cond_resched();
	}
}

static int leak_set(const char *val, const struct kernel_param *kp)
{
	unsigned int n, i;
	int ret = kstrtouint(val, 0, &n);

	for (i = 0; !ret && i < ARRAY_SIZE(bench_upto) && bench_upto[i] <= n; i++)
		bench_leak(&bench_lists[i]);
	return ret;
}

static const struct kernel_param_ops leak_ops = { .set = leak_set };
module_param_cb(leak, &leak_ops, NULL, 0200);
MODULE_PARM_DESC(leak, "Written to: 1, 10, 1000 or, with 2147483647, all objects leak");

/* each word refers to an object that nothing else refers to */
struct full_block {
	void *objects[4096 / sizeof(void *)];
};

static struct full_block *full_blocks[100];

static int full_blocks_set(const char *val, const struct kernel_param *kp)
{
	unsigned int n, i, j;
	int ret = kstrtouint(val, 0, &n);

	if (ret)
		return ret;
	for (i = 0; i < n && i < ARRAY_SIZE(full_blocks); i++) {
		struct full_block *block = kzalloc(sizeof(*block), GFP_KERNEL);

		full_blocks[i] = block;
		for (j = 0; block && j < ARRAY_SIZE(block->objects); j++)
			block->objects[j] = kzalloc(MIN_SIZE, GFP_KERNEL);
	}
	return 0;
}

static const struct kernel_param_ops full_blocks_ops = { .set = full_blocks_set };
module_param_cb(full_blocks, &full_blocks_ops, NULL, 0200);
MODULE_PARM_DESC(full_blocks, "Written to: allocates so many (100 at most) that are full of references");

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

/* the n-th one, counted from 1 */
static struct bench_node *bench_new(int n)
{
	size_t bytes = size ?: MIN_SIZE << min_t(int, __ffs(n), SIZES - 1);
	struct bench_node *node;

	BUILD_BUG_ON(sizeof(*node) > MIN_SIZE);
	if (n % RARE == 0)
		return vzalloc(bytes);
	node = kzalloc(max_t(size_t, bytes, MIN_SIZE), GFP_KERNEL);
	if (node && n % RARE == 1)
		node->counters = __alloc_percpu(64, 8);
	return node;
}

static int __init bench_init(void)
{
	struct bench_node **list = bench_lists;
	int n;

	for (n = 1; n <= nodes; n++) {
		struct bench_node *node = bench_new(n);

		if (!node)
			return -ENOMEM;
		if (n > bench_upto[list - bench_lists])
			list++;
		node->next = *list;
		if (node->next) {
			node->next->prev = node;
			node->after_next = node->next->next;
		}
		*list = node;
		cond_resched();
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
