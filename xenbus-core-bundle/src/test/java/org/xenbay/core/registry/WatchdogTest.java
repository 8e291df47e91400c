// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.host.ServiceManager;

/** The device threads, the events, the timer and the clock are the test's, so that nothing takes time. */
class WatchdogTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final long THIRD = 10_000;

    /** Counts its signs of life. */
    private static final class Manager implements ServiceManager {
        private final Optional<Duration> watchdog;
        private int alive;

        Manager(Duration watchdog) {
            this.watchdog = Optional.ofNullable(watchdog);
        }

        @Override
        public Optional<Duration> watchdog() {
            return watchdog;
        }

        @Override
        public void alive() {
            alive++;
        }

        @Override
        public void ready(String status) {
            throw new AssertionError("the shell's to say");
        }

        @Override
        public void status(String line) {
            throw new AssertionError("the shell's to say");
        }

        @Override
        public void stopping() {
            throw new AssertionError("the shell's to say");
        }
    }

    private record Look(Runnable task, long millis) {}

    private final Queue<Look> looks = new ArrayDeque<>();
    private final Queue<Runnable> given = new ArrayDeque<>();
    private boolean threadsRun = true;
    private boolean allHeld;
    private boolean delivering = true;
    private boolean ended;
    private RuntimeException broken;
    private long now = TimeUnit.HOURS.toNanos(1);

    private final Watchdog watchdog = new Watchdog(
            new Watchdog.Parts(this::give, () -> allHeld, this::isDelivering),
            (task, millis) -> {
                if (ended) {
                    throw new RejectedExecutionException("the timer has ended");
                }
                looks.add(new Look(task, millis));
            },
            () -> now);
    private final Manager systemd = new Manager(DEADLINE);

    private final List<LogRecord> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(Watchdog.class.getName());
    private final Handler lines = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line);
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
    }

    @AfterEach
    void endListening() {
        logger.removeHandler(lines);
    }

    private void give(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("the threads have ended");
        }
        given.add(task);
    }

    private boolean isDelivering() {
        if (broken != null) {
            throw broken;
        }
        return delivering;
    }

    /** Time passes until the next look; the device threads run what they have by then, if they do. */
    private long look() {
        Look next = looks.remove();
        if (threadsRun) {
            given.forEach(Runnable::run);
            given.clear();
        }
        now += TimeUnit.MILLISECONDS.toNanos(next.millis());
        next.task().run();
        assertThat(looks).hasSizeLessThanOrEqualTo(1);
        return next.millis();
    }

    private List<String> errors() {
        return logged.stream()
                .filter(line -> line.getLevel() == Level.SEVERE)
                .map(LogRecord::getMessage)
                .toList();
    }

    private List<String> messages() {
        return logged.stream().map(LogRecord::getMessage).toList();
    }

    @Test
    void aCoreThatWorksGivesThreeSignsOfLifeInEachDeadline() {
        watchdog.begin(systemd);
        assertThat(look()).as("soon after an update of the core").isEqualTo(Watchdog.SOON_MILLIS);
        assertThat(systemd.alive).isEqualTo(1);
        for (int more = 2; more <= 10; more++) {
            assertThat(look()).isEqualTo(THIRD);
            assertThat(systemd.alive).isEqualTo(more);
        }
        assertThat(errors()).isEmpty();
    }

    @Test
    void whoWantsNoSignsOfLifeGetsNone() {
        watchdog.begin(new Manager(null));
        assertThat(looks).isEmpty();
        assertThat(given).isEmpty();
    }

    @Test
    void theShortestDeadlineIsNoLoopWithoutPause() {
        watchdog.begin(new Manager(Duration.ofNanos(1000)));
        assertThat(look()).isEqualTo(1);
        assertThat(look()).isEqualTo(1);
    }

    @Test
    void deviceThreadsThatRunNothingEndTheSignsOfLifeAndAreNamedWithAllThreads() {
        watchdog.begin(systemd);
        look();
        threadsRun = false;
        assertThat(look()).isEqualTo(THIRD);
        assertThat(errors()).as("the process may have been paused").isEmpty();
        assertThat(look()).isEqualTo(Watchdog.SOON_MILLIS);
        assertThat(errors())
                .hasSizeGreaterThan(1)
                .element(0)
                .asString()
                .isEqualTo(
                        "no sign of life for the service manager: the device threads have not run a task of 11 s ago; "
                                + "in 19 s it ends this process if that does not change");
        assertThat(errors())
                .anyMatch(line ->
                        line.startsWith("thread \"" + Thread.currentThread().getName() + "\"")
                                || line.contains("WatchdogTest"));
        int lines = errors().size();
        look();
        look();
        assertThat(errors()).as("one dump is enough").hasSize(lines);
        assertThat(systemd.alive).isEqualTo(1);
    }

    @Test
    void signsOfLifeGoOnWhenTheDeviceThreadsDo() {
        watchdog.begin(systemd);
        look();
        threadsRun = false;
        look();
        look();
        threadsRun = true;
        assertThat(look()).isEqualTo(Watchdog.SOON_MILLIS);
        assertThat(systemd.alive).isEqualTo(2);
        assertThat(messages()).contains("the core works again after 12 s, and the service manager gets signs of life");
        assertThat(look()).isEqualTo(THIRD);
        assertThat(systemd.alive).isEqualTo(3);
    }

    /** After a pause of the process its timer may be the first thread that runs. */
    @Test
    void aThreadThatIsLateOnceIsNotReported() {
        watchdog.begin(systemd);
        look();
        threadsRun = false;
        now += TimeUnit.SECONDS.toNanos(15);
        look();
        threadsRun = true;
        look();
        assertThat(systemd.alive).isEqualTo(2);
        assertThat(errors()).isEmpty();
        assertThat(messages()).noneMatch(line -> line.contains("works again"));
    }

    @Test
    void eventsThatNobodyDeliversEndTheSignsOfLife() {
        watchdog.begin(systemd);
        look();
        delivering = false;
        look();
        look();
        assertThat(errors())
                .first()
                .asString()
                .isEqualTo("no sign of life for the service manager: no thread delivers events; "
                        + "in 19 s it ends this process if that does not change");
        assertThat(systemd.alive).isEqualTo(1);
        delivering = true;
        look();
        assertThat(systemd.alive).isEqualTo(2);
    }

    @Test
    void bothPartsAreNamed() {
        watchdog.begin(systemd);
        delivering = false;
        threadsRun = false;
        look();
        now += DEADLINE.toNanos();
        look();
        assertThat(errors())
                .first()
                .asString()
                .isEqualTo(
                        "no sign of life for the service manager: the device threads have not run a task of 32 s ago, "
                                + "and no thread delivers events; it ends this process now");
    }

    /** Such as those that a silent xenstored holds, which the next process would meet too. */
    @Test
    void threadsThatAreAllHeldAreNoReason() {
        watchdog.begin(systemd);
        look();
        threadsRun = false;
        allHeld = true;
        for (int more = 2; more <= 5; more++) {
            assertThat(look()).isEqualTo(THIRD);
            assertThat(systemd.alive).isEqualTo(more);
        }
        assertThat(given).as("no further task is given to them").hasSize(1);
        allHeld = false;
        look();
        look();
        assertThat(errors()).isNotEmpty();
    }

    @Test
    void aSuccessorGetsTheSignsOfLifeInPlaceOfTheEarlierOne() {
        Manager successor = new Manager(Duration.ofSeconds(3));
        watchdog.begin(systemd);
        look();
        watchdog.begin(successor);
        watchdog.end(systemd);
        assertThat(systemd.alive).as("it has left").isEqualTo(1);
        Look stale = looks.remove();
        stale.task().run();
        assertThat(systemd.alive).isEqualTo(1);
        assertThat(look()).isEqualTo(1000);
        assertThat(look()).isEqualTo(1000);
        assertThat(successor.alive).isEqualTo(2);
    }

    @Test
    void whoLeavesGetsALastSignOfLife() {
        watchdog.begin(systemd);
        look();
        given.forEach(Runnable::run);
        given.clear();
        watchdog.end(systemd);
        assertThat(systemd.alive).isEqualTo(2);
        look();
        assertThat(looks).as("nobody waits any more").isEmpty();
        assertThat(systemd.alive).isEqualTo(2);
    }

    @Test
    void aBrokenCoreGivesNoLastSignOfLife() {
        watchdog.begin(systemd);
        look();
        delivering = false;
        watchdog.end(systemd);
        assertThat(systemd.alive).isEqualTo(1);
    }

    @Test
    void aLookThatFailsIsLoggedAndFollowedByTheNext() {
        watchdog.begin(systemd);
        broken = new IllegalStateException("no such thread");
        look();
        assertThat(logged).anyMatch(line -> line.getThrown() == broken && line.getLevel() == Level.SEVERE);
        assertThat(systemd.alive).isZero();
        broken = null;
        look();
        assertThat(systemd.alive).isEqualTo(1);
    }

    @Test
    void theEndOfTheCoreIsNoFailure() {
        watchdog.begin(systemd);
        look();
        ended = true;
        look();
        assertThat(looks).isEmpty();
        assertThat(errors()).isEmpty();
    }
}
