// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many threads that sleep, each with a stack to scan.
 */
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/vmalloc.h>

static int count = 6000;
module_param(count, int, 0);

static struct task_struct **sleepers;

static int rcu_get(char *buffer, const struct kernel_param *kp)
{
	ktime_t start = ktime_get();

	synchronize_rcu();
	return sprintf(buffer, "%lld\n", ktime_ms_delta(ktime_get(), start));
}

static const struct kernel_param_ops rcu_ops = { .get = rcu_get };
module_param_cb(rcu_ms, &rcu_ops, NULL, 0400);
MODULE_PARM_DESC(rcu_ms, "Milliseconds that an RCU grace period takes");

static int sleep(void *unused)
{
	set_current_state(TASK_IDLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_IDLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int __init sleepers_init(void)
{
	int i;

	sleepers = vcalloc(count, sizeof(*sleepers));
	if (!sleepers)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		sleepers[i] = kthread_run(sleep, NULL, "sleeper");
		if (IS_ERR(sleepers[i]))
			return PTR_ERR(sleepers[i]);
	}
	return 0;
}
module_init(sleepers_init);

MODULE_DESCRIPTION("Threads that sleep");
MODULE_LICENSE("GPL");
