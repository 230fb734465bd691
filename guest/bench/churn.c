// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects in use whose references never rest, in the ways that kernel code moves
 * them, and some that leak.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/sort.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>
#include "movers.h"

#define CHURN_PLACES	40000
#define CHURN_SLOTS	1000
#define CHURN_OTHERS	200
#define CHURN_LEAKS	100

struct churn_object {
	struct list_head list;
	struct rcu_head rcu;
	unsigned int key;
};

enum churn_kind { SLOT, LIST, REPLACED, REGISTER, SORT, LEAK, NR_KINDS };

static struct kmem_cache *churn_caches[NR_KINDS];

/* so many and so large that a scan comes by at quite different times */
static struct churn_place {
	struct churn_object *slot;
	struct list_head list;
	struct churn_object __rcu *replaced;
	struct churn_object *held;
	char pad[960];
} **churn_places;

/* where they are */
static unsigned int churn_slots[CHURN_SLOTS];
static unsigned int churn_lists[CHURN_OTHERS];
static unsigned int churn_replaced[CHURN_OTHERS];
static unsigned int churn_held[CHURN_OTHERS];

static struct churn_element {
	struct churn_object *object;
	char pad[PAGE_SIZE - sizeof(void *)];
} *churn_sorted;

/* the complements of their addresses, no references */
static unsigned long churn_leaks[CHURN_LEAKS];

static struct churn_object *churn_new(enum churn_kind kind)
{
	struct churn_object *object;

	object = kmem_cache_zalloc(churn_caches[kind], GFP_KERNEL);
	if (object)
		object->key = get_random_u32();
	return object;
}

static struct churn_place *random_place(unsigned int *n)
{
	*n = get_random_u32_below(CHURN_PLACES);
	return churn_places[*n];
}

/* the only reference goes from one place to another, 11 times a second each */
static void move_slots(void)
{
	int i;

	for (i = 0; i < CHURN_SLOTS * 11 / 100; i++) {
		unsigned int *n = &churn_slots[get_random_u32_below(CHURN_SLOTS)];
		unsigned int new;
		struct churn_place *from = churn_places[*n];
		struct churn_place *to = random_place(&new);

		if (to->slot)
			continue;
		WRITE_ONCE(to->slot, from->slot);
		WRITE_ONCE(from->slot, NULL);
		*n = new;
	}
}

static void move_lists(void)
{
	int i;

	for (i = 0; i < CHURN_OTHERS * 11 / 100; i++) {
		unsigned int *n = &churn_lists[get_random_u32_below(CHURN_OTHERS)];
		struct churn_place *from = churn_places[*n];

		if (!list_empty(&from->list))
			list_move(from->list.next, &random_place(n)->list);
	}
}

static void replace_pointers(void)
{
	int i;

	for (i = 0; i < CHURN_OTHERS * 11 / 100; i++) {
		unsigned int n = get_random_u32_below(CHURN_OTHERS);
		struct churn_place *place = churn_places[churn_replaced[n]];
		struct churn_object *old, *new = churn_new(REPLACED);

		if (!new)
			return;
		old = rcu_dereference_protected(place->replaced, true);
		rcu_assign_pointer(place->replaced, new);
		kfree_rcu(old, rcu);
	}
}

/* nowhere in memory for 50 microseconds, as in a loop over a queue */
static void hold_in_register(void)
{
	int i;

	for (i = 0; i < CHURN_OTHERS * 11 / 100; i++) {
		unsigned int *n = &churn_held[get_random_u32_below(CHURN_OTHERS)];
		unsigned int new;
		struct churn_place *from = churn_places[*n];
		struct churn_place *to = random_place(&new);
		struct churn_object *object = from->held;

		if (to->held)
			continue;
		WRITE_ONCE(from->held, NULL);
		asm volatile("" : "+r" (object));
		udelay(50);
		asm volatile("" : "+r" (object));
		WRITE_ONCE(to->held, object);
		*n = new;
	}
}

