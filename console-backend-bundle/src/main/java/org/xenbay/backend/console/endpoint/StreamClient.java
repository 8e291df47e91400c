// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.flow.ConsolePage;
import org.xenbay.backend.console.flow.InputSource;
import org.xenbay.backend.console.output.OutputCursor;

/**
 * A program at the other end of a stream, which reads from a console and types into it. On the device's executor; the stream's
 * listeners run tasks there.
 */
final class StreamClient implements InputSource {

    /** The owner of the client. */
    interface Owner {
        /** The program has taken more output outside of a turn. */
        void progressed();

        /**
         * The program is gone, or cannot be reached.
         *
         * @param why the failure, or null
         */
        void ended(StreamClient client, @Nullable IOException why);
    }

    /** Most bytes taken from the program before others have their turn. */
    private static final int INPUT_TURN = 8 * ConsolePage.IN_SIZE;

    private final Console console;
    private final DeviceContext device;
    private final ByteStream stream;
    private final OutputCursor cursor;
    private final Owner owner;
    private final OutputCursor.Sink sink;
    private final DeviceContext.Task feed = this::feed;
    private final Runnable onReadable;
    private final Runnable onWritable;
    private @Nullable ByteBuffer input;
    private boolean blocked;
    private boolean ended;

    /** @param cursor its place in the output; stays open at the end */
    StreamClient(Console console, DeviceContext device, ByteStream stream, OutputCursor cursor, Owner owner) {
        this.console = console;
        this.device = device;
        this.stream = stream;
        this.cursor = cursor;
        this.owner = owner;
        this.sink = stream::write;
        this.onReadable = () -> device.execute(feed);
        this.onWritable = () -> device.execute(this::unblocked);
    }

    void start() {
        deliver();
        feed();
    }

    /** Writes output to the program, as much as it takes now, and the rest when it takes more. */
    void deliver() {
        if (blocked || ended) {
            return;
        }
        try {
            if (!cursor.writeTo(sink)) {
                blocked = true;
                stream.awaitWritable(onWritable);
            }
        } catch (IOException failed) {
            end(failed);
        }
    }

    private void unblocked() {
        if (!ended) {
            blocked = false;
            deliver();
            owner.progressed();
        }
    }

    /** Reads as much input as the guest has room for. The rest stays in the stream, and its sender waits. */
    @Override
    public void feed() {
        int total = 0;
        while (!ended && total < INPUT_TURN) {
            int room = console.room();
            if (room == 0) {
                console.awaitRoom(this);
                return;
            }
            int count = read(room);
            if (count == 0) {
                stream.awaitReadable(onReadable);
                return;
            }
            total += Math.max(0, count);
        }
        if (!ended) {
            device.execute(feed);
        }
    }

    private int read(int room) {
        ByteBuffer into = input == null ? ByteBuffer.allocate(ConsolePage.IN_SIZE) : input;
        input = into;
        try {
            int count = stream.read(into.clear().limit(room));
            if (count < 0) {
                end(null);
            } else {
                console.type(into.flip());
            }
            return count;
        } catch (IOException failed) {
            end(failed);
            return -1;
        }
    }

    private void end(@Nullable IOException why) {
        if (!ended) {
            ended = true;
            console.forget(this);
            owner.ended(this, why);
        }
    }

    /** Stops using the stream, which stays open. */
    void stop() {
        ended = true;
        console.forget(this);
    }

    OutputCursor cursor() {
        return cursor;
    }
}
