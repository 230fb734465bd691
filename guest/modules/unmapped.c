// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects whose memory is mapped until something is written to the parameter "unmap",
 * which forgets to tell kmemleak.
 */
#include <linux/gfp.h>
#include <linux/kmemleak.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

/* more than are scanned at once */
#define PAGES	4

static struct page *pages[PAGES];
/* scanned */
static void *referenced;
/* complements, beside struct vm_struct's: one has a checksum when it is unmapped */
static unsigned long leaked, leaked_late;

static void *map(int min_count)
{
	void *ptr = vmap(pages, PAGES, VM_MAP, PAGE_KERNEL);

	if (ptr)
		kmemleak_alloc(ptr, PAGES * PAGE_SIZE, min_count, GFP_KERNEL);
	return ptr;
}

/* The addresses are not given to others before many more are free. */
static int unmap_set(const char *val, const struct kernel_param *kp)
{
	leaked_late = ~(unsigned long)map(2);
	vunmap(referenced);
	vunmap((void *)~leaked);
	vunmap((void *)~leaked_late);
	return 0;
}

static const struct kernel_param_ops unmap_ops = { .set = unmap_set };
module_param_cb(unmap, &unmap_ops, NULL, 0200);

static int __init unmapped_init(void)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	int i;

	for (i = 0; i < PAGES; i++)
		pages[i] = page;
	referenced = map(1);
	leaked = ~(unsigned long)map(2);
	return page && referenced && ~leaked ? 0 : -ENOMEM;
}
module_init(unmapped_init);

MODULE_DESCRIPTION("Objects of memory that is not mapped any more");
MODULE_LICENSE("GPL");
