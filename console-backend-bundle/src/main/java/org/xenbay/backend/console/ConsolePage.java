// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

/** Layout of the page that guest and backend share (xen/include/public/io/console.h, struct xencons_interface). */
final class ConsolePage {

    /** Ring from the backend to the guest. */
    static final int IN = 0;

    static final int IN_SIZE = 1024;

    /** Ring from the guest to the backend. */
    static final int OUT = 1024;

    static final int OUT_SIZE = 2048;

    static final int IN_CONS = 3072;
    static final int IN_PROD = 3076;
    static final int OUT_CONS = 3080;
    static final int OUT_PROD = 3084;

    /** One byte since Xen 4.21: 1 as the domain builder left it, 0 once somebody drains the ring. Before: padding. */
    static final int CONNECTION = 3088;

    static final int CONNECTED = 0;

    private ConsolePage() {}
}
