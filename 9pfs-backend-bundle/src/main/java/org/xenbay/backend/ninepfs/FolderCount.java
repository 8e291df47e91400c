// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.nio.file.Path;
import java.time.Duration;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.export.CountListener;
import org.xenbay.backend.ninepfs.export.Export;

/**
 * The count of an open folder's files, which its quota needs. A count that fails is repeated after a delay. On the device's
 * executor only.
 */
final class FolderCount {

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final String COUNTING = "which are being counted";

    private enum State {
        NOT_BEGUN,
        UNDER_WAY,
        FAILED,
        KNOWN,
        /** The folder is closed, or a successor has it: the result of the count is not needed any more. */
        ENDED
    }

    private final DeviceContext device;
    private final Path path;
    private final Export export;
    private State state;
    /** What keeps the device waiting, in words. */
    private String obstacle = COUNTING;

    FolderCount(DeviceContext device, Path path, Export export, boolean isNeeded) {
        this.device = device;
        this.path = path;
        this.export = export;
        this.state = isNeeded ? State.NOT_BEGUN : State.KNOWN;
    }

    /** @return whether the usage of the folder is known, or is not needed */
    boolean isKnown() {
        return state == State.KNOWN;
    }

    /** The usage is known from a predecessor. */
    void restored() {
        state = State.KNOWN;
    }

    /**
     * @return ready when the files have been counted, or no count is needed; otherwise what the device waits for, and the count
     *     is under way
     */
    Readiness waitForEnd() {
        begin();
        if (isKnown()) {
            return Readiness.ready();
        }
        return Readiness.waitFor(Side.HOST, "the files of " + path + ", " + obstacle);
    }

    /** Counts the files unless they are counted or a count is under way. The guest may be served meanwhile. */
    void begin() {
        if (state == State.NOT_BEGUN) {
            state = State.UNDER_WAY;
            obstacle = COUNTING;
            export.count(new CountListener() {
                @Override
                public void counted() {
                    device.execute(FolderCount.this::counted);
                }

                @Override
                public void failed(FileException why) {
                    device.execute(() -> FolderCount.this.failed(why));
                }
            });
        }
    }

    private void counted() {
        if (state == State.UNDER_WAY) {
            state = State.KNOWN;
            device.recheck();
        }
    }

    private void failed(FileException why) {
        if (state == State.UNDER_WAY) {
            state = State.FAILED;
            obstacle = "which cannot be counted: " + why.getMessage();
            device.log().info("the files of " + path + " cannot be counted: " + why.getMessage());
            device.schedule(AGAIN, this::countAgain);
            device.recheck();
        }
    }

    private void countAgain() {
        if (state == State.FAILED) {
            state = State.NOT_BEGUN;
            begin();
            device.recheck();
        }
    }

    /** Stops the count, whose result is not needed any more. */
    void end() {
        state = State.ENDED;
    }
}
