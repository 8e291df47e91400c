// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.disk;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.usb.disk.ScsiDisk.Outcome;
import org.xenbay.usb.software.DeviceFunction;
import org.xenbay.usb.software.Endpoint;
import org.xenbay.usb.software.Endpoints;
import org.xenbay.usb.software.Submitted;

/**
 * Carries SCSI commands (USB Mass Storage Class, Bulk-Only Transport 1.0): a command block of 31 bytes, then data in one
 * direction, then a status of 13 bytes.
 */
final class BulkOnly implements DeviceFunction {

    static final int IN = 0x81;
    static final int OUT = 0x02;

    private static final Logger LOG = System.getLogger(BulkOnly.class.getName());

    private static final int COMMAND_SIZE = 31;
    private static final int COMMAND_SIGNATURE = 0x43425355;
    private static final int STATUS_SIZE = 13;
    private static final int STATUS_SIGNATURE = 0x53425355;
    private static final int TO_HOST = 0x80;
    private static final int COMMAND_BLOCK = 15;
    private static final int MAX_COMMAND = 16;
    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int PHASE_ERROR = 2;
    private static final int CLASS_TO_INTERFACE = 0x21;
    private static final int CLASS_FROM_INTERFACE = 0xA1;
    private static final int RESET = 0xFF;
    private static final int GET_MAX_LUN = 0xFE;
    private static final long FOUR_BYTES = 0xFFFF_FFFFL;

    private enum Phase {
        COMMAND,
        DATA_IN,
        DATA_OUT,
        STATUS,
        /** After an invalid command all endpoints stay halted until the host's reset (6.6.1 of the standard). */
        BROKEN
    }

    private final String name;
    private final DiskImage image;
    private final ScsiDisk disk;
    private Phase phase = Phase.COMMAND;
    private int tag;
    private int status;
    /** Number of bytes that the host has announced, and how many of them are still expected. */
    private long length;

    private long expected;
    /** Number of bytes that the command itself still has to transfer, and how many it has transferred. */
    private long left;

    private long moved;
    /** The data to send, if they do not come from the image; otherwise null. */
    private @Nullable ByteBuffer answer;
    /** The next position in the image, in bytes. */
    private long position;

    BulkOnly(String name, DiskImage image, String serial) {
        this.name = name;
        this.image = image;
        this.disk = new ScsiDisk(image, serial);
    }

    @Override
    public void reset() {
        phase = Phase.COMMAND;
    }

    @Override
    public int control(UsbSetup setup, ByteBuffer data) {
        if (setup.requestType() == CLASS_TO_INTERFACE && setup.request() == RESET) {
            reset();
            return 0;
        }
        if (setup.requestType() == CLASS_FROM_INTERFACE && setup.request() == GET_MAX_LUN && data.hasRemaining()) {
            data.put((byte) 0);
            return 1;
        }
        return STALL;
    }

    @Override
    public void run(Endpoints endpoints) {
        Endpoint in = endpoints.at(IN);
        Endpoint out = endpoints.at(OUT);
        boolean more = true;
        while (more) {
            more = switch (phase) {
                case COMMAND -> command(in, out);
                case DATA_IN -> dataIn(in);
                case DATA_OUT -> dataOut(out);
                case STATUS -> sendStatus(in);
                case BROKEN -> false;
            };
        }
        if (phase == Phase.BROKEN) {
            in.halt();
            out.halt();
        }
    }

    private boolean command(Endpoint in, Endpoint out) {
        Submitted first = out.first();
        if (first == null) {
            return false;
        }
        ByteBuffer block = first.data().slice().order(ByteOrder.LITTLE_ENDIAN);
        int size = block.limit() == COMMAND_SIZE ? block.get(14) & 0x1F : 0;
        if (size < 1 || size > MAX_COMMAND || block.getInt(0) != COMMAND_SIGNATURE) {
            phase = Phase.BROKEN;
            return false;
        }
        tag = block.getInt(4);
        length = block.getInt(8) & FOUR_BYTES;
        expected = length;
        boolean toHost = (block.get(12) & TO_HOST) != 0;
        ByteBuffer command = ByteBuffer.allocate(MAX_COMMAND);
        command.put(0, block, COMMAND_BLOCK, size);
        boolean otherUnit = (block.get(13) & 0x0F) != 0;
        out.complete(UsbResult.of(Status.COMPLETED, COMMAND_SIZE));
        begin(otherUnit ? disk.failed(Sense.NO_SUCH_UNIT) : disk.begin(command), toHost);
        return true;
    }

