// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.DeviceRecorder;
import org.xenbay.api.command.NewFileOutput;
import org.xenbay.api.device.DeviceId;

/** Writes for how long it was told to record. */
public final class FakeRecorder implements DeviceRecorder {
    private static final DeviceId RIGHT = DeviceId.parse("5/console/0");
    private static final DeviceId BROKEN = DeviceId.parse("5/console/1");

    @Override
    public String description() {
        return "a console as its length";
    }

    @Override
    public List<DeviceId> devices() {
        return List.of(RIGHT, BROKEN);
    }

    @Override
    public String record(DeviceId device, NewFileOutput file, Duration limit) throws IOException {
        file.write(limit.toString().getBytes(StandardCharsets.US_ASCII));
        if (device.equals(BROKEN)) {
            throw new CommandFailure("the console has gone");
        }
        return "1 line";
    }

    /** A command that knows one. */
    public static RecordCommand command() {
        RecordCommand command = new RecordCommand();
        FakeServiceObjects<DeviceRecorder> objects = new FakeServiceObjects<>(new FakeRecorder());
        command.bindRecorder(objects.getServiceReference(), objects);
        return command;
    }
}
