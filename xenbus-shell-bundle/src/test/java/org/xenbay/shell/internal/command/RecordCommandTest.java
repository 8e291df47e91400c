// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.DeviceRecorder;
import org.xenbay.api.command.NewFileOutput;
import org.xenbay.api.device.DeviceId;

/** What help says of the command that records, whatever recorders there are. */
class RecordCommandTest {

    private final RecordCommand command = new RecordCommand();

    private record Describing(String description) implements DeviceRecorder {

        @Override
        public List<DeviceId> devices() {
            return List.of();
        }

        @Override
        public String record(DeviceId device, NewFileOutput file, Duration limit) {
            throw new UnsupportedOperationException("nothing is recorded here");
        }
    }

    private FakeServiceObjects<DeviceRecorder> add(String description) {
        FakeServiceObjects<DeviceRecorder> objects = new FakeServiceObjects<>(new Describing(description));
        command.bindRecorder(objects.getServiceReference(), objects);
        return objects;
    }

    private String help() {
        return command.spec().arguments().meaning();
    }

    @Test
    void theRecordersThatThereAreSayWhatIsRecordedAndHow() {
        assertThat(help()).isEqualTo("a device, of which none can be recorded now, and the new file");
        FakeServiceObjects<DeviceRecorder> screens = add("a screen as pictures");
        add("a console as lines");
        add("a console as lines");
        assertThat(help()).isEqualTo("a console as lines or a screen as pictures, and the new file");
        command.unbindRecorder(screens.getServiceReference());
        assertThat(help()).isEqualTo("a console as lines, and the new file");
    }
}
