// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.backend.ninepfs.NinePfsBackend;
import org.xenbay.nativexen.file.HostFilesComponent;

/** A shared folder, with limits: struct xen_9pfs_data_intf of xen/include/public/io/9pfs.h. */
final class ShareKind implements DeviceKind {

    private static final int ORDER = 2;
    private static final int PAGE = 4096;
    private static final int OUT = PAGE + (PAGE << ORDER) / 2;
    private static final int OUT_SIZE = (PAGE << ORDER) / 2;
    private static final int OUT_PRODUCER = 68;

    private final NinePfsBackend backend;
    private final Path folder;
    private int requests;

    ShareKind(Path folder) throws IOException {
        this.folder = Files.createDirectory(folder.resolve("share"));
        this.backend = new NinePfsBackend(Map.of("threads", 2, "fids", 100, "descriptors", 120, "slowMillis", 600_000));
        backend.setFiles(HostFilesComponent.ofThisHost().orElseThrow());
    }

    @Override
    public XenDevOps backend() {
        return backend;
    }

    @Override
    public String type() {
        return "9pfs";
    }

    @Override
    public String frontendType() {
        return "9pfs";
    }

    @Override
    public Map<String, String> options(int variant) {
        Map<String, String> options = new HashMap<>(Map.of(
                "tag", "share", "path", folder.toString(), "security_model", NinePTarget.MODELS.get(variant & 3)));
        if ((variant & 4) != 0) {
            options.putAll(Map.of("max-space", "1", "max-files", "50", "max-open-files", "20"));
        }
        if ((variant & 8) != 0) {
            options.put("auto-delete", "1");
        }
        if ((variant & 16) != 0) {
            options.put("squash", "all");
        }
        return options;
    }

    @Override
    public List<String> nodes() {
        return List.of(
                "version", "num-rings", "ring-ref0", "event-channel-0", "ring-ref1", "event-channel-1", "tag", "state");
    }

    @Override
    public int[] offsets() {
        return new int[] {0, 4, 64, OUT_PRODUCER, 128, 132, 136, OUT, OUT + 4};
    }

    @Override
    public int pages() {
        return 1 + (1 << ORDER);
    }

    @Override
    public Map<String, String> publish(GuestHands hands) {
        hands.memory.putInt(128, ORDER);
        for (int i = 0; i < 1 << ORDER; i++) {
            hands.memory.putInt(132 + 4 * i, hands.pages.references()[1 + i]);
        }
        Map<String, String> nodes = new LinkedHashMap<>(hands.references("ring-ref0"));
        nodes.putAll(
                Map.of("version", "1", "num-rings", "1", "event-channel-0", Integer.toString(hands.port.number())));
        return nodes;
    }

    /** Sends a message; what was answered is taken as read. */
    @Override
    public void act(GuestHands hands, Input input) {
        int type = NinePMessages.TYPES[input.choose(NinePMessages.TYPES.length)];
        int tag = type == NinePMessages.VERSION ? NinePMessages.NOTAG : ++requests & 0x7FFF;
        byte[] message = NinePMessages.read(type, tag, input);
        int producer = hands.memory.getIntAcquire(OUT_PRODUCER);
        for (int i = 0; i < Math.min(message.length, OUT_SIZE); i++) {
            hands.memory.putByte(OUT + (producer + i & OUT_SIZE - 1), message[i]);
        }
        hands.memory.putIntRelease(0, hands.memory.getIntAcquire(4));
        hands.memory.putIntRelease(OUT_PRODUCER, producer + message.length);
        hands.port.signal();
    }

    /** Something else changes the folder. */
    @Override
    public void happen(GuestHands hands, Input input) throws IOException {
        Folders.empty(folder);
        Files.writeString(folder.resolve("a"), "x".repeat(input.u8()));
        Files.createDirectory(folder.resolve("dir"));
    }

    @Override
    public void close() {
        backend.deactivate();
    }
}
