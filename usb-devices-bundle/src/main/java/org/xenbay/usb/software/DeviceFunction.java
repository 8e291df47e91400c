// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import java.nio.ByteBuffer;
import org.xenbay.api.usb.UsbSetup;

/** What a device does, beyond what all devices do. Called by one thread, that of its session; may block for its own file. */
public interface DeviceFunction {

    /** Result of {@link #control}: the device does not know the request. */
    int STALL = -1;

    /** The device forgets everything: at the beginning of a session, when it is configured or reset. */
    void reset();

    /**
     * A class's or a vendor's request.
     *
     * @param setup its first stage
     * @param data what came with it, or room for what goes back, from position to limit
     * @return number of bytes that went back or were taken, or {@link #STALL}
     */
    int control(UsbSetup setup, ByteBuffer data);

    /**
     * Transfers were submitted, or a halt was cleared: does what can be done with what is queued.
     *
     * @param endpoints the queues
     */
    void run(Endpoints endpoints);
}
