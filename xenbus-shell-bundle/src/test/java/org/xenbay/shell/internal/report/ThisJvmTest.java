// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a report says of the process. */
class ThisJvmTest {

    @Test
    void optionsAreShownWithoutPasswords() {
        assertThat(ThisJvm.options(
                        Stream.of("-Xmx512m", "-Djavax.net.ssl.keyStorePassword=sesame", "-DapiTOKEN=x=y", "-Da=b")))
                .isEqualTo("-Xmx512m -Djavax.net.ssl.keyStorePassword=(left out) -DapiTOKEN=(left out) -Da=b");
        assertThat(ThisJvm.options(Stream.of("-Dnote.token=one\ntwo", "-Dpassword=", "-Dtoken", "-XX:Secret=a", "")))
                .isEqualTo("-Dnote.token=(left out) -Dpassword= -Dtoken -XX:Secret=a ");
    }

    @Test
    void theProcessIsDescribedInLines() {
        assertThat(ThisJvm.about())
                .contains(
                        "Java: " + Runtime.version(),
                        "\nprocess: " + ProcessHandle.current().pid() + ", for ")
                .contains("\noptions: ")
                .containsPattern("\nheap: \\d+ of " + Runtime.getRuntime().maxMemory() + " bytes\n");
    }

    @Test
    void aThreadIsShownWithItsWholeStackAndItsLocks() throws Exception {
        Object lock = new Object();
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = new Thread(() -> deep(20, lock, holds, done), "holds a lock");
        thread.start();
        try {
            holds.await();
            String one = Stream.of(ThisJvm.threads().split("\n\n"))
                    .filter(each -> each.startsWith("\"holds a lock\""))
                    .findFirst()
                    .orElseThrow();
            assertThat(one).contains("    holds java.lang.Object@");
            assertThat(one.lines().filter(line -> line.contains("ThisJvmTest.deep")))
                    .hasSize(21);
        } finally {
            done.countDown();
            thread.join();
        }
    }

    private static void deep(int more, Object lock, CountDownLatch holds, CountDownLatch done) {
        if (more > 0) {
            deep(more - 1, lock, holds, done);
            return;
        }
        synchronized (lock) {
            holds.countDown();
            try {
                done.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
