// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects in use whose references move as drivers and libraries move them, and some
 * that leak, as churn.c has them for single pointers.
 */
#include <linux/idr.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/vmalloc.h>
#include <linux/xarray.h>
#include "movers.h"

#define OTHERS		20000
#define BUFFERS		500
#define RECYCLED	400
#define STACKS		100
#define MAGAZINES	50	/* on each stack */
#define LISTS		20
#define NODES		30	/* in each list, between its ends */
#define INDEXED		200	/* in an IDR, and in an xarray */
#define LEAKS		200

static int moves = 2;
module_param(moves, int, 0);
MODULE_PARM_DESC(moves, "How many move every 10 milliseconds: descriptors, lists, indices; up to 5 times as many recycled objects, an eighth as many stacks (default 2)");

enum kind { BUFFER, OBJECT, MAGAZINE, NODE, IN_IDR, IN_XARRAY, LEAK, NR_KINDS };

static struct kmem_cache *caches[NR_KINDS];

static void *new(enum kind kind)
{
	return kmem_cache_zalloc(caches[kind], GFP_KERNEL | __GFP_NOFAIL);
}

/* what else a scan goes through, with the places of references between them */
struct other {
	void *pointer;
	char pad[1016];
};

static struct other **others;

static void **place(unsigned int n)
{
	return &others[n % OTHERS]->pointer;
}

/*
 * The only pointer to a buffer, which nobody writes to, is in a descriptor, and
 * these are allocated anew, one after the other.
 */
struct descriptor {
	void *buffer;
	char pad[120];
};

static struct descriptor *descriptors[BUFFERS];

static void new_descriptors(void)
{
	static unsigned int next;
	int i;

	for (i = 0; i < moves; i++, next = (next + 1) % BUFFERS) {
		struct descriptor *old = descriptors[next];
		struct descriptor *new = kzalloc(sizeof(*new), GFP_KERNEL);

		if (!new)
			return;
		new->buffer = old->buffer;
		descriptors[next] = new;
		old->buffer = NULL;
		kfree(old);
	}
}

/*
 * Objects are popped from an array, held for a while by whoever works on them, and
 * pushed back.
 */
#define HOLDERS		200
struct holder {
	void *object;
	unsigned int ticks;
};

static void *array[RECYCLED];
static unsigned int in_array;
static struct holder *holders[HOLDERS];

static void recycle(void)
{
	unsigned int other;
	int i;

	for (i = 0; i < min(5 * moves, HOLDERS); i++) {
		struct holder *holder = holders[i];

		if (holder && holder->ticks--)
			continue;
		if (holder) {
			array[in_array++] = holder->object;
			holders[i] = NULL;
			kfree(holder);
			continue;
		}
		holder = kzalloc(sizeof(*holder), GFP_KERNEL);
		if (!holder)
			return;
		/* others are pushed and popped in between */
		other = get_random_u32_below(in_array);
		swap(array[in_array - 1], array[other]);
		holder->object = array[--in_array];
		array[in_array] = NULL;
		holder->ticks = get_random_u32_below(5);
		holders[i] = holder;
	}
}

/*
 * Singly linked, so that what is popped cuts off the rest for a scan that comes by.
 */
struct magazine {
	struct magazine *next;
};

static struct magazine **stacks[STACKS];
static struct magazine *popped[STACKS][3];

static void pop_and_push(void)
{
	struct magazine **from[STACKS];
	int n = clamp(moves / 8, 1, STACKS), i, j;

	for (i = 0; i < n; i++) {
		/* in turns they could keep pace with a scan */
		from[i] = stacks[get_random_u32_below(STACKS)];
		for (j = 0; j < 3; j++) {
			popped[i][j] = *from[i];
			*from[i] = popped[i][j]->next;
			popped[i][j]->next = NULL;
		}
	}
	usleep_range(100, 200);
	for (i = 0; i < n; i++) {
		for (j = 0; j < 3; j++) {
			popped[i][j]->next = *from[i];
			*from[i] = popped[i][j];
			popped[i][j] = NULL;
		}
	}
}

