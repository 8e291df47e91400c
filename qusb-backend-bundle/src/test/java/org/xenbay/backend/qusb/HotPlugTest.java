// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbHost;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.backend.qusb.command.UsbDeviceView;
import org.xenbay.frontend.usb.GuestDevice;
import org.xenbay.frontend.usb.GuestResult;
import org.xenbay.frontend.usb.GuestUrb;

/** Devices are plugged into guests and pulled out, by toolstack, operator, rule and hand. */
@Timeout(60)
class HotPlugTest {

    private static final int NONE = 0;
    private static final int LOW = 1;
    private static final int FULL = 2;
    private static final int HIGH = 3;

    private UsbBench bench = new UsbBench();

    @AfterEach
    void end() {
        bench.close();
    }

    private void useRules(String... rules) {
        bench.close();
        bench = new UsbBench(rules);
    }

    @Test
    void aPortTakesWhatTheToolstackWritesAtAnyTime() throws Exception {
        ManualDevice slow = new ManualDevice("2-1", UsbSpeed.LOW, 0, "");
        ManualDevice quick = new ManualDevice("2-2.4", UsbSpeed.FULL, 0, "");
        bench.plug(slow);
        bench.plug(quick);
        UsbBench.Plugged guest = bench.connect("one", "ports=3");
        guest.want(2, "2-1");
        guest.awaitSpeed(2, LOW);
        guest.want(2, "2-2.4");
        guest.awaitSpeed(2, FULL);
        assertThat(slow.isOpen()).as("the other is the host's again").isFalse();
        guest.want(2, "");
        guest.awaitSpeed(2, NONE);
        assertThat(quick.isOpen()).isFalse();
        assertThat(guest.controller.plugEvents()).containsExactly("2:1", "2:0", "2:2", "2:0");
    }

