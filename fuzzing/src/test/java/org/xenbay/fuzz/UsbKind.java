// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.backend.qusb.QusbBackend;
import org.xenbay.usb.disk.UsbDisk;

/** A USB controller with a disk of software: xen/include/public/io/usbif.h. */
final class UsbKind implements DeviceKind {

    private static final int PAGE = 4096;
    private static final int REQUEST = 148;
    private static final int FIRST_SLOT = 64;
    private static final int SLOTS = 16;
    private static final int PRODUCER = 0;

    private final QusbBackend backend = new QusbBackend(Map.of());
    private final UsbDisk disk;
    private final UsbDisk other;

    UsbKind(Path folder) throws IOException {
        disk = open(folder, "disk0");
        other = open(folder, "disk1");
        backend.addDevice(disk.device());
        backend.addDevice(other.device());
    }

    private static UsbDisk open(Path folder, String name) throws IOException {
        return UsbDisk.open(name, Files.write(folder.resolve(name), new byte[64 * 1024]), false, UsbSpeed.HIGH, name);
    }

    @Override
    public XenDevOps backend() {
        return backend;
    }

    @Override
    public String type() {
        return "qusb";
    }

    @Override
    public String frontendType() {
        return "vusb";
    }

    @Override
    public Map<String, String> options(int variant) {
        return Map.of("ports", "2", "port/1", (variant & 1) == 0 ? "disk0" : "disk1");
    }

    @Override
    public List<String> nodes() {
        return List.of("urb-ring-ref", "conn-ring-ref", "event-channel", "state");
    }

    @Override
    public int[] offsets() {
        return new int[] {0, 4, 8, 12, PAGE, PAGE + 4, PAGE + 8, PAGE + 12};
    }

    @Override
    public int pages() {
        return 6;
    }

    @Override
    public Map<String, String> publish(GuestHands hands) {
        for (int page = 0; page < 2; page++) {
            hands.memory.putInt(page * PAGE + 4, 1);
            hands.memory.putInt(page * PAGE + 12, 1);
        }
        Map<String, String> nodes = new LinkedHashMap<>(hands.references("urb-ring-ref", "conn-ring-ref"));
        nodes.put("event-channel", Integer.toString(hands.port.number()));
        return nodes;
    }

    /** Sends a request, of which most is as it should be. */
    @Override
    public void act(GuestHands hands, Input input) {
        ByteBuffer request = ByteBuffer.allocate(REQUEST).order(ByteOrder.LITTLE_ENDIAN);
        int how = input.u8();
        int segments = how & 3;
        request.putShort(0, (short) input.u8())
                .putShort(2, (short) ((how & 0x80) != 0 ? input.number() : segments))
                .putInt(4, pipe(input))
                .putShort(8, (short) (how >> 2 & 1))
                .putShort(10, (short) ((how & 0x40) != 0 ? input.number() : segments * PAGE));
        request.put(12, setup(input));
        for (int i = 0; i < 16; i++) {
            int page = (how & 0x20) != 0 ? (int) input.number() : hands.pages.references()[2 + i % 4];
            request.putInt(20 + 8 * i, page)
                    .putShort(24 + 8 * i, (short) ((how & 0x10) != 0 ? input.number() : 0))
                    .putShort(26 + 8 * i, (short) PAGE);
        }
        int producer = hands.memory.getIntAcquire(PRODUCER);
        int slot = FIRST_SLOT + (producer & SLOTS - 1) * REQUEST;
        hands.memory.put(slot, request.array(), 0, REQUEST);
        hands.memory.putIntRelease(PRODUCER, producer + 1);
        hands.port.signal();
    }

    private static int pipe(Input input) {
        int how = input.u8();
        if (how == 0xFF) {
            return input.u32();
        }
        int in = how & 1;
        int type = how >> 1 & 3;
        int endpoint = how >> 3 & 3;
        int unlink = how >> 5 & 1;
        int port = 1 + (how >> 6 & 1);
        return port | unlink << 5 | in << 7 | (how >> 7) * 9 << 8 | endpoint << 15 | type << 30;
    }

    private static byte[] setup(Input input) {
        byte[][] known = {
            {(byte) 0x80, 6, 0, 1, 0, 0, 18, 0},
            {0, 5, 9, 0, 0, 0, 0, 0},
            {0, 9, 1, 0, 0, 0, 0, 0},
            {(byte) 0xA1, (byte) 0xFE, 0, 0, 0, 0, 1, 0},
            {2, 1, 0, 0, 1, 0, 0, 0}
        };
        int choice = input.u8();
        if (choice < 0x80) {
            return known[choice % known.length];
        }
        byte[] any = input.bytes(8);
        return java.util.Arrays.copyOf(any, 8);
    }

    @Override
    public void close() throws IOException {
        disk.close();
        other.close();
    }
}
