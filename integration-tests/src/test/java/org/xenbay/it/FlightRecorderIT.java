// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.xenbay.api.recording.FlightEvents;

/** The Flight Recorder sees into bundles, whose class loaders know the packages that they import and no others. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class FlightRecorderIT extends ConsoleGuest {

    @Test
    public void whatTheBackendDoesForAGuestIsRecorded() throws Exception {
        assertTrue("jdk.jfr is there", FlightEvents.isAvailable());
        awaitMoreLines();
        Path file = Files.createTempFile("xenbay", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("xenbay.BackendCall").withThreshold(Duration.ZERO);
            recording.start();
            FlightEvents.backendCall(id, "a test").end("ended");
            awaitMoreLines();
            recording.stop();
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            assertTrue(
                    "calls for " + id + " in " + events,
                    events.stream()
                            .filter(event -> event.getEventType().getName().equals("xenbay.BackendCall"))
                            .anyMatch(event -> id.toString().equals(event.getString("device"))));
        } finally {
            Files.delete(file);
        }
        lines.finish();
        assertStillConnected();
    }
}
