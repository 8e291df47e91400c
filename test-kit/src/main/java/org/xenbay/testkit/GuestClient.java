// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.concurrent.CompletableFuture;
import org.xenbay.frontend.XenbusFrontend;

/** A guest's driver of the device, and a program of the guest that uses it. */
public interface GuestClient extends AutoCloseable {

    /** Begins to look for the device. */
    void start();

    /** @return done when the driver is unloaded and the device is Closed */
    CompletableFuture<Void> unload();

    /** @return done when the driver has found the device again */
    CompletableFuture<Void> reload();

    /**
     * Uses the device once, and waits for the result.
     *
     * @throws Exception when the device does not do what it is for
     */
    void use() throws Exception;

    /** Frees the driver's pages and ports and writes nothing, as a guest that crashes. */
    @Override
    void close();

    /** A use of the device. */
    @FunctionalInterface
    interface Use {

        /** @throws Exception when the device does not do what it is for */
        void once() throws Exception;
    }

    /**
     * @param frontend the driver
     * @param use uses the device
     * @return both
     */
    static GuestClient of(XenbusFrontend frontend, Use use) {
        return new GuestClient() {
            @Override
            public void start() {
                frontend.start();
            }

            @Override
            public CompletableFuture<Void> unload() {
                return frontend.unload();
            }

            @Override
            public CompletableFuture<Void> reload() {
                return frontend.reload();
            }

            @Override
            public void use() throws Exception {
                use.once();
            }

            @Override
            public void close() {
                frontend.close();
            }
        };
    }
}
