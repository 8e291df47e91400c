// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A device that was taken for one user. Methods may be called from any thread and return at once.
 *
 * <p>Every request that was submitted is completed exactly once, whatever happens: also when it is cancelled, the device
 * goes or the session is closed. Requests to one endpoint are carried out in the order of submission; those that change
 * the device ({@link UsbRequest.SetConfiguration}, {@link UsbRequest.SetInterface}, {@link UsbRequest.ClearHalt},
 * {@link UsbRequest.Reset}) in the order of submission among themselves. Nothing orders the two kinds: wait for a change
 * to be completed before submitting what needs it. A change of the configuration, of an interface and a reset end the
 * transfers that are under way on the endpoints concerned, as cancelled.
 */
@ConsumerType
public interface UsbSession extends AutoCloseable {

    /** Most requests under way at a time; one more is {@link UsbResult.Status#REJECTED}. */
    int MAX_REQUESTS = 128;

    /** Most bytes of one request. */
    int MAX_LENGTH = 1 << 20;

    /** Most bytes of all requests under way together; a request beyond it is {@link UsbResult.Status#REJECTED}. */
    int MAX_BYTES = 4 << 20;

    /** Most packets of an isochronous request. */
    int MAX_PACKETS = 128;

    /**
     * Begins a request.
     *
     * @param request what to do; its buffer belongs to the session until it is completed
     * @param completion told once how it ended, perhaps before this returns
     * @return to cancel it by
     */
    Pending submit(UsbRequest request, Completion completion);

    /**
     * Sets the listener of the device's departure from now on, in place of the one before: a backend that is replaced hands
     * its sessions to its successor.
     *
     * @param listener told within this call if the device has gone already
     */
    void listen(Listener listener);

    /**
     * Ends the session: requests under way are cancelled and completed; then the host's drivers get a device of the host
     * back, in its first configuration and reset if it was used. Returns at once; closing twice is harmless.
     */
    @Override
    void close();

    /**
     * @return done, never with a failure, when the session is closed and the device can be opened again: the same future
     *     for each call. Completed on any thread
     */
    CompletableFuture<Void> closed();

    /** A request that was submitted. */
    @ConsumerType
    interface Pending {

        /**
         * Asks for the request to end. It is completed with {@link UsbResult.Status#CANCELLED} soon, or as it would have
         * been if it was faster; asking again, or too late, is harmless. Any thread; returns at once.
         */
        void cancel();
    }

    /** Called with the result of a request. */
    @ProviderType
    @FunctionalInterface
    interface Completion {

        /**
         * The request has ended, and its buffer is the submitter's again. Called on any thread, also within
         * {@link #submit} and {@link Pending#cancel}: hold no lock then that this needs. Returns at once; the session may
         * be called, but hops to the submitter's own thread are the rule.
         *
         * @param result how it ended
         */
        void completed(UsbResult result);
    }

    /** Called when the device has gone. */
    @ProviderType
    @FunctionalInterface
    interface Listener {

        /**
         * The device was unplugged, or no longer answers as the one it was. Called at most once, on any thread, not after
         * the session is closed; returns at once. Requests under way are completed, before or after this call. The session is
         * still to be closed.
         */
        void gone();
    }
}
