// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo;
import org.xenbay.api.input.SourceInfo.Ability;
import org.xenbay.nativexen.libc.Libc;

/**
 * An input device of the host with a named pipe in place of {@code /dev/input/event…}: read by the same thread with the same
 * calls. A pipe cannot be grabbed, so grabbing is left out.
 */
public final class PipedDevice implements InputSource, AutoCloseable {

    private static final int MAX = 32767;

    private final Path path;
    private final EvdevLoop loop;
    private final EvdevDescription description;
    private final RandomAccessFile device;

    /**
     * @param path where its pipe is to be
     * @throws IOException when there can be none
     */
    public PipedDevice(Path path) throws IOException, InterruptedException {
        this.path = path;
        Libc.load();
        if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
            throw new IOException("mkfifo " + path);
        }
        device = new RandomAccessFile(path.toFile(), "rw");
        loop = new EvdevLoop();
        description = new EvdevDescription(
                path.getFileName().toString(),
                "",
                Set.of(Ability.KEYS, Ability.POSITION),
                Map.of(EvdevAbi.ABS_X, new Axis(0, MAX), EvdevAbi.ABS_Y, new Axis(0, MAX)));
    }

    /**
     * Writes the events that the kernel writes when a key changes.
     *
     * @param code the key's code
     * @param pressed whether it is down
     * @throws IOException when the pipe is broken
     */
    public void key(int code, boolean pressed) throws IOException {
        ByteBuffer bytes = events(2);
        put(bytes, EvdevAbi.EV_KEY, code, pressed ? 1 : 0);
        put(bytes, EvdevAbi.EV_SYN, EvdevAbi.SYN_REPORT, 0);
        device.write(bytes.array());
    }

    /**
     * Writes the events that the kernel writes when a pen moves.
     *
     * @param x from 0 to 32767
     * @param y from 0 to 32767
     * @throws IOException when the pipe is broken
     */
    public void move(int x, int y) throws IOException {
        ByteBuffer bytes = events(3);
        put(bytes, EvdevAbi.EV_ABS, EvdevAbi.ABS_X, x);
        put(bytes, EvdevAbi.EV_ABS, EvdevAbi.ABS_Y, y);
        put(bytes, EvdevAbi.EV_SYN, EvdevAbi.SYN_REPORT, 0);
        device.write(bytes.array());
    }

    private static ByteBuffer events(int count) {
        return ByteBuffer.allocate(count * EvdevAbi.EVENT_SIZE).order(ByteOrder.nativeOrder());
    }

    private static void put(ByteBuffer bytes, int type, int code, int value) {
        bytes.putLong(0)
                .putLong(0)
                .putShort((short) type)
                .putShort((short) code)
                .putInt(value);
    }

    @Override
    public SourceInfo info() {
        return new SourceInfo(description.name(), description.name(), "", "seat0", description.abilities());
    }

    @Override
    public Session open(Sink sink) throws IOException {
        EvdevSession session = new EvdevSession(EvdevSource.openFile(path), description, path.toString(), sink, loop);
        loop.add(session);
        return new Session() {
            @Override
            public void focus(InputTarget target) {
                // the pipe has one reader
            }

            @Override
            public void returnToHost() {
                // the pipe has one reader
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        loop.close();
        device.close();
    }
}
