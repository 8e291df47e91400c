// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/** What is expected of an extended attribute that is to be set. */
public enum XattrExistence {
    /** It may exist. */
    ANY,
    /** It must not exist: it is created. */
    ABSENT,
    /** It must exist: its value is replaced. */
    PRESENT
}
