// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.HealthReport.Finding;
import org.xenbay.api.management.HealthReport.Severity;
import org.xenbay.api.management.Monitoring;
import org.xenbay.api.management.testing.FakeCore;
import org.xenbay.api.management.testing.FakeDevices;

/** What systemctl status shows. The test looks in place of the timer. */
class StatusLineTest {

    private static final Finding DEVICES = new Finding("devices", Severity.OK, "devices: 3, of them 3 well");

    private final List<String> shown = new ArrayList<>();
    private final ServiceManager manager = new ServiceManager() {
        @Override
        public void status(String line) {
            shown.add(line);
        }

        @Override
        public void ready(String status) {
            throw new AssertionError("ReadySignal's to say");
        }

        @Override
        public Optional<Duration> watchdog() {
            throw new AssertionError("the core's to answer");
        }

        @Override
        public void alive() {
            throw new AssertionError("the core's to answer");
        }

        @Override
        public void stopping() {
            throw new AssertionError("ReadySignal's to say");
        }
    };

    private final FakeCore core = new FakeCore();
    private List<Finding> findings = List.of(DEVICES);
    private RuntimeException broken;
    private boolean interrupts;
    private boolean ready = true;
    private final Monitoring monitoring = new Monitoring() {
        @Override
        public HealthReport health() throws InterruptedException {
            if (interrupts) {
                throw new InterruptedException();
            }
            if (broken != null) {
                throw broken;
            }
            return HealthReport.of(findings);
        }

        @Override
        public String metrics() {
            throw new AssertionError("a status has no metrics");
        }
    };
    private final StatusLine line = new StatusLine(manager, () -> ready, monitoring, core);

    private final List<LogRecord> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(StatusLine.class.getName());
    private final Handler lines = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
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
    void serve() {
        logger.addHandler(lines);
        core.devices.add(FakeDevices.connected("5/console/0", "web"));
        core.devices.add(FakeDevices.connected("5/9pfs/0", "web"));
        core.devices.add(FakeDevices.connected("6/console/0", "mail"));
    }

    @AfterEach
    void endListening() {
        logger.removeHandler(lines);
    }

    @Test
    void devicesAndGuestsAreCountedAndAllIsWell() {
        line.look();
        assertThat(shown).containsExactly("3 devices of 2 guests; all well");
    }

    @Test
    void oneIsNoPluralAndNoneIsTold() {
        core.devices.remove(1);
        core.devices.remove(1);
        line.look();
        core.devices.clear();
        line.look();
        assertThat(shown).containsExactly("1 device of 1 guest; all well", "0 devices of 0 guests; all well");
    }

    @Test
    void whatIsNotWellIsToldInTheWordsOfHealth() {
        Finding space = new Finding("space", Severity.WARNING, "/run/xenbay: 3 MB are left");
        Finding events = new Finding("events", Severity.CRITICAL, "no thread reads event channels");
        findings = List.of(DEVICES, space);
        line.look();
        findings = List.of(DEVICES, space, events);
        line.look();
        assertThat(shown)
                .containsExactly(
                        "3 devices of 2 guests; warning: "
                                + HealthReport.of(List.of(space)).line(),
                        "3 devices of 2 guests; critical: no thread reads event channels; /run/xenbay: 3 MB are left");
    }

    @Test
    void aLineIsSentWhenItHasChanged() {
        line.look();
        line.look();
        core.devices.remove(0);
        line.look();
        line.look();
        assertThat(shown).containsExactly("3 devices of 2 guests; all well", "2 devices of 2 guests; all well");
    }

    @Test
    void nothingIsSentBeforeTheManagerKnowsThatTheDaemonIsUp() {
        ready = false;
        line.look();
        assertThat(shown).isEmpty();
        ready = true;
        line.look();
        assertThat(shown).hasSize(1);
    }

    @Test
    void aGuestsTextCannotControlTheTerminal() {
        findings = List.of(new Finding("devices", Severity.WARNING, "failed (5/a\u001b[2J\n\u202e)"));
        line.look();
        assertThat(shown).containsExactly("3 devices of 2 guests; warning: failed (5/a\\x1b[2J\\n\\u202e)");
    }

    @Test
    void aFailureIsToldInPlaceOfAStateThatMayBeOverAndLoggedOnce() {
        line.look();
        broken = new IllegalStateException("the core is away");
        line.look();
        line.look();
        broken = new UnsupportedOperationException("too old");
        line.look();
        broken = null;
        line.look();
        assertThat(shown)
                .containsExactly(
                        "3 devices of 2 guests; all well",
                        "not known: java.lang.IllegalStateException: the core is away",
                        "not known: java.lang.UnsupportedOperationException: too old",
                        "3 devices of 2 guests; all well");
        assertThat(logged)
                .extracting(record -> record.getThrown().getClass().getSimpleName())
                .containsExactly("IllegalStateException", "UnsupportedOperationException");
    }

    @Test
    void anInterruptedLookTellsNothing() {
        interrupts = true;
        line.look();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(shown).isEmpty();
        assertThat(logged).isEmpty();
    }

    @Test
    void theLastLineIsTrueAfterTheEnd() {
        line.look();
        line.stop();
        core.devices.clear();
        line.look();
        assertThat(shown).containsExactly("3 devices of 2 guests; all well", StatusLine.UNKNOWN);
    }
}
