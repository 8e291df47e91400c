// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a connection comes from that a handler is to serve. The core knows, and says so with each
 * {@link DeviceHandler#connect}; no handler has to find out.
 */
public sealed interface Origin {

    /** @return the connection begins */
    static Origin fresh() {
        return Fresh.INSTANCE;
    }

    /** @return the connection was served by an earlier process, which was killed */
    static Origin adopted() {
        return Adopted.INSTANCE;
    }

    /** The frontend has begun: its rings are empty, and nobody has served them. */
    enum Fresh implements Origin {
        /** The only value. */
        INSTANCE;

        @Override
        public String toString() {
            return "fresh";
        }
    }

    /**
     * An earlier process has served the connection, and has parked nothing: it was killed. The frontend is Connected and
     * goes on. What the earlier process had taken from the rings is known from the rings, and from what it kept in
     * {@link DeviceContext#persistentMemory} under the connection's {@link DeviceLink#fingerprint}.
     */
    enum Adopted implements Origin {
        /** The only value. */
        INSTANCE;

        @Override
        public String toString() {
            return "adopted";
        }
    }

    /**
     * A handler has served the connection and has parked it, in this process or in an earlier one. Mapping and binding
     * through the link gives what is mapped and bound already.
     */
    @ProviderType
    @FunctionalInterface
    non-sealed interface Resumed extends Origin {

        /**
         * Gives what the predecessor parked, the same each time. Until this is called and until the link's memory or
         * event channels are used, the handler has touched nothing: whatever it throws by then leaves the device parked,
         * for this backend's earlier version or another. So nodes and settings are looked at first. In
         * {@link DeviceHandler#connect} only.
         *
         * @return the predecessor's state
         * @throws IllegalStateException when the core does not wait for this call any more
         */
        Parked parked();
    }
}
