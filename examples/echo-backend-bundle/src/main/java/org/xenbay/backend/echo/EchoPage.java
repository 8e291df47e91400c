// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

/**
 * Places in the page that backend and frontend share: a ring of bytes {@code out} from the guest, one {@code in} to the guest,
 * and the rings' indices. Offsets and lengths are in bytes.
 */
public final class EchoPage {

    /** Bytes of a ring. */
    public static final int RING = 1024;

    /** Where the ring from the guest begins. */
    public static final int OUT = 0;

    /** Where the ring to the guest begins. */
    public static final int IN = 1024;

    /** Consumer index of the ring to the guest: the guest writes here how far it has read. */
    public static final int IN_CONS = 2048;

    /** Producer index of the ring to the guest: the backend writes here how far it has written. */
    public static final int IN_PROD = 2052;

    /** Consumer index of the ring from the guest: the backend writes here how far it has read. */
    public static final int OUT_CONS = 2056;

    /** Producer index of the ring from the guest: the guest writes here how far it has written. */
    public static final int OUT_PROD = 2060;

    private EchoPage() {}
}
