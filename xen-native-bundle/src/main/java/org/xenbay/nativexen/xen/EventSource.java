// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

/** A source of events. One thread at a time waits and reads; any thread wakes it. */
interface EventSource {

    /**
     * Waits until there are events, or {@link #wake} was called.
     *
     * @return false when waiting is not possible any more
     */
    boolean await();

    /**
     * Takes ports that have events.
     *
     * @param ports receives them
     * @return number of ports; 0 without events, {@link #LOST} when events were lost, {@link #FAILED} when reading is not
     *     possible any more
     */
    int read(int[] ports);

    /** Events of unknown ports were lost. */
    int LOST = -1;

    /** No more read is possible. */
    int FAILED = -2;

    /** Ends the present wait, or the next one. */
    void wake();

    /** Frees the resources of waits; no thread may wait any more. */
    void close();
}
