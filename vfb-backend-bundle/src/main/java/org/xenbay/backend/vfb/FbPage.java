// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import org.xenbay.api.ring.EventRingLayout;

/**
 * Layout of the page that guest and backend share, and of the events in it (xen/include/public/io/fbif.h). Numbers are in the
 * machine's byte order; other bytes are zero.
 */
final class FbPage {

    static final int SIZE = 4096;

    /** Bytes of an event. */
    static final int EVENT_SIZE = 40;

    private static final int IN_CONS = 0;
    private static final int IN_PROD = 4;
    private static final int OUT_CONS = 8;
    private static final int OUT_PROD = 12;

    static final int WIDTH = 16;
    static final int HEIGHT = 20;
    static final int LINE_LENGTH = 24;
    static final int MEM_LENGTH = 28;
    /** One byte. */
    static final int DEPTH = 32;

    /** Events to the guest. */
    static final EventRingLayout IN = new EventRingLayout(1024, EVENT_SIZE, 25, IN_CONS, IN_PROD);

    /** Events of the guest. */
    static final EventRingLayout OUT = new EventRingLayout(2048, EVENT_SIZE, 51, OUT_CONS, OUT_PROD);

    /** End of the directory of pages: there the ring of events to the guest begins. */
    static final int DIRECTORY_END = 1024;

    private FbPage() {}
}
