// SPDX-License-Identifier: Apache-2.0
/**
 * The C library and the kernel's numbers, for all bundles: the only place where functions of the C library are bound, and
 * where numbers of the kernel's binary interface are written, except those of single devices.
 *
 * <p>Functions are mapped directly (JNA's {@code Native.register}), in groups: if this host's C library lacks a group, the
 * other groups stay usable. Numbers are those of x86-64 and aarch64; where the two differ, {@link
 * org.xenbay.nativexen.libc.Machine} and {@link org.xenbay.nativexen.libc.SystemCall} have both. Error numbers and their names
 * are {@link org.xenbay.api.file.Errno}'s. For this bundle, and for the bundles of the host's USB and input devices.
 */
@Export
@Version("1.2.0")
package org.xenbay.nativexen.libc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
