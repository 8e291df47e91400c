// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.api.xen.SharedMemory;

/** When a guest's picture is looked at and made anew, whatever the guest says how often. */
class RefresherTest {

    private static final Duration PERIOD = Duration.ofMillis(33);
    /** Events of one turn. */
    private static final int TURN = 204;

    private final SteppedDevice device = new SteppedDevice();
    private final CountingAllowance memory = new CountingAllowance();
    private final List<Boolean> room = new ArrayList<>();
    private final Picture picture = new Picture(memory);
    private final Refresher refresher = new Refresher(device, picture, PERIOD, watched -> {}, room::add, device::now);
    private SharedMemory shared;
    private Framebuffer framebuffer;

    private ScreenView watched(Geometry geometry, boolean tells) throws Exception {
        int length = geometry.height() * geometry.stride();
        shared = SharedMemory.over(ByteBuffer.allocateDirect(length), () -> {});
        framebuffer = new Framebuffer(shared, length, geometry);
        ScreenView view = picture.watch(() -> {}, () -> {});
        refresher.begin(framebuffer, tells);
        device.runAll();
        return view;
    }

    private static Geometry size(int width, int height) {
        return new Geometry(width, height, 4 * width, 32, 0);
    }

    private void resize(Geometry geometry) {
        framebuffer.move(geometry);
        refresher.moved();
    }

    /** As one turn of the device's executor takes a full ring of events, four times over; three turns. */
    @Test
    void aTurnFullOfOtherSizesMakesOnePictureAndNoneMoreWithinThePeriod() throws Exception {
        ScreenView view = watched(size(64, 48), true);
        assertThat(view.take().width()).isEqualTo(64);
        device.pass(PERIOD);
        int before = memory.tries();
        for (int turn = 0; turn < 3; turn++) {
            for (int i = 0; i < TURN; i++) {
                resize(size(64 - i % 2 - 1, 48));
            }
            refresher.settle();
            device.runAll();
        }
        assertThat(memory.tries() - before).isLessThanOrEqualTo(1);
        device.pass(PERIOD);
        assertThat(memory.tries() - before).isBetween(1, 2);
        assertThat(view.take().width()).isEqualTo(62);
    }

    @Test
    void theSameSizeAgainMakesNoPictureAndIsComparedOnceAPeriod() throws Exception {
        ScreenView view = watched(size(64, 48), true);
        view.take();
        device.pass(PERIOD);
        int before = memory.tries();
        shared.putInt(0, 0x123456);
        for (int i = 0; i < TURN; i++) {
            resize(size(64, 48));
        }
        refresher.settle();
        device.pass(PERIOD);
        assertThat(memory.tries()).isEqualTo(before);
        assertThat(view.take()).isEqualTo(new ScreenChange(64, 48, List.of(new Area(0, 0, 64, 16))));
    }

    /** A picture of the same size in another place. */
    @Test
    void whatIsInAnotherPlaceIsSeen() throws Exception {
        ScreenView view = watched(size(64, 48), true);
        view.take();
        device.pass(PERIOD);
        shared.putInt(4 * 64 * 8, 0x123456);
        resize(new Geometry(64, 8, 4 * 64, 32, 0));
        resize(new Geometry(64, 8, 4 * 64, 32, 4 * 64 * 8));
        refresher.settle();
        device.pass(PERIOD);
        int[] pixel = new int[1];
        assertThat(view.take().height()).isEqualTo(8);
        assertThat(view.read(new Area(0, 0, 1, 1), pixel)).isTrue();
        assertThat(pixel[0]).isEqualTo(0x123456);
    }

    /** Each way to begin to look, while the last look goes on, joins it. */
    @Test
    void oneLookGoesOnAtATime() throws Exception {
        int large = 2048;
        ScreenView view = watched(size(large, large), true);
        view.take();
        device.pass(PERIOD);
        for (int i = 0; i < 50; i++) {
            refresher.touched(new Area(0, 0, large, large));
            refresher.viewsChanged();
            assertThat(device.queued()).isLessThanOrEqualTo(1);
        }
        while (device.queued() > 0) {
            device.runOne();
            assertThat(device.queued()).isLessThanOrEqualTo(1);
        }
    }

