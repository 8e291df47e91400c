// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/**
 * One connection to a frontend. All that is taken through it is given back by the core when the connection ends, so a
 * handler cannot leak; closing something earlier is allowed. On the device's executor only: IllegalStateException elsewhere.
 */
@ProviderType
public interface DeviceLink {

    /**
     * Reads parameters that the frontend published, all at one moment. The core remembers them: when the frontend
     * publishes others later (as after a resume), it ends this connection and makes a new one.
     *
     * @param names relative paths in the frontend's directory
     * @return their values
     */
    NodeValues frontend(String... names);

    /**
     * By what the connection is known again, in this process and in a later one: names and values of the parameters that the
     * frontend published, of those that were read through this link so far. A handler keeps it, or a checksum of it, beside
     * what it keeps for a process that adopts the connection.
     *
     * @return the same text for the same parameters
     * @throws IllegalStateException when no parameter was read yet
     */
    String fingerprint();

    /**
     * Maps pages that the frontend granted.
     *
     * @param access what for
     * @param references grant references, in order
     * @return the memory, contiguous
     * @throws org.xenbay.api.xen.GrantException when any of them cannot be mapped
     */
    SharedMemory map(Access access, int... references);

    /**
     * Maps frames of the frontend's domain by number, to be read and written; a privilege of dom0.
     *
     * @param frames guest frame numbers
     * @return the memory, contiguous
     * @throws org.xenbay.api.xen.XenException when they cannot be mapped, or this domain may not
     */
    SharedMemory mapForeign(long... frames);

    /**
     * Maps frames of the frontend's domain by number; a privilege of dom0. What a backend only looks at, such as a guest's
     * framebuffer, is mapped to be read: then no defect of the backend can change the guest's memory.
     *
     * @param access what for: a store to memory mapped to be read is a {@link java.nio.ReadOnlyBufferException}
     * @param frames guest frame numbers
     * @return the memory, contiguous
     * @throws org.xenbay.api.xen.XenException when they cannot be mapped, or this domain may not
     * @throws UnsupportedOperationException by a link of a test that has no such memory; never by the core's
     */
    default SharedMemory mapForeign(Access access, long... frames) {
        throw new UnsupportedOperationException("this link maps no frames for " + access);
    }

    /**
     * Binds an event channel of the frontend's. The first event comes at once.
     *
     * @param remotePort the frontend's port
     * @param onEvent runs on the device's executor for one or more events; the port is open for new ones already, so
     *     look at the rings after being called, not before
     * @return the channel
     * @throws org.xenbay.api.xen.XenException when it cannot be bound
     */
    EventChannel bind(int remotePort, DeviceContext.Task onEvent);

    /**
     * Binds an event channel of the frontend's for a device whose next request is worth waiting for: the executor polls for
     * that request for a while before it sleeps, as long as requests come quickly. The port is masked meanwhile, so that the
     * guest need not signal. The first event comes at once.
     *
     * @param remotePort the frontend's port
     * @param onEvent runs on the device's executor when there may be something to do; it is to ask the guest for a signal
     *     before it returns, as it may be long until the next turn
     * @param work whether there is something to do: asked on the device's executor, again and again, and so to be cheap
     * @return the channel
     * @throws org.xenbay.api.xen.XenException when it cannot be bound
     */
    EventChannel bindPolling(int remotePort, DeviceContext.Task onEvent, BooleanSupplier work);

    /**
     * Binds an event channel of the frontend's for a handler with threads of its own, to which the device's executor would
     * add one more change of threads. The first event comes at once.
     *
     * @param remotePort the frontend's port
     * @param onEvent told on the thread that pumps events: it must not block, and counts on nothing of the executor's. The
     *     port stays masked from then on until {@link EventChannel#unmask}; while it is, the guest costs nothing by
     *     signalling
     * @return the channel
     * @throws org.xenbay.api.xen.XenException when it cannot be bound
     */
    EventChannel bindOnEventThread(int remotePort, Runnable onEvent);

    /**
     * Copies between the frontend's granted pages and this process, by the hypervisor where it can, else by mapping.
     *
     * @param segments what to copy
     * @throws org.xenbay.api.xen.GrantException when any of them failed
     */
    void copy(List<GrantCopy> segments);
}
