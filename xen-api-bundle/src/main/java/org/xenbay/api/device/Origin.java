// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Says where a connection comes from. The core knows it and passes it to each {@link DeviceHandler#connect}, so that no handler
 * has to find out.
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

    /** A new connection: the frontend has just published it, its rings are empty, and no backend has served them. */
    enum Fresh implements Origin {
        /** The only value. */
        INSTANCE;

        @Override
        public String toString() {
            return "fresh";
        }
    }

    /**
     * An earlier process served the connection and was killed, so it parked nothing. The frontend is still Connected. The
     * handler learns from the rings what the earlier process had taken, and from what that process stored in {@link
     * DeviceContext#persistentMemory} with the connection's {@link DeviceLink#fingerprint}.
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
     * A handler served the connection and parked it, in this process or in an earlier one. When the new handler maps and binds
     * through the link, it gets the memory and the channels that are mapped and bound already.
     */
    @ProviderType
    @FunctionalInterface
    non-sealed interface Resumed extends Origin {

        /**
         * Returns what the predecessor parked, the same object each time. As long as the handler has neither called this nor
         * used the link's memory or event channels, any exception leaves the device parked, for this backend's earlier version
         * or another one. A handler therefore checks nodes and settings first. In {@link DeviceHandler#connect} only.
         *
         * @return the predecessor's state
         * @throws IllegalStateException when the core has given up this call of {@code connect}
         */
        Parked parked();
    }
}
