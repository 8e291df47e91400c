// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A device that was opened for one user. Methods may be called from any thread and return at once.
 *
 * <p>Every submitted request is completed exactly once, also when it is cancelled, when the device is unplugged, or when the
 * session is closed. Requests to one endpoint are carried out in the order of submission; requests that change the device
 * ({@link UsbRequest.SetConfiguration}, {@link UsbRequest.SetInterface}, {@link UsbRequest.ClearHalt}, {@link
 * UsbRequest.Reset}) in the order of submission among themselves. The two kinds are not ordered with each other: wait for the
 * completion of a change before you submit a request that needs it. A change of the configuration, of an interface and a reset
 * end the transfers that are under way on the endpoints concerned, as cancelled.
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
     * Submits a request.
     *
     * @param request what to do; its buffer belongs to the session until it is completed
     * @param completion called once with the result, perhaps before this method returns
     * @return a handle that cancels the request
     */
    Pending submit(UsbRequest request, Completion completion);

    /**
     * Replaces the listener for the device's removal: a backend that is replaced hands its sessions to its successor.
     *
     * @param listener called within this method if the device is gone already
     */
    void listen(Listener listener);

    /**
     * Ends the session: requests under way are cancelled and completed; then a device of the host returns to the host's
     * drivers, in its first configuration, and reset if it was used. Returns at once; closing twice is harmless.
     */
    @Override
    void close();

    /**
     * @return completes, never with a failure, when the session is closed and the device can be opened again; the same future
     *     for each call. Completed on any thread
     */
    CompletableFuture<Void> closed();

    /** A request that was submitted. */
    @ConsumerType
    interface Pending {

        /**
         * Cancels the request. It soon completes with {@link UsbResult.Status#CANCELLED}, or with its own result if it ends
         * first. A second or a late call is harmless. From any thread; returns at once.
         */
        void cancel();
    }

    /** Called with the result of a request. */
    @ProviderType
    @FunctionalInterface
    interface Completion {

        /**
         * The request has ended, and its buffer belongs to the submitter again. Called on any thread, also within {@link
         * #submit} and {@link Pending#cancel}: hold no lock during those calls that this method needs. Has to return at once.
         * It may call the session, but usually it passes the result to the submitter's own thread.
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
         * The device was unplugged, or has become another device. Called at most once, on any thread, and not after the session
         * is closed; has to return at once. Requests under way are completed, before or after this call. The session still has
         * to be closed.
         */
        void gone();
    }
}