    @Test
    void noDeviceIsTakenFromTheHostBeforeTheGuestsDriverIsThere() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        bench.plug(device);
        UsbBench.Plugged guest = bench.connect("one", "port/1=2-1");
        guest.awaitSpeed(1, HIGH);
        guest.controller.unload().get(10, TimeUnit.SECONDS);
        assertThat(device.isOpen()).isFalse();
        guest.controller.reload().get(10, TimeUnit.SECONDS);
        await().until(device::isOpen);
        guest.awaitSpeed(1, HIGH);
        assertThat(device.sessions).hasSize(2);
    }

    @Test
    void aDeviceThatIsPulledOutByHandIsGoneForTheGuestAndComesBack() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        bench.plug(device);
        UsbBench.Plugged guest = bench.connect("one", "port/1=2-1");
        guest.awaitSpeed(1, HIGH);
        guest.address(3);
        CompletableFuture<GuestResult> read = guest.controller.submit(GuestUrb.bulk(1, 3, 0x81, new byte[10]));
        device.next();
        device.session().listener.gone();
        bench.pull(device);
        guest.awaitSpeed(1, NONE);
        assertThat(GuestDevice.await(read).status()).isEqualTo(-19);
        assertThat(device.isOpen()).isFalse();
        assertThat(guest.node("port/1")).as("the toolstack's wish stays").isEqualTo("2-1");
        await().until(() -> guest.node("port-error/1").startsWith("no USB device at 2-1"));
        ManualDevice again = new ManualDevice("2-1");
        bench.plug(again);
        guest.awaitSpeed(1, HIGH);
        assertThat(guest.node("port-error/1")).isEmpty();
    }

    @Test
    void aGuestThatGivesNoTicketsIsToldTheLatestWhenItDoes() throws Exception {
        ManualDevice slow = new ManualDevice("2-1", UsbSpeed.LOW, 0, "");
        ManualDevice quick = new ManualDevice("2-2", UsbSpeed.FULL, 0, "");
        bench.plug(slow);
        bench.plug(quick);
        UsbBench.Plugged guest = bench.connect("one", "ports=2", "port/1=2-1");
        guest.awaitSpeed(1, LOW);
        guest.controller.giveTickets(false);
        for (int i = 0; i < 560; i++) {
            guest.want(2, i % 2 == 0 ? "2-2" : "");
            boolean there = i % 2 == 0;
            await().pollInterval(java.time.Duration.ofMillis(1)).until(() -> quick.isOpen() == there);
        }
        int told = guest.controller.plugEvents().size();
        guest.want(2, "2-2");
        guest.want(1, "");
        await().until(() -> quick.isOpen() && !slow.isOpen());
        guest.controller.giveTickets(true);
        guest.awaitSpeed(2, FULL);
        guest.awaitSpeed(1, NONE);
        List<String> events = guest.controller.plugEvents();
        assertThat(events.subList(told, events.size()).size()).as("%s", events).isLessThanOrEqualTo(4);
    }

    @Test
    void aThousandChangesOnOneConnectionAreTold() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        bench.plug(device);
        UsbBench.Plugged guest = bench.connect("one", "ports=1");
        for (int i = 0; i < 500; i++) {
            guest.want(1, "2-1");
            guest.awaitSpeed(1, HIGH);
            guest.want(1, "");
            guest.awaitSpeed(1, NONE);
        }
        assertThat(guest.controller.plugEvents()).hasSize(1000);
        assertThat(guest.controller.violations()).isEmpty();
    }

    @Test
    void aDeviceHasOneGuestAndTheNextWhenThatLetsGo() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        bench.plug(device);
        UsbBench.Plugged one = bench.connect("one", "port/1=2-1");
        one.awaitSpeed(1, HIGH);
        UsbBench.Plugged two = bench.connect("two", "port/1=2-1");
        await().until(() -> two.node("port-error/1").contains("attached to " + one.id + " port 1"));
        assertThat(bench.admin.device(two.id).orElseThrow().explanation())
                .isEqualTo("served, but port 1: the USB device at 2-1 is attached to " + one.id + " port 1");
        one.want(1, "");
        two.awaitSpeed(1, HIGH);
        assertThat(bench.admin.device(two.id).orElseThrow().explanation()).isEqualTo("served, all is well");
        bench.xen.destroy(two.guest.domain());
        await().until(() -> !device.isOpen());
    }

    @Test
    void whatAPortCannotTakeIsSaidInOneLine() throws Exception {
        bench.plug(new ManualDevice("2-1", UsbSpeed.HIGH, 9, ""));
        bench.plug(new ManualDevice("2-2", UsbSpeed.SUPER, 0, ""));
        bench.plug(new ManualDevice("2-3", UsbSpeed.HIGH, 0, ""));
        ManualDevice claimed = new ManualDevice("2-4");
        claimed.refusal = new UsbException(
                UsbException.Reason.IN_USE, "USB device 2-4 is in use: its interface 0 is claimed by usbhid");
        bench.plug(claimed);
        UsbBench.Plugged guest =
                bench.connect("one", "ports=4", "port/1=2-1", "port/2=2-2", "port/3=2-9", "port/4=2-4");
        await().until(() -> guest.node("port-error/4").contains("claimed by usbhid"));
        assertThat(guest.node("port-error/1")).contains("2-1 is a hub");
        assertThat(guest.node("port-error/2"))
                .contains("2-2 runs at 5000 Mbit/s")
                .contains("USB 2 port");
        assertThat(guest.node("port-error/3"))
                .isEqualTo("no USB device at 2-9: no bundle offers the host's devices (org.xenbay.nativexen.usb)");
        UsbHost host = () -> "libusb-1.0.so.0 is missing: install libusb-1.0-0";
        bench.backend.setHost(host);
        await().until(() -> guest.node("port-error/3").endsWith("install libusb-1.0-0"));
        assertThat(bench.backend.devices())
                .extracting(UsbDeviceView::path, UsbDeviceView::state)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("-", host.trouble()),
                        org.assertj.core.groups.Tuple.tuple("2-9", guest.node("port-error/3")),
                        org.assertj.core.groups.Tuple.tuple("2-4", guest.node("port-error/4")),
                        org.assertj.core.groups.Tuple.tuple("2-3", "free"));
        UsbBench.Plugged old = bench.connect("two", "version=1", "ports=1", "port/1=2-3");
        await().until(() -> old.node("port-error/1").contains("take 12 at most (usb-ver 1)"));
        assertThat(guest.controller.plugEvents()).isEmpty();
        claimed.refusal = null;
        guest.want(4, "");
        await().until(() -> guest.node("port-error/4").isEmpty());
        guest.want(4, "2-4");
        guest.awaitSpeed(4, HIGH);
    }

    @Test
    void aRuleFollowsADeviceToWhereverItIsPluggedIn() throws Exception {
        useRules("hardware=1234:5678,serial=A* -> one port 2");
        UsbBench.Plugged guest = bench.connect("one", "ports=2");
        bench.plug(new ManualDevice("2-1", UsbSpeed.HIGH, 0, "B1"));
        ManualDevice first = new ManualDevice("2-2", UsbSpeed.HIGH, 0, "A1");
        bench.plug(first);
        guest.awaitSpeed(2, HIGH);
        await().until(() -> guest.node("port/2").equals("2-2"));
        bench.pull(first);
        guest.awaitSpeed(2, NONE);
        await().until(() -> guest.node("port/2").isEmpty());
        ManualDevice second = new ManualDevice("3-1.4", UsbSpeed.HIGH, 0, "A1");
        bench.plug(second);
        guest.awaitSpeed(2, HIGH);
        await().until(() -> guest.node("port/2").equals("3-1.4"));

        guest.want(2, "");
        guest.awaitSpeed(2, NONE);
        bench.plug(new ManualDevice("2-7", UsbSpeed.HIGH, 0, "C"));
        assertThat(second.isOpen()).as("taken back by hand, it stays so").isFalse();
        bench.pull(second);
        bench.plug(new ManualDevice("3-1.4", UsbSpeed.HIGH, 0, "A1"));
        guest.awaitSpeed(2, HIGH);
    }

    @Test
    void anOperatorPlugsInAndPullsOut() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        bench.plug(device);
        UsbBench.Plugged guest = bench.connect("one", "ports=2");
        assertThat(bench.backend.attach("2-1", guest.id, 0, false).get(10, TimeUnit.SECONDS))
                .isEqualTo(1);
        guest.awaitSpeed(1, HIGH);
        assertThat(guest.node("port/1")).isEqualTo("2-1");
        assertThat(refusal(bench.backend.attach("2-1", guest.id, 2, false)))
                .contains("attached to " + guest.id + " port 1");
        assertThat(bench.backend.detach("2-1").get(10, TimeUnit.SECONDS)).isEqualTo(guest.id);
        assertThat(device.isOpen()).isFalse();
        guest.awaitSpeed(1, NONE);
        assertThat(guest.node("port/1")).isEmpty();

        assertThat(refusal(bench.backend.attach("2-5", guest.id, 0, false))).startsWith("no USB device at 2-5");
        assertThat(refusal(bench.backend.attach("2-1", guest.id, 3, false))).contains("has 2 ports");
        device.refusal = new UsbException(UsbException.Reason.NO_PERMISSION, "no permission for /dev/bus/usb/002/005");
        assertThat(refusal(bench.backend.attach("2-1", guest.id, 2, false))).contains("no permission");
        assertThat(guest.node("port/2"))
                .as("what failed is not wanted any more")
                .isEmpty();
    }

    @Test
    void aDeviceThatTheHostUsesIsRefusedToAnOperatorWhoDoesNotForceIt() throws Exception {
        ManualDevice device = new ManualDevice("2-1");
        device.refusal = mounted();
        bench.plug(device);
        UsbBench.Plugged guest = bench.connect("one", "ports=2");
        assertThat(refusal(bench.backend.attach("2-1", guest.id, 0, false)))
                .isEqualTo("/dev/sdb1 is mounted on /media/stick; --force takes it all the same");
        assertThat(guest.node("port/1")).isEmpty();
        assertThat(bench.backend.attach("2-1", guest.id, 2, true).get(10, TimeUnit.SECONDS))
                .isEqualTo(2);
        guest.awaitSpeed(2, HIGH);
        assertThat(device.forced).isEqualTo(1);
        assertThat(bench.backend.detach("2-1").get(10, TimeUnit.SECONDS)).isEqualTo(guest.id);
        device.refusal = mounted();
        assertThat(refusal(bench.backend.attach("2-1", guest.id, 2, false)))
                .as("force counts once")
                .contains("is mounted");
    }

    @Test
    void aRuleWaitsForADeviceThatTheHostUsesAndTakesItWhenItIsFree() throws Exception {
        useRules("hardware=1234:5678 -> one");
        UsbBench.Plugged guest = bench.connect("one", "ports=2");
        ManualDevice device = new ManualDevice("2-1");
        device.refusal = mounted();
        bench.plug(device);
        await().until(() -> bench.admin
                .device(guest.id)
                .orElseThrow()
                .explanation()
                .equals("served, but port 1: /dev/sdb1 is mounted on /media/stick; it is taken when it is free"));
        assertThat(guest.node("port-error/1")).contains("is mounted on /media/stick");
        device.refusal = null;
        await().atMost(30, TimeUnit.SECONDS).until(device::isOpen);
        guest.awaitSpeed(1, HIGH);
        assertThat(device.forced).as("rules never force").isZero();
    }

    private static UsbException mounted() {
        return new UsbException(UsbException.Reason.IN_USE_BY_HOST, "/dev/sdb1 is mounted on /media/stick");
    }

    private static String refusal(CompletableFuture<?> result) throws Exception {
        try {
            result.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            return failed.getCause().getMessage();
        }
        throw new AssertionError("it was not refused");
    }
}
