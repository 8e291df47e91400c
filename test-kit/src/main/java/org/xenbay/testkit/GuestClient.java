// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.xenbay.frontend.XenbusFrontend;

/** A guest's driver of the device, and a program of the guest that uses it. */
public interface GuestClient extends AutoCloseable {

    /** Begins to look for the device. */
    void start();

    /** @return completes when the driver is unloaded and the device is Closed */
    CompletableFuture<Void> unload();

    /** @return completes when the driver has found the device again */
    CompletableFuture<Void> reload();

    /**
     * Uses the device once, and waits for the result.
     *
     * @throws Exception when the device does not work
     */
    void use() throws Exception;

    /** Frees the driver's pages and ports and writes nothing, like a guest that crashes. */
    @Override
    void close();

    /** A use of the device. */
    @FunctionalInterface
    interface Use {

        /** @throws Exception when the device does not work */
        void once() throws Exception;
    }

    /**
     * @param frontend the driver
     * @param use uses the device
     * @return both
     */
    static GuestClient of(XenbusFrontend frontend, Use use) {
        return of(frontend::start, frontend::unload, frontend::reload, frontend::close, use);
    }

    /**
     * @param start see {@link #start}
     * @param unload see {@link #unload}
     * @param reload see {@link #reload}
     * @param close see {@link #close}
     * @param use one use of the device by a program
     * @return a client of these parts
     */
    static GuestClient of(
            Runnable start,
            Supplier<CompletableFuture<Void>> unload,
            Supplier<CompletableFuture<Void>> reload,
            Runnable close,
            Use use) {
        return new GuestClient() {
            @Override
            public void start() {
                start.run();
            }

            @Override
            public CompletableFuture<Void> unload() {
                return unload.get();
            }

            @Override
            public CompletableFuture<Void> reload() {
                return reload.get();
            }

            @Override
            public void use() throws Exception {
                use.once();
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }
}
