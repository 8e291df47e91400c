// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestDisk;
import org.xenbay.frontend.usb.GuestUrb;
import org.xenbay.usb.disk.UsbDisk;
import org.xenbay.usb.serial.UsbSerial;
import org.xenbay.usb.software.SoftwareDevice;

/** A guest that breaks every rule of the protocol harms only itself. */
@Timeout(60)
class HostileGuestTest {

    private static final int HIGH = 3;
    private static final int FULL = 2;
    private static final int REQUESTS = 20_000;
    private static final int PAGES = 16;

    @TempDir
    Path folder;

    private UsbDisk disk(String name) throws Exception {
        byte[] content = new byte[256 * 1024];
        new Random(name.hashCode()).nextBytes(content);
        return UsbDisk.open(name, Files.write(folder.resolve(name), content), true, UsbSpeed.HIGH, name);
    }

    private static GuestDisk use(UsbBench.Plugged guest) throws Exception {
        guest.awaitSpeed(1, HIGH);
        GuestDevice device = new GuestDevice(guest.controller, 1);
        device.enumerate(9);
        return new GuestDisk(device);
    }

    /** Waits for a free slot, which comes with an answer. */
    private static void put(UsbBench.Plugged guest, byte[] request) throws InterruptedException {
        assertThat(guest.controller.await(() -> guest.controller.putRaw(request), UsbBench.TIMEOUT))
                .isTrue();
        guest.controller.signal();
    }

    @Test
    void randomRequestsLeaveTheDevicesUsableAndOtherGuestsAlone() throws Exception {
        SoftwareDevice serial = UsbSerial.echo("serial0", "1");
        try (UsbDisk mine = disk("disk0");
                UsbDisk others = disk("disk1");
                UsbBench bench = new UsbBench()) {
            bench.plug(mine.device());
            bench.plug(others.device());
            bench.plug(serial);
            UsbBench.Plugged bad = bench.connect("bad", "ports=4", "port/1=disk0", "port/3=serial0");
            UsbBench.Plugged good = bench.connect("good", "ports=1", "port/1=disk1");
            byte[] wanted = Files.readAllBytes(folder.resolve("disk1"));
            GuestDisk goods = use(good);
            use(bad);
            bad.awaitSpeed(3, FULL);
            int mapped = bench.xen.usage().mappedPages();
            Nonsense nonsense = new Nonsense(bad, new Random(7));
            for (int i = 0; i < REQUESTS; i++) {
                nonsense.send();
                if (i % 2000 == 0) {
                    assertThat(goods.read(0, 128)).isEqualTo(Arrays.copyOf(wanted, 128 * GuestDisk.BLOCK));
                }
            }
            assertThat(bench.xen.usage().mappedPages()).as("mapped pages").isEqualTo(mapped);
            bad.controller.unload().get(10, TimeUnit.SECONDS);
            bad.controller.reload().get(10, TimeUnit.SECONDS);
            await().until(() -> bad.controller.violations().isEmpty());
            assertThat(use(bad).read(0, 512)).isEqualTo(Files.readAllBytes(folder.resolve("disk0")));
            assertThat(goods.read(0, 512)).isEqualTo(wanted);
            assertThat(good.controller.violations()).isEmpty();
        } finally {
            serial.close();
        }
    }

    /** Requests that are nearly right. */
    private static final class Nonsense {
        private final UsbBench.Plugged guest;
        private final Random random;
        private final GrantedPages readable;
        private final GrantedPages writable;

        Nonsense(UsbBench.Plugged guest, Random random) {
            this.guest = guest;
            this.random = random;
            this.readable = guest.guest.grant(0, PAGES, false);
            this.writable = guest.guest.grant(0, PAGES, true);
        }

        void send() throws InterruptedException {
            ByteBuffer request = ByteBuffer.allocate(148).order(ByteOrder.LITTLE_ENDIAN);
            request.putShort(0, (short) pick(random.nextInt(20), random.nextInt()))
                    .putShort(2, (short) pick(random.nextInt(17), random.nextInt()))
                    .putInt(4, pipe())
                    .putShort(8, (short) random.nextInt())
                    .putShort(10, (short) pick(random.nextInt(4096), random.nextInt()))
                    .putLong(12, setup());
            for (int i = 0; i < 16; i++) {
                GrantedPages pages = random.nextInt(4) == 0 ? readable : writable;
                request.putInt(20 + 8 * i, pick(pages.references()[random.nextInt(PAGES)], random.nextInt()))
                        .putShort(24 + 8 * i, (short) pick(0, random.nextInt()))
                        .putShort(26 + 8 * i, (short) pick(random.nextInt(4097), random.nextInt()));
            }
            writable.memory().putInt(random.nextInt(PAGES * 1024) * 4, random.nextInt());
            put(guest, request.array());
        }

