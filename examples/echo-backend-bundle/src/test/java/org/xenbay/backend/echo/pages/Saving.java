// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.pages;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceContext;

/** Saves a guest's bytes in a file of the host: work that blocks, with memory that counts as the guest's. */
final class Saving {

    private final DeviceContext device;
    private final Path file;
    private int underWay;

    Saving(DeviceContext device, Path file) {
        this.device = device;
        this.file = file;
    }

    /** Called on the device's executor, and so is {@code answer}. */
    void save(byte[] bytes, Consumer<Boolean> answer) {
        if (!device.memory().tryTake(bytes.length)) {
            answer.accept(false);
            return;
        }
        underWay++;
        boolean offered = device.offerToHost(
                () -> Files.write(file, bytes), (written, failed) -> end(bytes, failed == null, answer));
        if (!offered) {
            end(bytes, false, answer);
        }
    }

    private void end(byte[] bytes, boolean saved, Consumer<Boolean> answer) {
        underWay--;
        device.memory().give(bytes.length);
        answer.accept(saved);
    }

    /** For the handler's quiesce: it takes no more requests from its ring then. */
    boolean isIdle() {
        return underWay == 0;
    }
}
