/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included ahead of samples/kmemleak/kmemleak-test.c where the kernel has no
 * kmemleak_transient_leak(): the sample builds, its command has no effect.
 */
static inline void kmemleak_transient_leak(const void *ptr)
{
}
