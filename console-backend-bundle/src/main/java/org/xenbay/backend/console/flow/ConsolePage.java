// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.flow;

/** Layout of the page that guest and backend share (xen/include/public/io/console.h, struct xencons_interface). */
public final class ConsolePage {

    /** Ring from the backend to the guest. */
    public static final int IN = 0;

    /** Bytes of the ring to the guest. */
    public static final int IN_SIZE = 1024;

    /** Ring from the guest to the backend. */
    public static final int OUT = 1024;

    /** Bytes of the ring from the guest. */
    public static final int OUT_SIZE = 2048;

    /** Index up to where the guest has read. */
    public static final int IN_CONS = 3072;

    /** Index behind the backend's last byte. */
    public static final int IN_PROD = 3076;

    /** Index up to where the backend has read. */
    public static final int OUT_CONS = 3080;

    /** Index behind the guest's last byte. */
    public static final int OUT_PROD = 3084;

    /** One byte since Xen 4.21: the domain builder writes 1, the program that drains the ring 0. Before: padding. */
    public static final int CONNECTION = 3088;

    /** Value of the byte at {@link #CONNECTION}: the ring is drained. */
    public static final int CONNECTED = 0;

    private ConsolePage() {}
}
