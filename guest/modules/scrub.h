/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What returned functions left in registers and on the stack of a task would be
 * references for kmemleak. To be called last by what runs in a worker: it clears the
 * registers, if the compiler can, and otherwise sleeps until others have used them. Then
 * it overwrites the unused part of its stack.
 */
#include <linux/delay.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>

static noinline void fill_stack(size_t size, unsigned long value)
{
	unsigned long pad[32];

	memset_l(pad, value, ARRAY_SIZE(pad));
	barrier_data(pad);
	/* not all of it, the last quarter is for interrupts */
	if (size > sizeof(pad) && (unsigned long)__builtin_frame_address(0) -
	    (unsigned long)end_of_stack(current) > THREAD_SIZE / 4)
		fill_stack(size - sizeof(pad), value);
	barrier_data(pad);
}

#ifdef CONFIG_CC_HAS_ZERO_CALL_USED_REGS
__attribute__((__zero_call_used_regs__("all-gpr")))
#endif
static noinline void clear_registers(void)
{
	barrier();
}

static void leave_no_references(void)
{
	clear_registers();
	fsleep(100);
	fill_stack(THREAD_SIZE / 2, 0);
}
