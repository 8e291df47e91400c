// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/** What a thread that serves a share can need beyond making, reading, writing, moving and removing its files. */
public enum Power {

    /** To give files to any user and group. */
    CHANGE_OWNERS,

    /** To make files of character and block devices. */
    MAKE_DEVICES,

    /** To use files with the rights of other users (setfsuid(2)). */
    ACT_AS_OTHERS,

    /** To set extended attributes {@code trusted.*} and {@code security.*}. */
    PRIVILEGED_ATTRIBUTES
}
