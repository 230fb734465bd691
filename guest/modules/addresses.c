// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keeps as many MiB of vmalloc memory as the parameter "mib" says, with an address in each
 * 8 bytes that marking looks up or passes over, each in its own way: "of" says what is
 * there.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#define MAX_MIB		64
#define PAGES_ORDER	8

static char targets[SZ_4K];
static struct page *pages;
static char **memory;

static char *of = "module";
module_param(of, charp, 0200);
MODULE_PARM_DESC(of, "module (the default): of an object, the module. pages: without an object. text: above most objects. itself: of this memory");

static char *target(size_t i)
{
	switch (*of) {
	case 'p':
		return (char *)page_address(pages) + i % (PAGE_SIZE << PAGES_ORDER);
	case 't':
		return (char *)vprintk + i % SZ_4K;
	case 'i':
		return (char *)&memory[i];
	default:
		return &targets[i % sizeof(targets)];
	}
}

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
	memory = mib ? vzalloc(mib * SZ_1M) : NULL;
	if (mib && !memory)
		return -ENOMEM;
	/* kmemleak does not track pages */
	if (*of == 'p' && !pages) {
		pages = alloc_pages(GFP_KERNEL, PAGES_ORDER);
		if (!pages)
			return -ENOMEM;
	}
	words = mib * (SZ_1M / sizeof(*memory));
	for (i = 0; i < words; i += sizeof(u64) / sizeof(*memory))
		memory[i] = target(i);
	return 0;
}

static const struct kernel_param_ops mib_ops = { .set = mib_set };
module_param_cb(mib, &mib_ops, NULL, 0200);

MODULE_DESCRIPTION("Memory full of addresses, which takes a scan long");
MODULE_LICENSE("GPL");
