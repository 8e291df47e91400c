// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The last minutes of one device: what happened to it, its latest requests, and how many there were. It is bounded, it survives a kill of
 * the process, and operators see it ({@code xenbay history}). From any thread, without waiting for anything but a store to memory.
 *
 * <p>Nothing in it may be data of the guest: no content of files, of a screen, of a console or of a USB device, no key that was pressed,
 * and no name that the guest chose.
 */
@ProviderType
public interface DeviceHistory {

    /** Keeps nothing. */
    DeviceHistory NONE = new DeviceHistory() {
        @Override
        public void request(String kind, long subject, long bytes, int error, long nanos) {
            // there is no room for it
        }

        @Override
        public void note(String text) {
            // there is no room for it
        }
    };

    /** Characters of a kind of request that are kept. */
    int MAX_KIND = 12;

    /**
     * Records a request that has been answered. It allocates nothing.
     *
     * @param kind the kind of the request in the protocol's words, such as {@code Tread}: ASCII letters, of which {@link #MAX_KIND} are kept
     * @param subject the number of what the request was about, such as a fid or an endpoint; -1 when there is none
     * @param bytes of data that it moved, in either direction
     * @param error the protocol's number of the error that answered it; 0 for success
     * @param nanos from its arrival to its answer, in nanoseconds
     */
    void request(String kind, long subject, long bytes, int error, long nanos);

    /**
     * Records something that an operator would want to know afterwards.
     *
     * @param text one line; about 500 bytes of it are kept
     */
    void note(String text);
}