    private void begin(Outcome outcome, boolean toHost) {
        answer = null;
        left = 0;
        moved = 0;
        status = PASSED;
        if (outcome instanceof Outcome.Failed) {
            status = FAILED;
        } else if (outcome instanceof Outcome.Flush) {
            flush();
        } else if (outcome instanceof Outcome.Answer data) {
            answer = ByteBuffer.wrap(data.data());
            move(Math.min(data.data().length, expected), toHost);
        } else if (outcome instanceof Outcome.Read read) {
            position = read.position();
            move(read.length(), toHost);
        } else if (outcome instanceof Outcome.Write write) {
            position = write.position();
            move(write.length(), !toHost);
        }
        phase = expected == 0 ? Phase.STATUS : toHost ? Phase.DATA_IN : Phase.DATA_OUT;
    }

    /** Host and device must agree on the direction, and the device may not transfer more than the host expects (6.7). */
    private void move(long bytes, boolean sameWay) {
        if (bytes > expected || bytes > 0 && !sameWay) {
            status = PHASE_ERROR;
        } else {
            left = bytes;
        }
    }

    private void flush() {
        try {
            image.flush();
        } catch (IOException failed) {
            fail(Sense.WRITE_ERROR, failed);
        }
    }

    private void fail(Sense why, IOException failed) {
        LOG.log(Level.WARNING, "USB disk " + name + ": " + failed.getMessage());
        disk.failed(why);
        status = FAILED;
        left = 0;
    }

    /**
     * Sends data. A device that has less than the host expects halts its endpoint afterwards (6.7.2): the host may have queued
     * further transfers for the data, and must not get the status in one of them.
     */
    private boolean dataIn(Endpoint in) {
        Submitted first = in.first();
        if (first == null) {
            return false;
        }
        int count = fill(first.data());
        left -= count;
        expected -= count;
        moved += count;
        if (left == 0) {
            phase = Phase.STATUS;
        }
        if (count > 0) {
            in.complete(first.received(count));
        }
        if (left == 0 && expected > 0) {
            in.halt();
        }
        return true;
    }

    /** @return number of bytes put there */
    private int fill(ByteBuffer target) {
        int count = (int) Math.min(left, target.remaining());
        target.limit(target.position() + count);
        if (answer != null) {
            answer.limit(answer.position() + count);
            target.put(answer);
            answer.limit(answer.capacity());
            return count;
        }
        try {
            image.read(position, target);
        } catch (IOException failed) {
            fail(Sense.READ_ERROR, failed);
            return 0;
        }
        position += count;
        return count;
    }

    private boolean dataOut(Endpoint out) {
        Submitted first = out.first();
        if (first == null) {
            return false;
        }
        ByteBuffer source = first.data();
        int came = source.remaining();
        store(source);
        expected -= Math.min(expected, came);
        if (expected == 0) {
            phase = Phase.STATUS;
        }
        out.complete(UsbResult.of(Status.COMPLETED, came));
        return true;
    }

    /** Discards data that the command does not need, for example after a failure. */
    private void store(ByteBuffer source) {
        int count = (int) Math.min(left, source.remaining());
        source.limit(source.position() + count);
        try {
            image.write(position, source);
            position += count;
            left -= count;
            moved += count;
        } catch (IOException failed) {
            fail(Sense.WRITE_ERROR, failed);
        }
    }

    private boolean sendStatus(Endpoint in) {
        Submitted first = in.first();
        if (first == null) {
            return false;
        }
        ByteBuffer target = first.data().slice().order(ByteOrder.LITTLE_ENDIAN);
        if (target.limit() < STATUS_SIZE) {
            in.complete(UsbResult.of(Status.OVERFLOW));
            return true;
        }
        target.putInt(0, STATUS_SIGNATURE)
                .putInt(4, tag)
                .putInt(8, (int) (length - moved))
                .put(12, (byte) status);
        phase = Phase.COMMAND;
        in.complete(first.received(STATUS_SIZE));
        return true;
    }
}
