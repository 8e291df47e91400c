// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.guest;

import org.xenbay.api.xen.SharedMemory;

/**
 * A guest's first console: made by the domain builder, known to the guest without XenStore.
 *
 * @param page the guest's view of the console page (xen/include/public/io/console.h), granted as reference 0
 * @param frame its guest frame number, which the toolstack writes to {@code console/ring-ref}
 * @param port the guest's event channel, which the toolstack writes to {@code console/port}
 */
public record PrimaryConsole(SharedMemory page, long frame, GuestPort port) {}
