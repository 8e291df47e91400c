// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The guest's programs use its device, as the contract demands that they can. Called on one thread. */
final class GuestUses {

    private final Supplier<GuestClient> client;
    private final Demands demands;
    private final Supplier<String> seen;
    private final GuestPrograms programs = new GuestPrograms();

    /**
     * @param client the driver of the guest of now
     * @param seen the device in words, for the message of a failure
     */
    GuestUses(Supplier<GuestClient> client, Demands demands, Supplier<String> seen) {
        this.client = client;
        this.demands = demands;
        this.seen = seen;
    }

    /** A program of the guest uses the device once. */
    void once() {
        CompletableFuture<Void> use = programs.once(client.get());
        demands.until(Rule.WORKS, "the guest's program did not end", use::isDone);
        Throwable failure = use.handle((done, thrown) -> thrown).join();
        if (failure != null) {
            fails(failure);
        }
    }

    /** A program of the guest starts to use its device, and may wait for the host. */
    void begin() {
        programs.once(client.get());
    }

    /**
     * A program of the guest tries to use its device, which may fail.
     *
     * @param closed whether the device is closed, or its guest has gone
     */
    void attempt(BooleanSupplier closed) {
        boolean[] over = new boolean[1];
        CompletableFuture<Void> use = programs.once(client.get());
        demands.until(
                Rule.SERVED_IN_ANY_ORDER,
                "it neither connects nor closes",
                () -> over[0] |= use.isDone() || closed.getAsBoolean());
    }

    /** @return a program of the guest that uses the device continuously */
    GuestPrograms.Busy onAndOn() {
        GuestPrograms.Busy busy = programs.onAndOn(client.get());
        await(busy, 1);
        return busy;
    }

    /** Waits until the busy program has used the device that many more times. */
    void await(GuestPrograms.Busy busy, int more) {
        int from = busy.uses();
        demands.until(
                Rule.WORKS, "the guest's program does not go on", () -> busy.failed() || busy.uses() >= from + more);
        Throwable failure = busy.failure();
        if (failure != null) {
            fails(failure);
        }
    }

    private void fails(Throwable failure) {
        demands.fails(Rule.WORKS, "the guest's program has failed: " + failure + ": " + seen.get(), failure);
    }

    /** Interrupts all programs. */
    void end() {
        programs.end();
    }
}
