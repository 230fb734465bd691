/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included ahead of lib/test_kmemleak.c where the kernel has no
 * kmemleak_transient_leak(): the module builds, its command has no effect.
 */
static inline void kmemleak_transient_leak(const void *ptr)
{
}
