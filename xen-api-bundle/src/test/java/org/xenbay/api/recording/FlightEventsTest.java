// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.budget.FairBudget;

class FlightEventsTest {

    private static final int TIMES = 10_000;

    @TempDir
    Path folder;

    private List<RecordedEvent> record(String event, Runnable happens) throws IOException {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(event).withThreshold(Duration.ZERO);
            recording.start();
            happens.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private RecordedEvent recordOne(String event, Runnable happens) throws IOException {
        List<RecordedEvent> events = record(event, happens);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).getEventType().getCategoryNames()).containsExactly("Xenbay");
        assertThat(events.get(0).getEventType().getName()).isEqualTo(event);
        return events.get(0);
    }

    @Test
    void aConnectionIsRecordedWithWhoServesItWhereItComesFromAndWhatCameOfIt() throws IOException {
        RecordedEvent event = recordOne(
                "xenbay.Connection",
                () -> FlightEvents.connection("1/console/0", "console 1", "new").end("connected"));
        assertThat(event.getString("device")).isEqualTo("1/console/0");
        assertThat(event.getString("backend")).isEqualTo("console 1");
        assertThat(event.getString("origin")).isEqualTo("new");
        assertThat(event.getString("outcome")).isEqualTo("connected");
        assertThat(event.getDuration()).isPositive();
    }

    @Test
    void aCallIsRecordedWithItsDeviceItsMethodAndItsEnd() throws IOException {
        RecordedEvent event = recordOne(
                "xenbay.BackendCall",
                () -> FlightEvents.backendCall("1/console/0", "park").end("returned"));
        assertThat(event.getString("device")).isEqualTo("1/console/0");
        assertThat(event.getString("method")).isEqualTo("park");
        assertThat(event.getString("outcome")).isEqualTo("returned");
    }

    @Test
    void aCallThatIsShorterThanTheThresholdIsNotRecorded() throws IOException {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("xenbay.BackendCall").withThreshold(Duration.ofHours(1));
            recording.start();
            FlightEvents.backendCall("1/console/0", "park").end("returned");
            recording.stop();
            recording.dump(file);
        }
        assertThat(RecordingFile.readAllEvents(file)).isEmpty();
    }

    @Test
    void aHandOverIsRecordedWithItsPause() throws IOException {
        RecordedEvent event =
                recordOne("xenbay.HandOver", () -> FlightEvents.handOver("1/vkbd/0", "vkbd 2", Duration.ofMillis(12)));
        assertThat(event.getString("device")).isEqualTo("1/vkbd/0");
        assertThat(event.getString("backend")).isEqualTo("vkbd 2");
        assertThat(event.getDuration("pause")).isEqualTo(Duration.ofMillis(12));
    }

    @Test
    void aSlowRequestIsRecordedWithWhatItTook() throws IOException {
        RecordedEvent event =
                recordOne("xenbay.SlowRequest", () -> FlightEvents.slowRequest("1/9pfs/0", "Tfsync", 12_000_000));
        assertThat(event.getString("device")).isEqualTo("1/9pfs/0");
        assertThat(event.getString("request")).isEqualTo("Tfsync");
        assertThat(event.getDuration("time")).isEqualTo(Duration.ofMillis(12));
    }

    @Test
    void whatABudgetRefusesIsRecordedAndWhatItGivesIsNot() throws IOException {
        RecordedEvent event = recordOne("xenbay.BudgetRefusal", () -> {
            FairBudget budget = new FairBudget("bytes of memory", 1024);
            assertThat(budget.of(7).tryTake(4)).isTrue();
            assertThat(budget.of(7).tryTake(5000)).isFalse();
        });
        assertThat(event.getString("budget")).isEqualTo("bytes of memory");
        assertThat(event.getInt("domain")).isEqualTo(7);
        assertThat(event.getLong("amount")).isEqualTo(5000);
        assertThat(event.getLong("held")).isEqualTo(4);
    }

    @Test
    void withoutARecordingNothingIsAllocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        calls();
        long before = threads.getCurrentThreadAllocatedBytes();
        calls();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("bytes for %d calls", 2 * TIMES).isLessThan(TIMES);
    }

    private static void calls() {
        for (int i = 0; i < TIMES; i++) {
            FlightEvents.backendCall("1/console/0", "an event").end("returned");
            FlightEvents.budgetRefusal("bytes of memory", 7, 5000, 4);
        }
    }

    @Test
    void whatNamesADeviceIsNotAskedWithoutARecording() {
        Object device = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("asked");
            }
        };
        assertThat(FlightEvents.backendCall(device, "park")).isSameAs(Span.NONE);
        assertThat(FlightEvents.connection(device, device, device)).isSameAs(Span.NONE);
        FlightEvents.handOver(device, device, Duration.ZERO);
    }
}
