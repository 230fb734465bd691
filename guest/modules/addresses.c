// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keeps as many MiB of vmalloc memory as the parameter says, full of addresses within this
 * module. Marking takes long to go through it, since it looks up each of them. A second
 * pass only looks up what may be the address of a white object.
 */
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#define MAX_MIB	64

static char targets[SZ_4K];
static char **memory;

static int mib_set(const char *val, const struct kernel_param *kp)
{
	unsigned int mib;
	size_t i, words;
	int ret = kstrtouint(val, 10, &mib);

	if (ret)
		return ret;
	if (mib > MAX_MIB)
		return -EINVAL;
	vfree(memory);
	memory = mib ? vmalloc(mib * SZ_1M) : NULL;
	if (mib && !memory)
		return -ENOMEM;
	words = mib * (SZ_1M / sizeof(*memory));
	for (i = 0; i < words; i++)
		memory[i] = &targets[i % sizeof(targets)];
	return 0;
}

static const struct kernel_param_ops mib_ops = { .set = mib_set };
module_param_cb(mib, &mib_ops, NULL, 0200);

MODULE_DESCRIPTION("Memory full of addresses, which takes a scan long");
MODULE_LICENSE("GPL");
