// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.shell.internal.health.TimedChecks.Check;

/** A check that hangs, fails, or has no thread is a finding, and delays no other. */
@Timeout(60)
class TimedChecksTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger threads = new AtomicInteger();

    @AfterEach
    void end() {
        release.countDown();
    }

    private static Finding well() {
        return new Finding("well", Severity.OK, "all is well");
    }

    private Finding hang() {
        try {
            release.await();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
        return new Finding("slow", Severity.OK, "late");
    }

    private TimedChecks checks(Duration timeout, Check... checks) {
        ThreadFactory made = DaemonThreads.named("xenbay-health");
        return new TimedChecks(List.of(checks), timeout, task -> {
            threads.incrementAndGet();
            return made.newThread(task);
        });
    }

    private static Check check(String name, Supplier<Finding> look) {
        return new Check(name, look);
    }

    @Test
    void findingsAreInTheOrderOfTheChecks() throws Exception {
        HealthReport report = checks(LONG, check("well", TimedChecksTest::well), check("bad", () -> {
                    throw new IllegalStateException("it is broken");
                }))
                .report();
        assertThat(report.findings())
                .containsExactly(well(), new Finding("bad", Severity.CRITICAL, "bad: it is broken"));
        assertThat(report.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(report.severity().exit()).isEqualTo(2);
        assertThat(report.line()).isEqualTo("bad: it is broken");
    }

    @Test
    void aCheckThatHangsIsCriticalAndNotBegunAgain() throws Exception {
        TimedChecks checks = checks(Duration.ZERO, check("slow", this::hang));
        for (int i = 0; i < 5; i++) {
            assertThat(checks.report().findings())
                    .containsExactly(new Finding("slow", Severity.CRITICAL, "slow has not answered for 0 s"));
        }
        assertThat(threads).hasValue(1);
    }

    @Test
    void aCheckThatHangsDelaysNoOther() throws Exception {
        TimedChecks checks = checks(LONG, check("slow", this::hang), check("other", () -> {
            release.countDown();
            return well();
        }));
        assertThat(checks.report().severity()).isEqualTo(Severity.OK);
    }

    @Test
    void aCheckThatHasEndedIsMadeAgain() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        TimedChecks checks = checks(LONG, check("well", () -> {
            looks.incrementAndGet();
            return well();
        }));
        checks.report();
        checks.report();
        assertThat(looks).hasValue(2);
    }

    @Test
    void aHostWithoutThreadsIsAFinding() throws Exception {
        TimedChecks checks =
                new TimedChecks(List.of(check("well", TimedChecksTest::well)), LONG, task -> new Thread(task) {
                    @Override
                    public void start() {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                });
        assertThat(checks.report().line()).isEqualTo("well: unable to create native thread");
        assertThat(checks.report().severity().exit()).isEqualTo(2);
    }

    @Test
    void withoutAnyCheckNothingIsKnown() throws Exception {
        HealthReport report = checks(LONG).report();
        assertThat(report.severity().exit()).isEqualTo(3);
        assertThat(report.line()).isEqualTo("nothing was checked");
    }
}
