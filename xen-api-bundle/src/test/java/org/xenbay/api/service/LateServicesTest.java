// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LateServicesTest {

    private static final String NONE = "none";

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> arrivals = new ArrayBlockingQueue<>(10);
    private final BlockingQueue<String> returns = new ArrayBlockingQueue<>(10);
    /** Each question is answered by the code that takes it: the test decides when. */
    private final SynchronousQueue<CompletableFuture<String>> questions = new SynchronousQueue<>();

    private final LateServices<String, String> services =
            new LateServices<>(this::arrived, (reference, service) -> events.add(service + " left"));

    private void arrived(String reference, String service) {
        events.add(service + " of " + reference);
        arrivals.add(service);
    }

    private void giveBack(String service) {
        events.add(service + " given back");
        returns.add(service);
    }

    /** A service that is not available at first. */
    private void addLate() {
        boolean[] asked = {false};
        services.add(
                "a",
                () -> {
                    if (!asked[0]) {
                        asked[0] = true;
                        return null;
                    }
                    return answer();
                },
                this::giveBack);
    }

    private String answer() {
        try {
            CompletableFuture<String> answer = new CompletableFuture<>();
            questions.put(answer);
            String given = answer.get();
            return given.equals(NONE) ? null : given;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private CompletableFuture<String> question() throws InterruptedException {
        return questions.take();
    }

    @Test
    void whatIsThereArrivesAtOnce() {
        services.add("a", () -> "one", this::giveBack);
        services.remove("a");

        assertThat(events).containsExactly("one of a", "one left", "one given back");
    }

    @Test
    void whatCannotBeHadYetArrivesWhenItCan() throws Exception {
        addLate();
        question().complete(NONE);
        question().complete(NONE);
        question().complete("one");

        assertThat(arrivals.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
        services.remove("a");
        assertThat(events).containsExactly("one of a", "one left", "one given back");
    }

    @Test
    void whatIsRemovedBeforeItCouldBeHadNeverArrives() throws Exception {
        addLate();
        CompletableFuture<String> question = question();
        services.remove("a");
        question.complete("one");

        assertThat(returns.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
        assertThat(events).containsExactly("one given back");
    }

    @Test
    void afterTheEndNothingArrivesAndWhatHasArrivedStillLeaves() throws Exception {
        services.add("b", () -> "two", this::giveBack);
        addLate();
        CompletableFuture<String> question = question();
        services.close();
        question.complete("one");

        assertThat(returns.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
        services.remove("a");
        services.remove("b");
        assertThat(events).containsExactly("two of b", "one given back", "two left", "two given back");
    }

    @Test
    void nothingIsLeftOfWhatWasNeverAdded() {
        services.remove("c");

        assertThat(events).isEmpty();
    }
}
