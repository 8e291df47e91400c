// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import static org.xenbay.api.xen.GrantTable.PAGE_SIZE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.xenbay.api.file.Errno;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantCopy.Direction;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.XenException;
import org.xenbay.nativexen.libc.Libc;

/**
 * Tries the native grant table and event channels on the genuine hypervisor, with this domain as its own guest. Prints
 * one line a check, and ends with 1 when one failed. Needs root in a domain with gntalloc, and nothing but the JRE, JNA
 * and the bundles' classes.
 */
final class LoopBackProbe {

    private static final int BEYOND_THE_TABLE = 0x0FFF_FFFF;

    private final NativeXen.HostDevices devices;
    private final GrantTable grants;
    private final LoopBack guest;
    private final int domain;
    private boolean failed;

    private LoopBackProbe(int domain, NativeXen.HostDevices devices, LoopBack guest) {
        this.domain = domain;
        this.devices = devices;
        this.guest = guest;
        this.grants = new NativeGrantTable(devices.grants(), domain);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int domain = Integer.parseInt(arguments[0]);
        Libc.load();
        try (NativeXen.HostDevices devices = NativeXen.HostDevices.open(Path.of("/"));
                LoopBack guest = new LoopBack(domain)) {
            LoopBackProbe probe = new LoopBackProbe(domain, devices, guest);
            probe.mapping();
            probe.copying();
            probe.refusals();
            probe.events();
            probe.refusedPorts();
            probe.nothingIsHeld();
            System.exit(probe.failed ? 1 : 0);
        }
    }

    private void check(String what, boolean holds) {
        System.out.println((holds ? "ok: " : "NOT OK: ") + what);
        failed |= !holds;
    }

    private void mapping() {
        LoopBack.Granted granted = guest.grant(16, true);
        try (SharedMemory first = grants.map(granted.references(), Access.READ_WRITE);
                SharedMemory second = grants.map(granted.references(), Access.READ)) {
            check("16 pages are one piece of memory", first.size() == 16 * PAGE_SIZE);
            first.putLong(4 * PAGE_SIZE - 8, 0x0123_4567_89AB_CDEFL);
            first.putIntRelease(15 * PAGE_SIZE, 42);
            check("a second mapping shows the same bytes", second.getLong(4 * PAGE_SIZE - 8) == 0x0123_4567_89AB_CDEFL);
            check("and the same index", second.getIntAcquire(15 * PAGE_SIZE) == 42);
            check("a store to what is mapped to be read is refused", refusesStores(second));
        }
        int[] order = {granted.references()[3], granted.references()[0], granted.references()[3]};
        try (SharedMemory memory = grants.map(order, Access.READ)) {
            check("pages come in the order asked for", memory.getLong(PAGE_SIZE - 8) == 0x0123_4567_89AB_CDEFL);
            check("one may come twice", memory.getLong(3 * PAGE_SIZE - 8) == 0x0123_4567_89AB_CDEFL);
        }
        guest.revoke(granted);
    }

    private static boolean refusesStores(SharedMemory memory) {
        try {
            memory.putByte(0, 1);
            return false;
        } catch (ReadOnlyBufferException refused) {
            return true;
        }
    }

    private void copying() {
        LoopBack.Granted granted = guest.grant(2, true);
        int reference = granted.references()[0];
        check("the kernel can copy grants", grants.canCopy());
        ByteBuffer direct = ByteBuffer.allocateDirect(PAGE_SIZE);
        ByteBuffer heap = ByteBuffer.allocate(PAGE_SIZE);
        for (int i = 0; i < PAGE_SIZE; i++) {
            direct.put(i, (byte) i);
            heap.put(i, (byte) (i * 7));
        }
        grants.copy(List.of(
                new GrantCopy(Direction.TO_GUEST, reference, 0, direct, PAGE_SIZE),
                new GrantCopy(Direction.TO_GUEST, granted.references()[1], 100, heap, 1000)));
        ByteBuffer back = ByteBuffer.allocate(1000);
        ByteBuffer page = ByteBuffer.allocateDirect(PAGE_SIZE);
        grants.copy(List.of(
                new GrantCopy(Direction.FROM_GUEST, granted.references()[1], 100, back, 1000),
                new GrantCopy(Direction.FROM_GUEST, reference, 0, page, PAGE_SIZE)));
        check("a page copied there and back is the same", page.equals(direct));
        check("a part of one, by way of the heap, as well", back.equals(heap.slice(0, 1000)));
        List<GrantCopy> oneIsWrong = List.of(
                new GrantCopy(Direction.FROM_GUEST, BEYOND_THE_TABLE, 0, ByteBuffer.allocate(1), 1),
                new GrantCopy(Direction.TO_GUEST, reference, 0, ByteBuffer.wrap(new byte[] {77}), 1));
        refuses("a copy with one wrong reference", () -> grants.copy(oneIsWrong), "BAD_GNTREF");
        grants.copy(List.of(new GrantCopy(Direction.FROM_GUEST, reference, 0, back, 1)));
        check("its other segments are copied", back.get(0) == 77);
        guest.revoke(granted);
    }

