// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

    @Test
    void aThreadHasItsNameAndDoesNotKeepTheProcessAlive() {
        Thread thread = DaemonThreads.of("a name", () -> {});

        assertThat(thread.getName()).isEqualTo("a name");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
    }

    @Test
    void aStartedThreadDoesItsTask() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();

        Thread thread = DaemonThreads.start("a task", () -> ran.complete(Thread.currentThread()));

        assertThat(ran.get(10, TimeUnit.SECONDS)).isSameAs(thread);
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void threadsOfOneFactoryHaveOneNameOrNumbers() {
        ThreadFactory named = DaemonThreads.named("one");
        ThreadFactory numbered = DaemonThreads.numbered("many");

        assertThat(named.newThread(() -> {}).getName()).isEqualTo("one");
        assertThat(named.newThread(() -> {}).getName()).isEqualTo("one");
        assertThat(numbered.newThread(() -> {}).getName()).isEqualTo("many-1");
        assertThat(numbered.newThread(() -> {}).getName()).isEqualTo("many-2");
        assertThat(numbered.newThread(() -> {}).isDaemon()).isTrue();
    }
}