        private int pipe() {
            int port = pick(random.nextInt(4) + 1, random.nextInt(32));
            int address = pick(random.nextInt(2) * 9, random.nextInt(128));
            int endpoint = random.nextInt(4);
            int unlink = random.nextInt(5) == 0 ? 1 << 5 : 0;
            return port
                    | unlink
                    | random.nextInt(2) << 7
                    | address << 8
                    | endpoint << 15
                    | random.nextInt(4) << 30
                    | (random.nextInt() & 0x3FF80040);
        }

        private long setup() {
            int type = new int[] {0, 1, 2, 0x80, 0x81, 0x21, 0xA1, random.nextInt(256)}[random.nextInt(8)];
            return type | (long) random.nextInt(16) << 8 | (random.nextLong() & 0x00FF_03FF_03FFL) << 16;
        }

        /** Mostly valid values. */
        private int pick(int sane, int wild) {
            return random.nextInt(12) == 0 ? wild : sane;
        }
    }

    @Test
    void anIndexThatClaimsMoreThanTheRingHoldsEndsTheConnectionOnly() throws Exception {
        try (UsbDisk mine = disk("disk0");
                UsbDisk others = disk("disk1");
                UsbBench bench = new UsbBench()) {
            bench.plug(mine.device());
            bench.plug(others.device());
            UsbBench.Plugged bad = bench.connect("bad", "port/1=disk0");
            UsbBench.Plugged good = bench.connect("good", "port/1=disk1");
            GuestDisk goods = use(good);
            use(bad);
            for (int wild : new int[] {1000, -5, Integer.MIN_VALUE, 17}) {
                int producer = bad.controller.urbPage().getInt(0);
                bad.controller.urbPage().putInt(0, producer + wild);
                bad.controller.signal();
                assertThat(bad.probe.awaitFrontend(XenbusState.CLOSED, UsbBench.TIMEOUT))
                        .as("%d", wild)
                        .isTrue();
                assertThat(bench.admin.device(bad.id).orElseThrow().failure()).contains("request ring");
                bad.controller.reload().get(10, TimeUnit.SECONDS);
                assertThat(bad.probe.awaitFrontend(XenbusState.CONNECTED, UsbBench.TIMEOUT))
                        .isTrue();
                assertThat(use(bad).read(0, 10)).hasSize(5120);
            }
            assertThat(goods.read(0, 512)).isEqualTo(Files.readAllBytes(folder.resolve("disk1")));
        }
    }

    @Test
    void aStormOfUnlinksIsAnsweredOneByOne() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        try (UsbBench bench = new UsbBench()) {
            bench.plug(device);
            UsbBench.Plugged guest = bench.connect("bad", "ports=1", "port/1=2-1");
            guest.awaitSpeed(1, HIGH);
            ByteBuffer unlink =
                    ByteBuffer.allocate(148).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 1 | 1 << 5);
            for (int i = 0; i < 5000; i++) {
                unlink.putShort(0, (short) i).putShort(12, (short) (i * 31));
                put(guest, unlink.array());
            }
            await().until(() -> guest.controller.violations().size() == 5000);
            assertThat(guest.details()).containsEntry("under way", "0 requests");
        }
    }

    @Test
    void aGuestThatVanishesInMidTransferGivesTheDeviceBack() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        try (UsbBench bench = new UsbBench()) {
            bench.plug(device);
            for (int i = 0; i < 20; i++) {
                UsbBench.Plugged guest = bench.connect("guest" + i, "ports=1", "port/1=2-1");
                guest.awaitSpeed(1, HIGH);
                guest.address(3);
                for (int n = 0; n < 16; n++) {
                    guest.controller.submit(GuestUrb.bulk(1, 3, 0x81, new byte[65536]));
                }
                device.next();
                bench.xen.destroy(guest.guest.domain());
                await().until(() -> !device.isOpen());
                device.asked.clear();
            }
            assertThat(device.sessions).hasSize(20);
        }
    }
}
