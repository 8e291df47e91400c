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
 * One connection to a frontend. When the connection ends, the core releases everything that was taken through it, so a handler
 * cannot leak. A handler may release something earlier. On the device's executor only: IllegalStateException elsewhere.
 */
@ProviderType
public interface DeviceLink {

    /**
     * Reads parameters that the frontend published, in one transaction. The core remembers them. When the frontend publishes
     * other values later (as after a resume), the core ends this connection and makes a new one.
     *
     * @param names relative paths in the frontend's directory
     * @return their values
     */
    NodeValues frontend(String... names);

    /**
     * Identifies the connection, in this process and in a later one. It contains the names and values of the frontend's
     * parameters that were read through this link so far. A handler stores it, or its checksum, with the data that it keeps for
     * a process that adopts the connection.
     *
     * @return the same text for the same parameters
     * @throws IllegalStateException when no parameter was read yet
     */
    String fingerprint();

    /**
     * Maps pages that the frontend granted.
     *
     * @param access whether the memory is to be read only, or also written
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
     * @throws org.xenbay.api.xen.XenException when they cannot be mapped, or this domain lacks the privilege
     */
    SharedMemory mapForeign(long... frames);

    /**
     * Maps frames of the frontend's domain by number; a privilege of dom0. A backend maps memory that it only reads, such as a
     * guest's framebuffer, as read-only: a defect of the backend then cannot change the guest's memory.
     *
     * @param access whether the memory is to be read only, or also written; a store to read-only memory throws {@link
     *     java.nio.ReadOnlyBufferException}
     * @param frames guest frame numbers
     * @return the memory, contiguous
     * @throws org.xenbay.api.xen.XenException when they cannot be mapped, or this domain lacks the privilege
     * @throws UnsupportedOperationException by a test's link that has no such memory; never by the core's
     */
    default SharedMemory mapForeign(Access access, long... frames) {
        throw new UnsupportedOperationException("this link maps no frames for " + access);
    }

    /**
     * Binds an event channel of the frontend's. The first event comes at once.
     *
     * @param remotePort the frontend's port
     * @param onEvent runs on the device's executor for one or more events; the port is unmasked before the call, so the task
     *     reads the rings afterwards and misses no event
     * @return the channel
     * @throws org.xenbay.api.xen.XenException when it cannot be bound
     */
    EventChannel bind(int remotePort, DeviceContext.Task onEvent);

    /**
     * Binds an event channel of the frontend's for a device whose next request usually comes soon. As long as requests come
     * quickly, the executor polls for the next one for a while before it sleeps. The port is masked meanwhile, so that the
     * guest need not signal. The first event comes at once.
     *
     * @param remotePort the frontend's port
     * @param onEvent runs on the device's executor when there may be work; it has to ask the guest for a signal before it
     *     returns, as the next turn may come much later
     * @param work whether there is work; called on the device's executor many times, so it has to be cheap
     * @return the channel
     * @throws org.xenbay.api.xen.XenException when it cannot be bound
     */
    EventChannel bindPolling(int remotePort, DeviceContext.Task onEvent, BooleanSupplier work);

    /**
     * Binds an event channel of the frontend's for a handler that has its own threads. The device's executor would only add
     * another change of threads. The first event comes at once.
     *
     * @param remotePort the frontend's port
     * @param onEvent called on the thread that delivers all events. It must not block, and must not call what belongs on the
     *     device's executor. From then on the port stays masked until {@link EventChannel#unmask}; a guest's signals cost
     *     nothing meanwhile
     * @return the channel
     * @throws org.xenbay.api.xen.XenException when it cannot be bound
     */
    EventChannel bindOnEventThread(int remotePort, Runnable onEvent);

    /**
     * Copies between the frontend's granted pages and this process, by the hypervisor where it supports that, otherwise by
     * mapping.
     *
     * @param segments what to copy
     * @throws org.xenbay.api.xen.GrantException when any of them failed
     */
    void copy(List<GrantCopy> segments);
}
