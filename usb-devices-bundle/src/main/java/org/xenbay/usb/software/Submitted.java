// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import java.nio.ByteBuffer;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbSession.Completion;

/** A request that has not ended. */
public final class Submitted {

    private final UsbRequest request;
    private final Completion completion;
    private final Runnable ended;

    Submitted(UsbRequest request, Completion completion, Runnable ended) {
        this.request = request;
        this.completion = completion;
        this.ended = ended;
    }

    UsbRequest request() {
        return request;
    }

    /** @return the data to send, or room for data, from position to limit; a separate view */
    public ByteBuffer data() {
        return ((UsbRequest.Transfer) request).data().duplicate();
    }

    /** @return whether fewer bytes than its room are an error */
    boolean shortNotOk() {
        return request instanceof UsbRequest.Bulk bulk && bulk.shortNotOk()
                || request instanceof UsbRequest.Interrupt interrupt && interrupt.shortNotOk()
                || request instanceof UsbRequest.Control control && control.shortNotOk();
    }

    /**
     * @param bytes number of bytes received
     * @return how a transfer from the device ended
     */
    public UsbResult received(int bytes) {
        boolean tooShort = shortNotOk() && bytes < data().remaining();
        return UsbResult.of(tooShort ? UsbResult.Status.SHORT : UsbResult.Status.COMPLETED, bytes);
    }

    void complete(UsbResult result) {
        ended.run();
        completion.completed(result);
    }
}
