// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;

/** The events of a device that the Flight Recorder gets. */
class FlightEventsOfTheCoreTest {

    @TempDir
    Path folder;

    private final Host host = new Host();
    private final ProbeBackend backend = new ProbeBackend();
    private final Guest guest = host.guest("g");
    private final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);
    private final Recording recording = new Recording();
    private String name;

    @AfterEach
    void stop() {
        recording.close();
        host.close();
        host.assertNothingHeld();
    }

    private void record(String event) {
        name = event;
        recording.enable(event).withThreshold(Duration.ZERO);
        recording.start();
    }

    private List<RecordedEvent> recorded() throws IOException {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }

    private void connect(ProbeBackend served) {
        host.connect(guest, id).state(XenbusState.CONNECTED);
        host.await(() -> served.callsOf(id).contains("connected"));
        awaitTheCallsEnd();
    }

    /** A call is recorded at its end, and noted by the backend at its begin. */
    private void awaitTheCallsEnd() {
        assertThat(host.admin().device(id)).as("asked behind the call").isPresent();
    }

    @Test
    void aConnectionIsRecordedWithItsOriginAndItsBackend() throws IOException {
        record("xenbay.Connection");
        host.add(backend, ProbeBackend.TYPE);
        connect(backend);
        List<RecordedEvent> events = recorded();
        RecordedEvent last = events.get(events.size() - 1);
        assertThat(last.getString("device")).isEqualTo(id.toString());
        assertThat(last.getString("backend")).isEqualTo("test 1");
        assertThat(last.getString("origin")).isEqualTo("fresh");
        assertThat(last.getString("outcome")).isEqualTo("connected");
    }

    @Test
    void aConnectionThatFailsIsRecordedWithTheReason() throws IOException {
        record("xenbay.Connection");
        backend.onCall = (device, call) -> {
            if (call.equals("connect")) {
                throw new IllegalStateException("planted");
            }
        };
        host.add(backend, ProbeBackend.TYPE);
        host.attach(id);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
        new ProbeFrontend(guest, id).publish();
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(recorded())
                .singleElement()
                .satisfies(event -> assertThat(event.getString("outcome")).contains("planted"));
    }

    @Test
    void aHandOverIsRecordedWithItsPauseAndWhoServesFromThenOn() throws IOException {
        host.add(backend, ProbeBackend.TYPE);
        connect(backend);
        record("xenbay.HandOver");
        ProbeBackend successor = new ProbeBackend();
        host.addRanked(10, successor, ProbeBackend.TYPE);
        host.await(() -> successor.callsOf(id).contains("resume first 0"));
        awaitTheCallsEnd();
        assertThat(recorded()).singleElement().satisfies(event -> {
            assertThat(event.getString("device")).isEqualTo(id.toString());
            assertThat(event.getString("backend")).isEqualTo("test 1");
            assertThat(event.getDuration("pause")).isGreaterThanOrEqualTo(Duration.ZERO);
        });
    }

    @Test
    void callsOfABackendAreRecorded() throws IOException {
        record("xenbay.BackendCall");
        host.add(backend, ProbeBackend.TYPE);
        connect(backend);
        assertThat(recorded())
                .allMatch(event -> event.getString("device").equals(id.toString()))
                .extracting(event -> event.getString("method") + " " + event.getString("outcome"))
                .contains("open ended", "init ended", "connect ended", "connected ended");
    }
}
