// SPDX-License-Identifier: GPL-2.0-only
/*
 * For s390x in QEMU before 8.0, which takes an address of LARL that is more than 2 GB
 * away for one on the other side. The area of modules begins 2 GB below the kernel:
 * this module fills as much of it as the kernel is large.
 */
#include <linux/module.h>
#include <linux/sizes.h>

/* constant, so that no scan goes through it */
static const char far[SZ_8M] __used = { 1 };

static int __init far_init(void)
{
	return 0;
}
module_init(far_init);

MODULE_DESCRIPTION("Keep other modules less than 2 GB away from the kernel");
MODULE_LICENSE("GPL");
