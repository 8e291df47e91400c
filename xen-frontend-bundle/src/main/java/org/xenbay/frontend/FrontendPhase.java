// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import org.xenbay.api.device.XenbusState;

/** The phase of a frontend, and its reaction to each state of the backend. */
enum FrontendPhase {
    ABSENT,
    PROBED,
    PUBLISHED,
    FAILED,
    CLOSED,
    UNLOADING,
    UNLOADED,
    RELOADING,
    RESETTING;

    /** A frontend's reaction to a state of its backend. */
    enum Reaction {
        NONE,
        CLOSE,
        PUBLISH,
        CONNECT,
        FINISH_UNLOAD,
        BEGIN_RESET,
        FINISH_RESET
    }

    /**
     * @param backend the backend's state
     * @param traits of the driver
     */
    Reaction reaction(XenbusState backend, FrontendTraits traits) {
        boolean closing = backend == XenbusState.CLOSING || backend == XenbusState.CLOSED;
        return switch (this) {
            case PROBED, PUBLISHED, FAILED -> closing ? Reaction.CLOSE : whileOpen(backend, traits);
            case UNLOADING -> closing || backend == XenbusState.UNKNOWN ? Reaction.FINISH_UNLOAD : Reaction.NONE;
            case RELOADING ->
                backend == XenbusState.CONNECTED || backend == XenbusState.CLOSING
                        ? Reaction.NONE
                        : Reaction.BEGIN_RESET;
            case RESETTING -> closing ? Reaction.NONE : Reaction.FINISH_RESET;
            case ABSENT, CLOSED, UNLOADED -> Reaction.NONE;
        };
    }

    private Reaction whileOpen(XenbusState backend, FrontendTraits traits) {
        if (this == PROBED && traits.publishesNow(backend)) {
            return Reaction.PUBLISH;
        }
        return this == PUBLISHED && backend == XenbusState.CONNECTED ? Reaction.CONNECT : Reaction.NONE;
    }
}
