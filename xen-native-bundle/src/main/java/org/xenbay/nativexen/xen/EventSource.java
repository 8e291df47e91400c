// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

/** Where events come from. One thread at a time waits and reads; any thread wakes it. */
interface EventSource {

    /**
     * Waits until there are events, or {@link #wake} was called.
     *
     * @return false when it cannot be waited any more
     */
    boolean await();

    /**
     * Takes ports that have events.
     *
     * @param ports gets them
     * @return how many; 0 when there are none, {@link #LOST} when events were lost, {@link #FAILED} when it cannot be read any more
     */
    int read(int[] ports);

    /** Events were lost, it is not known whose. */
    int LOST = -1;

    /** Nothing can be read any more. */
    int FAILED = -2;

    /** Ends a wait, now or the next one. */
    void wake();

    /** Frees what a wait needs; nobody may wait any more. */
    void close();
}
