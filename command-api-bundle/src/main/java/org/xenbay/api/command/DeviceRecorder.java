// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.device.DeviceId;

/**
 * Records a device's output, for the shell's command {@code record}. A backend registers one as a service, for devices that
 * people look at, in a format that common programs show. Called by threads of commands, also by several at once.
 */
@ConsumerType
public interface DeviceRecorder {

    /** @return what is recorded and in which format, as {@code help} says it: {@code a console as an asciicast}; asked once */
    String description();

    /** @return the devices that can be recorded now */
    List<DeviceId> devices();

    /**
     * Records a device.
     *
     * @param device which one
     * @param file is empty, to be filled; another file may have its name by now
     * @param limit how long at most
     * @return what was recorded, in words that the file's name can follow: {@code 3 lines in 10 s}
     * @throws CommandFailure when the device cannot be recorded; the file is deleted then
     * @throws InterruptedException when the operator ends the recording; the file is complete up to that moment
     * @throws IOException when the file cannot be written; it is deleted then
     */
    String record(DeviceId device, NewFileOutput file, Duration limit) throws IOException, InterruptedException;
}
