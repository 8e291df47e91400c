// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.List;

/**
 * A guest's additional rights in a folder.
 *
 * @param xattrs extended attributes that the guest may use beside the usual ones: whole names, or beginnings of names with
 *     {@code *}
 * @param users whether the guest's users have only the rights that these users have on the host; always so with {@link
 *     Squash}
 */
public record Privileges(List<String> xattrs, boolean users) {

    /** Nothing beyond the usual. */
    public static final Privileges USUAL = new Privileges(List.of(), false);
}
