// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.testing.FakeCore;
import org.xenbay.web.access.LoginCodes;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;

/** The host takes its time to answer, or does not answer well. */
@Timeout(60)
class WorkersTest {

    @TempDir
    Path folder;

    /** Answers when the test lets it. */
    private final class SlowCore extends FakeCore {

        @Override
        public boolean detach(DeviceId id, boolean force) {
            done.add(id.toString());
            begun.release();
            try {
                assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            throw new StackOverflowError("of a test");
        }
    }

    private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch go = new CountDownLatch(1);
    private final LogLines log = new LogLines();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final LoginCodes codes = new LoginCodes(System::nanoTime);
    private PageServer server;

    @BeforeEach
    void start() throws Exception {
        HostServices services = new HostServices();
        services.bindAdmin(new SlowCore());
        PageFolder own = new PageFolder(folder);
        server = PageServer.start(own.loopback(), own.page(services, codes, log));
    }

    @AfterEach
    void stop() {
        go.countDown();
        server.close();
        log.close();
        clients.shutdownNow();
    }

    private Browser browser() throws Exception {
        Browser browser = new Browser(server);
        assertThat(browser.logIn(new PageFolder(folder).token("full")).status()).isEqualTo(200);
        return browser;
    }

    /** What takes until the test lets it go on. */
    private CompletableFuture<Integer> ask(Browser browser) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return browser.post("/api/detach", "id=1/vkbd/0&force=yes")
                                .status();
                    } catch (java.io.IOException failed) {
                        throw new java.io.UncheckedIOException(failed);
                    }
                },
                clients);
    }

    private void fill() throws Exception {
        for (int i = 0; i < 2; i++) {
            Browser browser = browser();
            ask(browser);
            ask(browser);
        }
        assertThat(begun.tryAcquire(4, 30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSessionGetsNoMoreThanItsShareAndAnErrorIsAnsweredToo() throws Exception {
        Browser browser = browser();
        List<CompletableFuture<Integer>> answers = List.of(ask(browser), ask(browser));
        assertThat(begun.tryAcquire(2, 30, TimeUnit.SECONDS)).isTrue();
        assertThat(browser.get("/api/host").status()).isEqualTo(429);
        assertThat(browser().get("/api/host").status()).isEqualTo(200);
        go.countDown();
        for (CompletableFuture<Integer> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(500);
        }
        assertThat(browser.get("/api/host").status()).isEqualTo(200);
    }

    @Test
    void whileTheHostIsBusyOneCanLogInAndWhatWaitsAtTheEndIsNotDone() throws Exception {
        fill();
        Browser late = browser();
        List<CompletableFuture<Integer>> answers = List.of(ask(late), ask(late), ask(late));
        // One too many: the two others wait.
        assertThat(CompletableFuture.anyOf(answers.toArray(new CompletableFuture<?>[0]))
                        .get(30, TimeUnit.SECONDS))
                .isEqualTo(429);
        server.close();
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<Integer> answer : answers) {
            statuses.add(answer.get(30, TimeUnit.SECONDS));
        }
        assertThat(statuses).containsExactlyInAnyOrder(429, 503, 503);
        go.countDown();
        assertThat(done).hasSize(4);
    }

    @Test
    void aRequestThatCannotBeDecodedIsAnswered() throws Exception {
        Browser browser = browser();
        assertThat(browser.post("/api/attach", "id=%").status()).isEqualTo(400);
        assertThat(browser.get("/api/device?id=%25%").status()).isEqualTo(400);
    }
}
