// SPDX-License-Identifier: Apache-2.0
/**
 * Files of the host by system calls on descriptors ({@link org.xenbay.api.file.HostFiles}). Not exported.
 *
 * <p>A node is a descriptor opened with O_PATH. From a folder's descriptor one name is resolved at a time, without
 * following a link ({@link org.xenbay.nativexen.file.Resolver}). What Linux has no call for on such a descriptor is called
 * on {@code /proc/self/fd/N}, which leads to the very file whatever became of its names.
 */
package org.xenbay.nativexen.file;
