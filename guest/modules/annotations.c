// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each annotation of kmemleak for each kind of pointer. Write "ANNOTATION KIND [TIMES]"
 * to the annotations file in debugfs; it reads as the address that it was called
 * with, which lives until the next write.
 */

#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/kmemleak.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define OBJECT_SIZE	128
#define PART_SIZE	16

/* of its own: nobody gets what is freed */
static struct kmem_cache *cache;
static void *object;		/* slab */
static void *nolock;
static unsigned long page;
static void __percpu *percpu;
static void *annotated;
static struct dentry *file;

static void free_all(void)
{
	size_t start;

	/* whatever parts kmemleak_free_part() has left */
	for (start = 0; object && start <= 2 * PART_SIZE; start += PART_SIZE)
		kmemleak_free_part(object + start, OBJECT_SIZE - start);
	if (object)
		kmem_cache_free(cache, object);
	kfree(nolock);
	free_page(page);
	free_percpu(percpu);
	object = NULL;
	nolock = NULL;
	page = 0;
	percpu = NULL;
}

static void *new_pointer(const char *kind)
{
	if (!strcmp(kind, "error"))
		return ERR_PTR(-ENOMEM);
	if (!strcmp(kind, "page")) {
		page = __get_free_page(GFP_KERNEL);
		return (void *)page;
	}
	if (!strcmp(kind, "percpu")) {
		/* the pointers of the first chunk can be addresses in the image */
		percpu = __alloc_percpu(PCPU_MIN_UNIT_SIZE, sizeof(long));
		return (__force void *)percpu;
	}
	if (!strcmp(kind, "nolock")) {
#ifdef kmalloc_nolock
		nolock = kmalloc_nolock(OBJECT_SIZE, 0, NUMA_NO_NODE);
#endif
		return nolock;
	}
	if (!strcmp(kind, "freed")) {
		void *freed = kmem_cache_alloc(cache, GFP_KERNEL);

		if (freed)
			kmem_cache_free(cache, freed);
		return freed;
	}
	if (!strcmp(kind, "null"))
		return NULL;

	object = kmem_cache_alloc(cache, GFP_KERNEL | __GFP_ZERO);
	return object && !strcmp(kind, "middle") ? object + PART_SIZE : object;
}

static void annotate(const char *annotation, void *ptr)
{
	if (!strcmp(annotation, "not_leak"))
		kmemleak_not_leak(ptr);
	else if (!strcmp(annotation, "ignore"))
		kmemleak_ignore(ptr);
	else if (!strcmp(annotation, "no_scan"))
		kmemleak_no_scan(ptr);
	else if (!strcmp(annotation, "scan_area"))
		kmemleak_scan_area(ptr, PART_SIZE, GFP_KERNEL);
	else if (!strcmp(annotation, "large_area"))
		kmemleak_scan_area(ptr, OBJECT_SIZE + 1, GFP_KERNEL);
	else if (!strcmp(annotation, "transient_leak"))
		kmemleak_transient_leak(ptr);
	else if (!strcmp(annotation, "update_trace"))
		kmemleak_update_trace(ptr);
	else if (!strcmp(annotation, "free"))
		kmemleak_free(ptr);
	else if (!strcmp(annotation, "free_part"))
		kmemleak_free_part(ptr, PART_SIZE);
}

static ssize_t annotations_write(struct file *file, const char __user *user_buf,
				 size_t size, loff_t *ppos)
{
	char text[64], annotation[20], kind[20];
	unsigned int times = 1;

	if (size >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, user_buf, size))
		return -EFAULT;
	text[size] = 0;
	if (sscanf(text, "%19s %19s %u", annotation, kind, &times) < 2)
		return -EINVAL;

	free_all();
	annotated = new_pointer(kind);
	while (times--)
		annotate(annotation, annotated);
	return size;
}

static ssize_t annotations_read(struct file *file, char __user *user_buf,
				size_t size, loff_t *ppos)
{
	char text[20];
	int length = snprintf(text, sizeof(text), "0x%lx\n",
			      (unsigned long)annotated);

	return simple_read_from_buffer(user_buf, size, ppos, text, length);
}

static const struct file_operations annotations_fops = {
	.owner	= THIS_MODULE,
	.read	= annotations_read,
	.write	= annotations_write,
};

static int __init annotations_init(void)
{
	/* with a flag of its own it is not merged with others */
	cache = kmem_cache_create("annotations", OBJECT_SIZE, 0, SLAB_NO_MERGE, NULL);
	if (!cache)
		return -ENOMEM;
	file = debugfs_create_file("annotations", 0600, NULL, NULL,
				   &annotations_fops);
	return 0;
}
module_init(annotations_init);

static void __exit annotations_exit(void)
{
	debugfs_remove(file);
	free_all();
	kmem_cache_destroy(cache);
}
module_exit(annotations_exit);

MODULE_DESCRIPTION("What annotations of kmemleak do to what it does not know");
MODULE_LICENSE("GPL");
