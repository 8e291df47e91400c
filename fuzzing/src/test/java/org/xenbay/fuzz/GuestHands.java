// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.SharedMemory;

/** A guest with one device, which does step by step what an input says. */
final class GuestHands {

    private static final String[] TEXTS = {
        "",
        "0",
        "1",
        "-1",
        "2147483648",
        "4294967295",
        "18446744073709551616",
        "x",
        "1 ",
        " 1",
        "0x10",
        "x86_64-abi",
        "arm-abi",
        "vt100",
        "1,2",
        "/local/domain/0",
        "../0",
        "9999999999999999999999999999999999"
    };
    private static final int STEPS = 12;
    private static final Duration LITTLE = Duration.ofMillis(2);

    final Guest guest;
    final DeviceId id;
    final GrantedPages pages;
    final SharedMemory memory;
    final GuestPort port;
    private final DeviceHost host;
    private final DeviceKind kind;
    private final StorePath frontend;

    GuestHands(DeviceHost host, DeviceKind kind, String name, int variant) {
        this.host = host;
        this.kind = kind;
        guest = host.xen.create(name);
        id = new DeviceId(guest.domain(), kind.type(), 1);
        pages = guest.grant(0, kind.pages(), true);
        memory = pages.memory();
        port = guest.allocatePort(0, () -> {});
        frontend = guest.path().child("device/" + kind.frontendType() + "/1");
        host.attach(id, kind.options(variant));
        host.await("nobody looks at " + id, () -> host.admin.device(id).isPresent());
    }

    /** Connects as a driver does. */
    void connect() {
        publish();
        host.awaitConnected(id);
        write("state", "4");
    }

    private void publish() {
        // A driver waits for the backend, which may be waiting for a host's service.
        DeviceHost.within(LITTLE, () -> host.state(id).number() >= 2);
        kind.publish(this).forEach(this::write);
        write("state", "3");
    }

    /** Does what an input says, up to so many steps. */
    void play(Input input, int most) throws Exception {
        for (int i = 0; i < most && !input.isEmpty(); i++) {
            step(input);
        }
    }

    private void step(Input input) throws Exception {
        switch (input.choose(STEPS)) {
            case 0 -> write(node(input), value(input));
            case 1 -> remove(node(input));
            case 2 -> write("state", Integer.toString(input.choose(9)));
            case 3 -> write("state", value(input));
            case 4 -> memory.putIntRelease(offset(input), (int) input.number());
            case 5 -> {
                int at = input.u16();
                byte[] bytes = input.bytes(input.u8());
                int from = Math.min(at, memory.size() - bytes.length);
                memory.put(from, bytes, 0, bytes.length);
            }
            case 6 -> port.signal();
            case 7 -> settle();
            case 8 -> kind.act(this, input);
            case 9 -> kind.happen(this, input);
            case 10 -> publish();
            default -> remove("");
        }
    }

    /** An offset for an int: one that has a meaning, or any. */
    private int offset(Input input) {
        int choice = input.u8();
        int[] offsets = kind.offsets();
        int any = choice < offsets.length ? offsets[choice] : input.u16() & ~3;
        return Math.min(any, memory.size() - Integer.BYTES);
    }

    private String node(Input input) {
        List<String> nodes = kind.nodes();
        return nodes.get(input.choose(nodes.size()));
    }

    private String value(Input input) {
        return switch (input.choose(6)) {
            case 0 -> Integer.toString(pages.references()[input.choose(kind.pages())]);
            case 1 -> Integer.toString(port.number());
            case 2 -> Long.toString(pages.frames()[input.choose(kind.pages())]);
            case 3 -> Long.toString(input.number());
            case 4 -> TEXTS[input.choose(TEXTS.length)];
            default -> new String(input.bytes(input.u8()), StandardCharsets.ISO_8859_1);
        };
    }

    void write(String name, String value) {
        try {
            guest.store().write(path(name), value);
        } catch (XenStoreException | IllegalArgumentException refused) {
            // A request for too much, or for an invalid value, has no effect.
        }
    }

    private void remove(String name) {
        try {
            guest.store().remove(path(name));
        } catch (XenStoreException refused) {
            // As above.
        }
    }

    private StorePath path(String name) {
        return name.isEmpty() ? frontend : frontend.child(name);
    }

    /** Lets the backend work a little. */
    private void settle() {
        long before = host.admin.device(id).map(view -> view.events()).orElse(0L);
        DeviceHost.within(
                LITTLE, () -> host.admin.device(id).map(view -> view.events()).orElse(-1L) != before);
    }

    /** The guest ends; with it, the device. */
    void end() {
        host.xen.destroy(guest.domain());
        host.await(
                "the device does not go with its guest: " + id,
                () -> host.admin.device(id).isEmpty());
    }

    Map<String, String> references(String... names) {
        Map<String, String> nodes = new java.util.LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            nodes.put(names[i], Integer.toString(pages.references()[i]));
        }
        return nodes;
    }
}
