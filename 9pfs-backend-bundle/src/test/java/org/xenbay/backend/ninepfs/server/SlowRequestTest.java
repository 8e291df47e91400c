// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.backend.ninepfs.wire.MessageReader;
import org.xenbay.backend.ninepfs.wire.MessageType;

/** The events of requests that the Flight Recorder gets. */
class SlowRequestTest {

    private static final int EVERYTHING = 0;
    private static final int NOTHING = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    private List<RecordedEvent> record(int slowMillis) throws IOException {
        Statistics statistics = new Statistics("1/9pfs/0", () -> slowMillis, slow -> {});
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("xenbay.SlowRequest");
            recording.start();
            statistics.done(new Done(), 0, 0);
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    @Test
    void aRequestThatIsSlowByTheSettingsIsRecordedWithItsDeviceAndItsTime() throws IOException {
        assertThat(record(EVERYTHING)).singleElement().satisfies(event -> {
            assertThat(event.getString("device")).isEqualTo("1/9pfs/0");
            assertThat(event.getString("request")).isEqualTo(MessageType.name(MessageType.FSYNC));
            assertThat(event.getDuration("time")).isPositive();
        });
    }

    @Test
    void aRequestThatIsNotSlowIsNotRecorded() throws IOException {
        assertThat(record(NOTHING)).isEmpty();
    }

    private static final class Done extends Request {
        Done() {
            super(MessageType.FSYNC, 1, new MessageReader(ByteBuffer.allocate(0)));
        }

        @Override
        public int payload(int length, DataSink sink) {
            return 0;
        }

        @Override
        public void reply(ByteBuffer whole) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int replyData(int most, DataSource source, Runnable beforeReply) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void drop() {
            throw new UnsupportedOperationException();
        }
    }
}
