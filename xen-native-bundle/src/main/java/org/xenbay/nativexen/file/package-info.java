// SPDX-License-Identifier: Apache-2.0
/**
 * Files of the host by system calls on descriptors ({@link org.xenbay.api.file.HostFiles}). Not exported.
 *
 * <p>A node is a descriptor opened with O_PATH. From a folder's descriptor one name is resolved at a time, without
 * following a link ({@link org.xenbay.nativexen.file.Resolver}). Operations that Linux does not have for such a descriptor
 * use {@code /proc/self/fd/N}, which leads to the same file even if it was renamed or removed.
 */
package org.xenbay.nativexen.file;
