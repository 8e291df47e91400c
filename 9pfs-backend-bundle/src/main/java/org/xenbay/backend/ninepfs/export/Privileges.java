// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.List;

/**
 * What a guest may do in a folder with the rights of the host's processes.
 *
 * @param xattrs extended attributes that it may use beside the usual ones; a whole name, or a beginning and {@code *}
 * @param users whether the guest's users have no other rights than these users have on the host; always so with {@link
 *     Squash}
 */
public record Privileges(List<String> xattrs, boolean users) {

    /** No more than usual. */
    public static final Privileges USUAL = new Privileges(List.of(), false);
}