static int compare(const void *left, const void *right)
{
	const struct churn_element *l = left;
	const struct churn_element *r = right;

	if (l->object->key == r->object->key)
		return 0;
	return l->object->key < r->object->key ? -1 : 1;
}

static void swap_pointers(void *left, void *right, int size)
{
	swap(((struct churn_element *)left)->object,
	     ((struct churn_element *)right)->object);
}

static void sort_pointers(void)
{
	int i;

	for (i = 0; i < CHURN_OTHERS; i++)
		churn_sorted[i].object->key = get_random_u32();
	sort(churn_sorted, CHURN_OTHERS, sizeof(*churn_sorted), compare,
	     swap_pointers);
}

static void (*const churn_movers[])(void) = {
	move_slots, move_lists, replace_pointers, hold_in_register, sort_pointers,
};
static struct task_struct *churn_threads[ARRAY_SIZE(churn_movers)];

static int churn_fill(void)
{
	int i;

	churn_places = vzalloc(CHURN_PLACES * sizeof(*churn_places));
	churn_sorted = vzalloc(CHURN_OTHERS * sizeof(*churn_sorted));
	if (!churn_places || !churn_sorted)
		return -ENOMEM;
	for (i = 0; i < CHURN_PLACES; i++) {
		churn_places[i] = kzalloc(sizeof(**churn_places), GFP_KERNEL);
		if (!churn_places[i])
			return -ENOMEM;
		INIT_LIST_HEAD(&churn_places[i]->list);
	}

	/*
	 * Now memory is fresh, there are no old pointers to what once was there.
	 * What comes next overwrites those on the stack.
	 */
	for (i = 0; i < CHURN_LEAKS; i++)
		churn_leaks[i] = ~(unsigned long)churn_new(LEAK);

	for (i = 0; i < CHURN_SLOTS; i++) {
		churn_slots[i] = i * (CHURN_PLACES / CHURN_SLOTS);
		churn_places[churn_slots[i]]->slot = churn_new(SLOT);
	}
	for (i = 0; i < CHURN_OTHERS; i++) {
		unsigned int n = i * (CHURN_PLACES / CHURN_OTHERS);

		list_add(&churn_new(LIST)->list, &churn_places[n]->list);
		RCU_INIT_POINTER(churn_places[n]->replaced, churn_new(REPLACED));
		churn_places[n]->held = churn_new(REGISTER);
		churn_lists[i] = n;
		churn_replaced[i] = n;
		churn_held[i] = n;
		churn_sorted[i].object = churn_new(SORT);
	}
	return 0;
}

static int __init churn_init(void)
{
	create_caches(churn_caches, NR_KINDS);
	if (churn_fill())
		return -ENOMEM;
	start_movers(churn_threads, churn_movers, ARRAY_SIZE(churn_movers));
	return 0;
}
module_init(churn_init);

/* Nothing is left: old pointers to leaks would come and go in later tests. */
static void __exit churn_exit(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(churn_movers); i++)
		if (!IS_ERR_OR_NULL(churn_threads[i]))
			kthread_stop(churn_threads[i]);
	for (i = 0; i < CHURN_PLACES; i++) {
		struct churn_place *place = churn_places[i];
		struct churn_object *object, *next;

		list_for_each_entry_safe(object, next, &place->list, list)
			kfree(object);
		kfree(place->slot);
		kfree(rcu_dereference_protected(place->replaced, true));
		kfree(place->held);
		kfree(place);
	}
	for (i = 0; i < CHURN_OTHERS; i++)
		kfree(churn_sorted[i].object);
	for (i = 0; i < CHURN_LEAKS; i++)
		kfree((void *)~churn_leaks[i]);
	vfree(churn_sorted);
	vfree(churn_places);
	for (i = 0; i < NR_KINDS; i++)
		kmem_cache_destroy(churn_caches[i]);
}
module_exit(churn_exit);

MODULE_DESCRIPTION("References on the move, for kmemleak");
MODULE_LICENSE("GPL");
