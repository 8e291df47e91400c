// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.frontend.FrontendDriver;
import org.xenbay.frontend.FrontendLink;
import org.xenbay.frontend.FrontendTraits;

/** The frontend's part of {@link PingBackend}'s device. */
final class PingFrontend implements FrontendDriver {

    private volatile IntConsumer onAnswers = number -> {};
    private volatile int answered;
    private volatile @Nullable GuestPort port;
    private volatile @Nullable SharedMemory page;
    private int sent;

    /** @param told called with the number of answered requests, on the guest's thread */
    void onAnswers(IntConsumer told) {
        onAnswers = told;
    }

    @Override
    public FrontendTraits traits() {
        return FrontendTraits.eager(PingBackend.TYPE);
    }

    @Override
    public Map<String, String> publish(FrontendLink link) {
        GrantedPages granted = link.grant(1, true);
        SharedMemory memory = granted.memory();
        GuestPort opened = link.port(() -> answers(memory));
        page = memory;
        port = opened;
        return Map.of(
                "ring-ref",
                Integer.toString(granted.references()[0]),
                "event-channel",
                Integer.toString(opened.number()));
    }

    private void answers(SharedMemory memory) {
        int number = memory.getIntAcquire(PingBackend.ANSWERS);
        onAnswers.accept(number);
        answered = number;
    }

    /** @return the number of its last answered request; the first has number 1 */
    int answered() {
        return answered;
    }

    /**
     * Sends a request. By one thread.
     *
     * @return its number
     */
    int send() {
        sent++;
        Objects.requireNonNull(page).putIntRelease(PingBackend.REQUESTS, sent);
        Objects.requireNonNull(port).signal();
        return sent;
    }
}
