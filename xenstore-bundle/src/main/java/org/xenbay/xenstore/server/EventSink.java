// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

/**
 * The far end of a session. Called under the engine's lock: only takes note, never blocks and never calls the engine.
 */
interface EventSink {

    /** A watch has fired. */
    void fired(WatchEntry watch, String path);

    /** The engine has ended the session. */
    void lost(Loss why);

    /** Why a session ended without its owner's wish. */
    enum Loss {
        /** The daemon went away, or dropped the connection; the owner may come back. */
        DROPPED,
        /** The domain was released; there is nobody to come back. */
        RELEASED
    }
}
