// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a disk (SPC-4, SBC-3) that the drivers of Linux, Windows and the BSDs send to a USB disk. This class
 * begins a command; {@link BulkOnly} moves its blocks.
 */
final class ScsiDisk {

    private static final int TEST_UNIT_READY = 0x00;
    private static final int REQUEST_SENSE = 0x03;
    private static final int READ_6 = 0x08;
    private static final int WRITE_6 = 0x0A;
    private static final int INQUIRY = 0x12;
    private static final int MODE_SENSE_6 = 0x1A;
    private static final int START_STOP = 0x1B;
    private static final int PREVENT_REMOVAL = 0x1E;
    private static final int READ_FORMAT_CAPACITIES = 0x23;
    private static final int READ_CAPACITY_10 = 0x25;
    private static final int READ_10 = 0x28;
    private static final int WRITE_10 = 0x2A;
    private static final int VERIFY_10 = 0x2F;
    private static final int SYNCHRONIZE_CACHE_10 = 0x35;
    private static final int MODE_SENSE_10 = 0x5A;
    private static final int READ_16 = 0x88;
    private static final int WRITE_16 = 0x8A;
    private static final int SYNCHRONIZE_CACHE_16 = 0x91;
    private static final int SERVICE_ACTION_IN = 0x9E;
    private static final int READ_CAPACITY_16 = 0x10;
    private static final int REPORT_LUNS = 0xA0;

    private static final int SIX_BLOCKS = 256;
    private static final int WRITE_PROTECT = 0x80;
    private static final int CACHING_PAGE = 0x08;
    private static final int ALL_PAGES = 0x3F;
    private static final long FOUR_BYTES = 0xFFFF_FFFFL;

    private final DiskImage image;
    private final String serial;
    private Sense sense = Sense.NONE;

    ScsiDisk(DiskImage image, String serial) {
        this.image = image;
        this.serial = serial;
    }

    /** The effect of a command. */
    sealed interface Outcome {

        /** The command failed; the sense data have the reason. */
        record Failed() implements Outcome {}

        /** The command sends these bytes, perhaps none. */
        record Answer(byte[] data) implements Outcome {}

        /** The command sends blocks; position and length are in bytes. */
        record Read(long position, long length) implements Outcome {}

        /** The command receives blocks; position and length are in bytes. */
        record Write(long position, long length) implements Outcome {}

        /** The command writes all blocks from the cache to the host's disk. */
        record Flush() implements Outcome {}
    }

    Outcome failed(Sense why) {
        sense = why;
        return new Outcome.Failed();
    }

