// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

/** What is true of a viewer; the order is a part of the journal's format. */
enum Fact {
    /** It has asked for an update and not got one. */
    ASKED,
    /** It wanted another size, and has not heard that it cannot have it. */
    REFUSED,
    /** It wants updates without requests. */
    CONTINUOUS,
    /** It was told of fences, or will be by a message that waits. */
    TOLD_FENCES,
    /** It was told of continuous updates, or will be by a message that waits. */
    TOLD_CONTINUOUS,
    /** It was told that keys may come by their place. */
    TOLD_KEYS,
    /** It was told the layout of screens. */
    TOLD_LAYOUT,
    /** It has the beginning of Tight's zlib stream. */
    TIGHT_BEGUN,
    /** It has the beginning of ZRLE's zlib stream. */
    ZRLE_BEGUN
}
