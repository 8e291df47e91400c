// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.DeviceRecorder;
import org.xenbay.api.command.NewFileOutput;
import org.xenbay.api.device.DeviceId;

/** Records a guest's output as an asciicast, which begins with the console's kept output. */
@Component
public final class ConsoleRecordings implements DeviceRecorder {

    private static final long MAX_BYTES = 256L << 20;

    private final ConsoleAttachment consoles;

    /** @param consoles the backend */
    @Activate
    public ConsoleRecordings(@Reference ConsoleAttachment consoles) {
        this.consoles = consoles;
    }

    @Override
    public String description() {
        return "a console as an asciicast";
    }

    @Override
    public List<DeviceId> devices() {
        return consoles.consoles();
    }

    @Override
    public String record(DeviceId device, NewFileOutput file, Duration limit) throws IOException, InterruptedException {
        OutputQueue output = new OutputQueue();
        long begin = System.nanoTime();
        try (Asciicast cast = new Asciicast(new BufferedOutputStream(file), Instant.now(), "console " + device);
                ConsoleAttachment.Session session = CommandFailure.from(
                        () -> consoles.attach(device, output::add, () -> output.end(AttachedTerminal.End.GONE)))) {
            String why = record(output, cast, begin, limit);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            int pieces = cast.pieces();
            return pieces + (pieces == 1 ? " piece" : " pieces") + " of output in " + seconds + " s" + why;
        }
    }

    /** @return why the recording ended early; empty when it did not */
    private static String record(OutputQueue output, Asciicast cast, long begin, Duration limit)
            throws IOException, InterruptedException {
        long end = begin + limit.toNanos();
        while (System.nanoTime() - end < 0) {
            byte[] bytes = output.takeUntil(end);
            cast.output(Duration.ofNanos(System.nanoTime() - begin), bytes);
            if (bytes.length == 0 && System.nanoTime() - end < 0) {
                return "; it ends there, because the console has ended";
            } else if (cast.size() > MAX_BYTES) {
                return "; it ends there, because the file has 256 MB";
            }
        }
        return "";
    }
}