/*
 * The ends of lists are new objects all the time, and lead to what is between them.
 */
static struct list_head lists[LISTS];

static void new_ends(void)
{
	static unsigned int next;
	int i;

	for (i = 0; i < moves; i++, next = (next + 1) % LISTS) {
		struct list_head *first = lists[next].next, *last = lists[next].prev;

		list_add(new(NODE), &lists[next]);
		list_add_tail(new(NODE), &lists[next]);
		list_del(first);
		kmem_cache_free(caches[NODE], first);
		list_del(last);
		kmem_cache_free(caches[NODE], last);
	}
}

/*
 * Trees whose nodes come and go with the indices.
 */
static DEFINE_IDR(idr);
static int ids[INDEXED];
static DEFINE_XARRAY(xarray);
static unsigned long indices[INDEXED];

static void move_ids(void)
{
	int i;

	for (i = 0; i < moves; i++) {
		int *id = &ids[get_random_u32_below(INDEXED)];
		void *object = idr_find(&idr, *id);
		int new = idr_alloc_cyclic(&idr, object, 0, 1 << 20, GFP_KERNEL);

		if (new < 0)
			return;
		idr_remove(&idr, *id);
		*id = new;
	}
}

static void move_indices(void)
{
	int i;

	for (i = 0; i < moves; i++) {
		unsigned long *index = &indices[get_random_u32_below(INDEXED)];
		unsigned long new = get_random_u32_below(1 << 20);

		if (xa_load(&xarray, new))
			continue;
		xa_store(&xarray, new, xa_load(&xarray, *index), GFP_KERNEL);
		xa_erase(&xarray, *index);
		*index = new;
	}
}

static void (*const movers[])(void) = {
	new_descriptors, recycle, pop_and_push, new_ends, move_ids, move_indices,
};
static struct task_struct *threads[ARRAY_SIZE(movers)];

static int fill_others(void)
{
	int i;

	others = vzalloc(OTHERS * sizeof(*others));
	if (!others)
		return -ENOMEM;
	for (i = 0; i < OTHERS; i++) {
		others[i] = kzalloc(sizeof(*others[i]), GFP_KERNEL);
		if (!others[i])
			return -ENOMEM;
	}
	return 0;
}

static int fill(void)
{
	int i, j;

	/* while memory is fresh: no old pointers to what once was there */
	for (i = 0; i < LEAKS; i++)
		new(LEAK);

	for (i = 0; i < BUFFERS; i++) {
		descriptors[i] = kzalloc(sizeof(*descriptors[i]), GFP_KERNEL);
		if (!descriptors[i])
			return -ENOMEM;
		descriptors[i]->buffer = new(BUFFER);
	}
	for (i = 0; i < RECYCLED; i++)
		array[in_array++] = new(OBJECT);
	for (i = 0; i < STACKS; i++) {
		stacks[i] = (struct magazine **)place(i * (OTHERS / STACKS));
		for (j = 0; j < MAGAZINES; j++) {
			struct magazine *magazine = new(MAGAZINE);

			magazine->next = *stacks[i];
			*stacks[i] = magazine;
		}
	}
	for (i = 0; i < LISTS; i++) {
		INIT_LIST_HEAD(&lists[i]);
		for (j = 0; j < NODES; j++)
			list_add(new(NODE), &lists[i]);
	}
	for (i = 0; i < INDEXED; i++) {
		ids[i] = idr_alloc_cyclic(&idr, new(IN_IDR), 0, 1 << 20,
					  GFP_KERNEL);
		indices[i] = i;
		xa_store(&xarray, i, new(IN_XARRAY), GFP_KERNEL);
	}
	return 0;
}

static int __init drivers_init(void)
{
	create_caches(caches, NR_KINDS);
	if (fill_others() || fill())
		return -ENOMEM;
	start_movers(threads, movers, ARRAY_SIZE(movers));
	return 0;
}
module_init(drivers_init);

MODULE_DESCRIPTION("Objects in use whose references move as those of drivers");
MODULE_LICENSE("GPL");