    /** While a look goes on the guest says that its picture is smaller: nothing outside of it is read. */
    @Test
    void aLookThatGoesOnEndsWhenThePictureHasAnotherSize() throws Exception {
        ScreenView view = watched(size(2048, 2048), true);
        view.take();
        device.pass(PERIOD);
        refresher.touched(new Area(0, 0, 2048, 2048));
        refresher.settle();
        assertThat(device.queued()).isEqualTo(1);
        resize(new Geometry(64, 48, 256, 32, 2048 * 2048 * 4 - 64 * 48 * 4));
        refresher.settle();
        device.runAll();
        device.pass(Duration.ofSeconds(2));
        assertThat(view.take().width()).isEqualTo(64);
    }

    /** Each is of the budget's usual largest size; the heap is not to be filled faster than it is emptied. */
    @Test
    void largePicturesAreMadeRarely() throws Exception {
        ScreenView view = watched(size(4096, 4096), true);
        assertThat(view.take().width()).isEqualTo(4096);
        int before = memory.tries();
        for (int i = 0; i < 100; i++) {
            resize(size(4096 - i % 2 - 1, 4096));
            refresher.settle();
            device.pass(Duration.ofMillis(10));
        }
        assertThat(memory.tries() - before).isLessThanOrEqualTo(1);
        device.pass(Duration.ofSeconds(2));
        assertThat(view.take().width()).isEqualTo(4094);
    }

    /** A guest that connects anew gets no more than one that stays. */
    @Test
    void connectionsMakeLargePicturesAsRarely() throws Exception {
        ScreenView view = watched(size(4096, 4096), true);
        int before = memory.tries();
        for (int i = 0; i < 10; i++) {
            refresher.end();
            refresher.begin(framebuffer, true);
            device.runAll();
        }
        assertThat(memory.tries()).isEqualTo(before);
        device.pass(Duration.ofSeconds(2));
        assertThat(view.take().width()).isEqualTo(4096);
        assertThat(device.alarms()).isZero();
    }

    /** Other guests hold the memory, and leave: nothing happens on this device then. */
    @Test
    void aPictureThatHadNoRoomIsShownWhenThereIsSome() throws Exception {
        memory.full(true);
        ScreenView view = watched(size(64, 48), true);
        assertThat(view.take().hasPicture()).isFalse();
        assertThat(refresher.hasNoRoom()).isTrue();
        int before = memory.tries();
        for (int i = 0; i < TURN; i++) {
            resize(size(63 - i % 2, 48));
            refresher.settle();
        }
        assertThat(memory.tries()).as("what the guest says is no reason to try").isEqualTo(before);
        device.pass(Duration.ofSeconds(10));
        assertThat(memory.tries() - before).isEqualTo(10);
        assertThat(room).containsExactly(false);
        memory.full(false);
        device.pass(Duration.ofSeconds(1));
        assertThat(view.take().width()).isEqualTo(62);
        assertThat(room).containsExactly(false, true);
        assertThat(refresher.hasNoRoom()).isFalse();
    }

    @Test
    void nobodyThatLooksNeedsRoom() throws Exception {
        memory.full(true);
        ScreenView view = watched(size(64, 48), true);
        view.close();
        refresher.viewsChanged();
        assertThat(refresher.hasNoRoom()).isFalse();
        assertThat(room).containsExactly(false, true);
        assertThat(device.alarms()).isZero();
    }

    /** A row of tiles of the widest picture has as many pixels as 34 rows of a usual one. */
    @Test
    void aTurnComparesAtMostAMillionPixels() throws Exception {
        ScreenView view = picture.watch(() -> {}, () -> {});
        Geometry wide = new Geometry(Geometry.MOST, 160, Geometry.MOST, 8, 0);
        int length = Geometry.MOST * 160;
        framebuffer = new Framebuffer(SharedMemory.over(ByteBuffer.allocateDirect(length), () -> {}), length, wide);
        refresher.begin(framebuffer, true);
        for (int rows = 1; rows < 10; rows++) {
            assertThat(view.take().hasPicture())
                    .as("complete after %s rows", rows)
                    .isFalse();
            device.runOne();
        }
        assertThat(view.take().hasPicture()).isTrue();
        assertThat(device.queued()).isZero();
    }
}