    /** @param command the command block, 16 bytes, big endian; short commands are followed by zeros */
    Outcome begin(ByteBuffer command) {
        int code = command.get(0) & 0xFF;
        if (code != REQUEST_SENSE) {
            sense = Sense.NONE;
        }
        return switch (code) {
            case TEST_UNIT_READY, START_STOP, PREVENT_REMOVAL, VERIFY_10 -> new Outcome.Answer(new byte[0]);
            case SYNCHRONIZE_CACHE_10, SYNCHRONIZE_CACHE_16 -> new Outcome.Flush();
            case REQUEST_SENSE -> requestSense(command);
            case INQUIRY -> inquiry(command);
            case MODE_SENSE_6 -> modeSense(command, 4, command.get(4) & 0xFF);
            case MODE_SENSE_10 -> modeSense(command, 8, command.getShort(7) & 0xFFFF);
            case READ_FORMAT_CAPACITIES -> cut(formatCapacities(), command.getShort(7) & 0xFFFF);
            case READ_CAPACITY_10 -> new Outcome.Answer(capacity10());
            case SERVICE_ACTION_IN ->
                (command.get(1) & 0x1F) == READ_CAPACITY_16
                        ? cut(capacity16(), command.getInt(10) & FOUR_BYTES)
                        : failed(Sense.BAD_FIELD);
            case REPORT_LUNS ->
                cut(new byte[] {0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, command.getInt(6) & FOUR_BYTES);
            case READ_6, READ_10, READ_16, WRITE_6, WRITE_10, WRITE_16 -> blocks(code, command);
            default -> failed(Sense.UNKNOWN_COMMAND);
        };
    }

    private Outcome blocks(int code, ByteBuffer command) {
        long first;
        long count;
        switch (code) {
            case READ_6, WRITE_6 -> {
                first = command.getInt(0) & 0x1F_FFFF;
                int six = command.get(4) & 0xFF;
                count = six == 0 ? SIX_BLOCKS : six;
            }
            case READ_10, WRITE_10 -> {
                first = command.getInt(2) & FOUR_BYTES;
                count = command.getShort(7) & 0xFFFF;
            }
            default -> {
                first = command.getLong(2);
                count = command.getInt(10) & FOUR_BYTES;
            }
        }
        boolean write = code == WRITE_6 || code == WRITE_10 || code == WRITE_16;
        if (first < 0 || first > image.blocks() || count > image.blocks() - first) {
            return failed(Sense.OUT_OF_RANGE);
        }
        if (write && image.isReadOnly()) {
            return failed(Sense.WRITE_PROTECTED);
        }
        long position = first * DiskImage.BLOCK;
        long length = count * DiskImage.BLOCK;
        return write ? new Outcome.Write(position, length) : new Outcome.Read(position, length);
    }

    private Outcome requestSense(ByteBuffer command) {
        Sense now = sense;
        sense = Sense.NONE;
        return cut(now.data(), command.get(4) & 0xFF);
    }

    private Outcome inquiry(ByteBuffer command) {
        boolean vital = (command.get(1) & 1) != 0;
        int page = command.get(2) & 0xFF;
        byte[] answer = vital ? vitalPage(page) : page == 0 ? standardInquiry() : null;
        return answer == null ? failed(Sense.BAD_FIELD) : cut(answer, command.getShort(3) & 0xFFFF);
    }

    private static byte[] standardInquiry() {
        ByteBuffer answer = ByteBuffer.allocate(36);
        answer.put(1, (byte) 0x80).put(2, (byte) 6).put(3, (byte) 2).put(4, (byte) (36 - 5));
        answer.put(8, "Xenbay  Software disk   0100".getBytes(StandardCharsets.US_ASCII));
        return answer.array();
    }

    private byte @Nullable [] vitalPage(int page) {
        byte[] text = serial.getBytes(StandardCharsets.US_ASCII);
        return switch (page) {
            case 0x00 -> new byte[] {0, 0, 0, 3, 0, (byte) 0x80, (byte) 0x83};
            case 0x80 ->
                ByteBuffer.allocate(4 + text.length)
                        .put(1, (byte) page)
                        .put(3, (byte) text.length)
                        .put(4, text)
                        .array();
            case 0x83 ->
                ByteBuffer.allocate(16 + text.length)
                        .put(1, (byte) page)
                        .put(3, (byte) (12 + text.length))
                        .put(4, (byte) 2)
                        .put(5, (byte) 1)
                        .put(7, (byte) (8 + text.length))
                        .put(8, "Xenbay  ".getBytes(StandardCharsets.US_ASCII))
                        .put(16, text)
                        .array();
            default -> null;
        };
    }

    /** With the caching page: writes are in the host's cache until they are flushed. */
    private Outcome modeSense(ByteBuffer command, int header, int room) {
        int page = command.get(2) & 0x3F;
        boolean caching = page == CACHING_PAGE || page == ALL_PAGES;
        if (page != 0 && !caching) {
            return failed(Sense.BAD_FIELD);
        }
        ByteBuffer answer = ByteBuffer.allocate(header + (caching ? 20 : 0));
        byte protect = (byte) (image.isReadOnly() ? WRITE_PROTECT : 0);
        if (header == 4) {
            answer.put(0, (byte) (answer.limit() - 1)).put(2, protect);
        } else {
            answer.putShort(0, (short) (answer.limit() - 2)).put(3, protect);
        }
        if (caching) {
            answer.put(header, (byte) CACHING_PAGE).put(header + 1, (byte) 18).put(header + 2, (byte) 4);
        }
        return cut(answer.array(), room);
    }

    private byte[] formatCapacities() {
        return ByteBuffer.allocate(12)
                .putInt(8)
                .putInt((int) Math.min(image.blocks(), FOUR_BYTES))
                .putInt(2 << 24 | DiskImage.BLOCK)
                .array();
    }

    private byte[] capacity10() {
        return ByteBuffer.allocate(8)
                .putInt((int) Math.min(image.blocks() - 1, FOUR_BYTES))
                .putInt(DiskImage.BLOCK)
                .array();
    }

    private byte[] capacity16() {
        return ByteBuffer.allocate(32)
                .putLong(image.blocks() - 1)
                .putInt(DiskImage.BLOCK)
                .array();
    }

    private static Outcome cut(byte[] answer, long room) {
        return new Outcome.Answer(java.util.Arrays.copyOf(answer, (int) Math.min(answer.length, room)));
    }
}
