// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import org.xenbay.api.usb.UsbEndpoint;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.ClearHalt;
import org.xenbay.api.usb.UsbRequest.Reset;
import org.xenbay.api.usb.UsbRequest.SetConfiguration;
import org.xenbay.api.usb.UsbRequest.SetInterface;
import org.xenbay.api.usb.UsbResult.Status;

/**
 * Carries out requests that change a device, and waits for them. Transfers that a change would end are cancelled and awaited
 * first: otherwise libusb interprets a transfer that the kernel ends as complete, or as a sign that the device is gone.
 */
final class Changes {

    /** How long a change waits for the transfers that it ends. */
    private static final long SETTLE_MILLIS = 5_000;

    private final Claim claim;
    private final Interfaces interfaces;
    private final TransferLimiter limiter;

    Changes(Claim claim, Interfaces interfaces, TransferLimiter limiter) {
        this.claim = claim;
        this.interfaces = interfaces;
        this.limiter = limiter;
    }

    /** @return how it ended */
    Status carryOut(UsbRequest change) throws InterruptedException {
        if (change instanceof SetConfiguration to) {
            return after(endpoint -> (endpoint & UsbEndpoint.NUMBER) != 0, () -> claim.setConfiguration(to.value()));
        }
        if (change instanceof SetInterface to) {
            Set<Integer> endpoints = interfaces.endpoints(claim.configuration(), to.number());
            return after(endpoints::contains, () -> claim.setInterface(to.number(), to.alternate()));
        }
        if (change instanceof ClearHalt clear) {
            return Statuses.ofChange(claim.clearHalt(clear.endpoint()));
        }
        if (change instanceof Reset) {
            return after(endpoint -> true, claim::reset);
        }
        throw new IllegalArgumentException("not a change: " + change);
    }

    private Status after(IntPredicate endpoints, IntSupplier change) throws InterruptedException {
        List<InFlightTransfer> ending = limiter.cancel(endpoints);
        return limiter.await(ending, SETTLE_MILLIS) ? Statuses.ofChange(change.getAsInt()) : Status.TIMEOUT;
    }
}
