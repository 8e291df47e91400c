// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import java.nio.ByteBuffer;
import org.xenbay.api.usb.UsbSetup;

/** The specific part of a device. Called on the session's thread; may block on its own file. */
public interface DeviceFunction {

    /** Result of {@link #control}: the device does not know the request. */
    int STALL = -1;

    /** Resets the device: at the beginning of a session, when it is configured or reset. */
    void reset();

    /**
     * A class's or a vendor's request.
     *
     * @param setup its first stage
     * @param data its data, or room for the answer, from position to limit
     * @return number of bytes of the answer, or number of bytes taken; or {@link #STALL}
     */
    int control(UsbSetup setup, ByteBuffer data);

    /**
     * Transfers were submitted, or a halt was cleared: processes queued transfers.
     *
     * @param endpoints the queues
     */
    void run(Endpoints endpoints);
}
