// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/** A privilege that a share's threads may need beyond creating, reading, writing, moving and removing the share's files. */
public enum Power {

    /** To give files to any user and group. */
    CHANGE_OWNERS,

    /** To make files of character and block devices. */
    MAKE_DEVICES,

    /** To use files with other users' rights (setfsuid(2)). */
    ACT_AS_OTHERS,

    /** To set extended attributes {@code trusted.*} and {@code security.*}. */
    PRIVILEGED_ATTRIBUTES
}
