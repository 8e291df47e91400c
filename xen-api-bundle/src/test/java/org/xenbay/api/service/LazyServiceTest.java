// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LazyServiceTest {

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean active = true;
    private final LazyService<String> service = new LazyService<>(this::get, one -> calls.add("unget " + one));

    private String get() {
        calls.add("get");
        return active ? "one" : null;
    }

    @Test
    void aServiceWhoseComponentActivatesIsThereLater() {
        active = false;
        assertThat(service.get()).isEmpty();
        active = true;
        assertThat(service.get()).contains("one");
    }

    @Test
    void aServiceIsGotOnceAndGivenBackOnce() {
        service.get();
        service.get();
        service.release();
        service.release();
        assertThat(calls).containsExactly("get", "unget one");
        assertThat(service.get()).as("nobody gets it after that").isEmpty();
        assertThat(calls).hasSize(2);
    }

    @Test
    void whatNobodyAskedForIsNotGivenBack() {
        service.release();
        assertThat(calls).isEmpty();
    }

    /** The thread that takes the reference away may be one that replaces a backend's code. */
    @Test
    void whoTakesItAwayDoesNotWaitForWhoGetsIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch activated = new CountDownLatch(1);
        LazyService<String> slow = new LazyService<>(
                () -> {
                    asked.countDown();
                    await(activated);
                    return "one";
                },
                one -> calls.add("unget " + one));
        CompletableFuture<Optional<String>> got = CompletableFuture.supplyAsync(slow::get);
        await(asked);
        slow.release();
        activated.countDown();
        assertThat(got.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(calls).containsExactly("unget one");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