    private void refusals() {
        LoopBack.Granted readOnly = guest.grant(1, false);
        int reference = readOnly.references()[0];
        refuses("mapping beyond the grant table", () -> map(BEYOND_THE_TABLE, Access.READ_WRITE), "BAD_GNTREF");
        refuses("mapping what grants nothing", () -> map(400, Access.READ_WRITE), "GENERAL_ERROR");
        refuses("mapping a read-only grant for writing", () -> map(reference, Access.READ_WRITE), "PERMISSION_DENIED");
        map(reference, Access.READ);
        check("a read-only grant is mapped for reading", true);
        GrantCopy write = new GrantCopy(Direction.TO_GUEST, reference, 0, ByteBuffer.allocate(1), 1);
        refuses("a copy to a read-only grant", () -> grants.copy(List.of(write)), "GENERAL_ERROR", "PERMISSION_DENIED");
        guest.revoke(readOnly);
        GrantTable stranger = new NativeGrantTable(devices.grants(), 30_000);
        refuses("a domain that is not there", () -> stranger.map(new int[] {8}, Access.READ), "BAD_DOMAIN");
    }

    private void map(int reference, Access access) {
        grants.map(new int[] {reference}, access).close();
    }

    private void refuses(String what, Runnable action, String... statuses) {
        try {
            action.run();
            check(what + " is refused", false);
        } catch (GrantException refused) {
            boolean expected = Stream.of(statuses).anyMatch(refused.status().name()::equals);
            check(what + " is refused: " + refused.getMessage(), expected);
        }
    }

    private void events() throws InterruptedException {
        int remote = guest.reservePort();
        Semaphore events = new Semaphore(0);
        EventChannel channel = devices.eventChannels().bind(domain, remote, events::release);
        check("it is bound to another port", channel.localPort() != remote);
        events.tryAcquire(200, TimeUnit.MILLISECONDS); // the binding itself may raise one
        channel.unmask();
        guest.notify(remote);
        check("an event arrives", events.tryAcquire(5, TimeUnit.SECONDS));
        guest.notify(remote);
        check("while masked the next one does not", !events.tryAcquire(300, TimeUnit.MILLISECONDS));
        channel.unmask();
        check("it does when unmasked", events.tryAcquire(5, TimeUnit.SECONDS));
        guest.hadEvent(remote);
        channel.signal();
        check("a signal arrives at the other end", guest.awaitEvent(remote));
        refusesPort("binding it twice", remote);
        channel.close();
        channel.close();
        channel.signal();
        check("after the end a signal goes nowhere", !guest.hadEvent(remote));
        Consumer<Integer> again =
                port -> devices.eventChannels().bind(domain, port, () -> {}).close();
        again.accept(remote);
        again.accept(remote);
        check("a port can be bound anew after that", true);
    }

    private void refusedPorts() {
        refusesPort("binding a port that nobody reserved", 900);
        refusesPort("binding port 0xFFFFFFFF", -1);
        try {
            devices.eventChannels().bind(30_000, 1, () -> {});
            check("a domain that is not there is refused", false);
        } catch (XenException refused) {
            check("a domain that is not there is refused: " + refused.getMessage(), refused.errno() == Errno.ESRCH);
        }
    }

    private void refusesPort(String what, int port) {
        try {
            devices.eventChannels().bind(domain, port, () -> {});
            check(what + " is refused", false);
        } catch (XenException refused) {
            check(what + " is refused: " + refused.getMessage(), refused.errno() == Errno.EINVAL);
        }
    }

    private void nothingIsHeld() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            check("no grant is mapped at the end", maps.noneMatch(line -> line.contains("/dev/xen/gntdev")));
        }
    }
}
