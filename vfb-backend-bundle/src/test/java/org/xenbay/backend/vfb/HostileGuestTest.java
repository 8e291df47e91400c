// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.backend.vfb.ScreenHost.Painter;
import org.xenbay.frontend.FbFrontend.Variant;

/** A hostile guest's screen harms no other guest. */
@Timeout(60)
class HostileGuestTest {

    private ScreenHost host = new ScreenHost();

    @AfterEach
    void end() {
        host.close();
    }

    private void stillServes() throws Exception {
        Painter polite = host.connect(Variant.LINUX);
        try (Viewer viewer = new Viewer(polite.screen())) {
            polite.frontend.screen().fill(10, 10, 20, 20, 0xABCDEF);
            viewer.await(now -> now.get(29, 29) == 0xABCDEF);
        }
    }

    private static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of(801, 600, 3200, 32, 0),
                Arguments.of(0, 0, 0, 0, 0),
                Arguments.of(-1, -1, -1, -1, -1),
                Arguments.of(800, 600, 3200, 32, Integer.MAX_VALUE),
                Arguments.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 32, 0),
                Arguments.of(65_535, 65_535, Integer.MAX_VALUE, 8, 0),
                Arguments.of(800, 600, 3200, 17, 0));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aPictureOutsideOfItsMemoryEndsTheConnection(int width, int height, int stride, int depth, int offset)
            throws Exception {
        Painter hostile = host.connect(Variant.LINUX);
        try (Viewer viewer = new Viewer(hostile.screen())) {
            viewer.await(now -> now.width() == 800);
            hostile.frontend.screen().resize(width, height, stride, depth, offset);
            viewer.await(now -> now.width() == 0);
        }
        assertThat(hostile.view().backendState()).isIn(XenbusState.CLOSING, XenbusState.CLOSED);
        stillServes();
    }

    @Test
    void areasOutsideOfThePictureAreCountedOnly() throws Exception {
        Painter hostile = host.connect(Variant.LINUX);
        try (Viewer viewer = new Viewer(hostile.screen())) {
            int[] nonsense = {Integer.MIN_VALUE, -1, 0, 1, 599, 600, 800, Integer.MAX_VALUE};
            for (int x : nonsense) {
                for (int y : nonsense) {
                    hostile.frontend.screen().changed(x, y, y, x);
                }
                SharedMemory page = hostile.frontend.screen().page();
                await().until(() -> page.getInt(8) == page.getInt(12));
            }
            hostile.frontend.screen().fill(700, 500, 1, 1, 0x010203);
            viewer.await(now -> now.get(700, 500) == 0x010203);
        }
        assertThat(hostile.view().figure("ignored_events")).isNotEqualTo(Optional.of(0L));
    }

    /** Each event says that the whole picture has changed; they come as fast as they are taken. */
    @Test
    void aStormOfEventsIsTakenAndTheOthersScreensGoOn() throws Exception {
        Painter hostile = host.connect(Variant.LINUX);
        Painter polite = host.connect(Variant.LINUX);
        AtomicBoolean calm = new AtomicBoolean();
        Thread storm = new Thread(() -> {
            while (!calm.get()) {
                hostile.frontend.screen().changed(0, 0, 800, 600);
            }
        });
        try (Viewer watched = new Viewer(hostile.screen());
                Viewer viewer = new Viewer(polite.screen())) {
            storm.start();
            try {
                for (int colour = 1; colour <= 50; colour++) {
                    int now = colour;
                    polite.frontend.screen().fill(10, 10, 20, 20, now);
                    viewer.await(seen -> seen.get(29, 29) == now);
                }
            } finally {
                calm.set(true);
                storm.join();
            }
            hostile.frontend.screen().fill(700, 500, 1, 1, 0x010203);
            watched.await(now -> now.get(700, 500) == 0x010203);
        }
        assertThat(hostile.view().backendState()).isEqualTo(XenbusState.CONNECTED);
        await().until(() -> hostile.frontend.screen().page().getInt(8)
                == hostile.frontend.screen().page().getInt(12));
    }

    @Test
    void anIndexThatCannotBeRightEndsTheConnection() throws Exception {
        Painter hostile = host.connect(Variant.LINUX);
        hostile.frontend.screen().page().putInt(12, 52);
        hostile.frontend.screen().signal();
        await().until(() -> hostile.probe.backendStates().contains(XenbusState.CLOSING));
        stillServes();
    }

    private static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of("mem_length 0", 28, 0),
                Arguments.of("mem_length of 4 GB", 28, -1),
                Arguments.of("mem_length over the limit", 28, (64 << 20) + 1),
                Arguments.of("mem_length beyond the directory", 28, 64 << 20),
                Arguments.of("a directory of frames that are not there", 40, 0x7FFF_FFFF),
                Arguments.of("width", 16, 1 << 30),
                Arguments.of("height", 20, -5),
                Arguments.of("line_length", 24, 7),
                Arguments.of("depth", 32, 33));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void aPageOfNonsenseIsRefused(String what, int offset, int value) throws Exception {
        Guest guest = host.xen.create("hostile");
        DeviceId id = new DeviceId(guest.domain(), "vfb", 0);
        host.admin.attach(id, Map.of());
        try (GrantedPages pages = guest.grant(0, 3, true);
                GuestPort port = guest.allocatePort(0, () -> {})) {
            sound(pages);
            pages.memory().putInt(offset, value);
            publish(guest, pages, port);
            await().until(() -> host.admin.device(id).orElseThrow().backendState() == XenbusState.CLOSING);
            assertThat(host.admin.device(id).orElseThrow().failure()).as(what).isNotEmpty();
            guest.store().write(guest.path().child("device/vfb/0/state"), "6");
            await().until(() -> host.admin.device(id).orElseThrow().mappedPages() == 0);
        }
        stillServes();
    }

    /** A shared page, a list with one frame, and a picture of one page. */
    private static void sound(GrantedPages pages) {
        SharedMemory page = pages.memory();
        page.putInt(FbPage.WIDTH, 16);
        page.putInt(FbPage.HEIGHT, 16);
        page.putInt(FbPage.LINE_LENGTH, 64);
        page.putInt(FbPage.MEM_LENGTH, 1024);
        page.putByte(FbPage.DEPTH, 32);
        page.putLong(40, pages.frames()[1]);
        page.putLong(FbPage.SIZE, pages.frames()[2]);
    }

    private static void publish(Guest guest, GrantedPages pages, GuestPort port) {
        StorePath device = guest.path().child("device/vfb/0");
        guest.store().write(device.child("page-ref"), Long.toString(pages.frames()[0]));
        guest.store().write(device.child("event-channel"), Integer.toString(port.number()));
        guest.store().write(device.child("protocol"), "x86_64-abi");
        guest.store().write(device.child("feature-update"), "1");
        guest.store().write(device.child("state"), "3");
    }

    @Test
    void aPictureThatHasNoRoomIsNotShownAndTheGuestIsServed() throws Exception {
        host.close();
        host = new ScreenHost(new FairBudget("memory", 1 << 20));
        Painter large = host.connect(Variant.LINUX);
        try (Viewer viewer = new Viewer(large.screen())) {
            viewer.await(now -> large.view().explanation().contains("no room"));
            assertThat(viewer.width()).isZero();
        }
        assertThat(large.view().backendState()).isEqualTo(XenbusState.CONNECTED);
    }

    /** Others hold the memory, and leave; the viewer stays. */
    @Test
    void aPictureThatHadNoRoomIsShownWhenOthersHaveLeft() throws Exception {
        host.close();
        FairBudget memory = new FairBudget("memory", 16 << 20);
        Allowance others = memory.of(99);
        assertThat(others.tryTake(others.mostForOwner())).isTrue();
        Allowance more = memory.of(98);
        assertThat(more.tryTake(more.mostForOwner())).isTrue();
        Allowance most = memory.of(97);
        assertThat(most.tryTake(most.mostForOwner())).isTrue();
        host = new ScreenHost(memory);
        Painter painter = host.connect(Variant.LINUX);
        Queue<String> said = new ConcurrentLinkedQueue<>();
        try (Viewer viewer = new Viewer(painter.screen());
                ScreenView told =
                        painter.screen().watch(() -> said.add(painter.screen().waitsFor()))) {
            await().until(() -> {
                told.take();
                return said.contains("room in memory");
            });
            assertThat(painter.screen().waitsFor()).isEqualTo("room in memory");
            others.give(others.taken());
            more.give(more.taken());
            most.give(most.taken());
            viewer.await(now -> now.width() == 800);
        }
        assertThat(painter.screen().waitsFor()).isEmpty();
    }
}
