// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/** Whether an extended attribute that is set may or must exist before. */
public enum XattrExistence {
    /** It may exist. */
    ANY,
    /** It must not exist: it is created. */
    ABSENT,
    /** It must exist: its value is replaced. */
    PRESENT
}
