// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.xenbay.backend.ninepfs.wire.MessageType;
import org.xenbay.backend.ninepfs.wire.Wire;
import org.xenbay.frontend.ninep.Message;

/** Random messages: valid, nearly valid and invalid ones, and sometimes a Tversion. */
final class Nonsense {

    private static final int[] TYPES = {
        8, 12, 14, 16, 18, 20, 22, 24, 26, 30, 32, 40, 50, 52, 54, 70, 72, 74, 76, 100, 102, 104, 108, 110, 112, 114,
        116, 118, 120, 122, 124, 126
    };
    private static final String[] NAMES = {
        "a",
        "b",
        "c",
        "dir",
        "dir2",
        "link",
        "escape",
        "up",
        "..",
        ".",
        "",
        "a/b",
        "../secret",
        "/etc/passwd",
        "pipe",
        "x".repeat(255),
        "x".repeat(256),
        "nul\0nul",
        "user.a",
        "system.posix_acl_access",
        "security.capability",
        ".virtfs_metadata",
        ".virtfs_metadata_root",
        "user.virtfs.uid",
        "9P2000.L",
        "9P2000.u",
        "c 1 3",
        "b 8 0",
        "7"
    };

    private final Random random;

    Nonsense(Random random) {
        this.random = random;
    }

    /** @return one message that begins with its size; some messages are cut, and some are changed after they were made */
    byte[] message() {
        int type;
        do {
            type = TYPES[random.nextInt(TYPES.length)];
        } while (type == MessageType.VERSION && random.nextInt(100) > 0);
        Message message = new Message(random.nextInt(200) == 0 ? random.nextInt(256) : type);
        fields(message, type);
        byte[] bytes = message.bytes(random.nextInt(2000));
        if (random.nextInt(4) == 0) {
            bytes[Wire.HEADER + random.nextInt(Math.max(1, bytes.length - Wire.HEADER)) - (bytes.length == 7 ? 1 : 0)] =
                    (byte) random.nextInt();
        }
        if (random.nextInt(8) == 0) {
            bytes = Arrays.copyOf(bytes, Wire.HEADER + random.nextInt(bytes.length - Wire.HEADER + 1));
        }
        return bytes;
    }

    private void fields(Message message, int type) {
        switch (type) {
            case 110 -> {
                int count = random.nextInt(random.nextInt(10) == 0 ? 20 : 4);
                message.u32(fid()).u32(fid()).u16(count);
                for (int i = 0; i < count; i++) {
                    message.string(name());
                }
            }
            case 104 -> message.u32(fid()).u32(-1).string("").string(name()).u32(random.nextInt(3));
            case 14 ->
                message.u32(fid()).string(name()).u32(flags()).u32(mode()).u32(0);
            case 16 ->
                message.u32(fid()).string(name()).string("../outside/secret").u32(0);
            case 18 ->
                message.u32(fid()).string(name()).u32(mode()).u32(1).u32(3).u32(0);
            case 20, 30, 70 -> message.u32(fid()).u32(fid()).string(name());
            case 32 -> message.u32(fid()).string(name()).u64(number()).u32(random.nextInt(4));
            case 40, 116 -> message.u32(fid()).u64(number()).u32((int) number());
            case 52, 54 -> lock(message, type);
            case 72 -> message.u32(fid()).string(name()).u32(mode()).u32(0);
            case 74 -> message.u32(fid()).string(name()).u32(fid()).string(name());
            case 76 -> message.u32(fid()).string(name()).u32(random.nextBoolean() ? 0x200 : 0);
            case 114 ->
                message.u32(fid())
                        .string(name())
                        .u32(random.nextInt())
                        .u8(random.nextInt(256))
                        .string(name());
            case 118 -> {
                byte[] data = new byte[random.nextInt(200)];
                message.u32(fid()).u64(random.nextInt(5000)).u32(data.length).bytes(data, 0, data.length);
            }
            case 26 -> {
                message.u32(fid()).u32(random.nextInt(0x200)).u32(mode()).u32(0).u32(0);
                message.u64(random.nextInt(100_000));
                for (int i = 0; i < 4; i++) {
                    message.u64(number());
                }
            }
            default -> {
                List<Integer> any = new ArrayList<>();
                random.ints(random.nextInt(8)).forEach(any::add);
                message.u32(fid());
                any.forEach(message::u32);
            }
        }
    }

    /** Tlock has flags, Tgetlock has none. */
    private void lock(Message message, int type) {
        message.u32(fid()).u8(random.nextInt(4));
        if (type == 52) {
            message.u32(random.nextInt(3));
        }
        message.u64(number()).u64(number()).u32(random.nextInt(3)).string("me");
    }

    private int fid() {
        return random.nextInt(100) == 0 ? random.nextInt() : random.nextInt(12);
    }

    private String name() {
        return NAMES[random.nextInt(random.nextBoolean() ? 8 : NAMES.length)];
    }

    private int flags() {
        return random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(3);
    }

    private int mode() {
        int[] types = {0, 0100000, 0010000, 0140000, 0040000, 0120000};
        return types[random.nextInt(types.length)] | random.nextInt(07777) | 0600;
    }

    private long number() {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> random.nextInt(5000);
            case 2 -> -1;
            case 3 -> Long.MAX_VALUE;
            default -> random.nextLong();
        };
    }
}
