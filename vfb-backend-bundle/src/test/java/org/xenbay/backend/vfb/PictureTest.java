// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.ScreenView;
import org.xenbay.api.xen.SharedMemory;

/** What a picture keeps, and what its views may read. */
class PictureTest {

    private static final int LENGTH = 1 << 20;
    private static final Area PIXEL = new Area(0, 0, 1, 1);

    private final Allowance memory = Allowance.unlimited();
    private final Picture picture = new Picture(memory);
    private final Framebuffer framebuffer = new Framebuffer(
            SharedMemory.over(ByteBuffer.allocateDirect(LENGTH), () -> {}),
            LENGTH,
            new Geometry(400, 300, 1600, 32, 0));
    private final List<ScreenView> views = new ArrayList<>();

    @AfterEach
    void leave() {
        views.forEach(ScreenView::close);
    }

    private ScreenView watch() {
        ScreenView view = picture.watch(() -> {}, () -> {});
        views.add(view);
        return view;
    }

    private void show(int width, int height) {
        framebuffer.move(new Geometry(width, height, 4 * width, 32, 0));
        assertThat(picture.fit(framebuffer.geometry())).isTrue();
        assertThat(picture.compare(framebuffer, Integer.MAX_VALUE)).isFalse();
    }

    /** A viewer whose painter is blocked takes nothing more; the guest changes its size again and again. */
    @Test
    void aViewThatTakesNothingKeepsNoPictureThatWasGivenBack() {
        List<WeakReference<int[]>> earlier = new ArrayList<>();
        for (int width = 400; width > 380; width--) {
            ScreenView view = watch();
            show(width, 300);
            assertThat(view.take().hasPicture()).isTrue();
            earlier.add(picture.pixels());
        }
        WeakReference<int[]> last = earlier.remove(earlier.size() - 1);
        await().until(() -> {
            System.gc();
            return earlier.stream().allMatch(pixels -> pixels.get() == null);
        });
        assertThat(last.get()).isNotNull();
        assertThat(memory.taken()).isEqualTo(4L * 381 * 300);
    }

    @Test
    void aViewReadsOnlyThePictureThatItHasTaken() {
        ScreenView view = watch();
        int[] pixel = new int[1];
        assertThat(view.read(PIXEL, pixel)).as("nothing there").isFalse();
        show(400, 300);
        assertThat(view.read(PIXEL, pixel)).as("not taken").isFalse();
        view.take();
        assertThat(view.read(PIXEL, pixel)).isTrue();
        show(399, 300);
        assertThat(view.read(PIXEL, pixel)).as("another one").isFalse();
        show(400, 300);
        assertThat(view.read(PIXEL, pixel)).as("the size of before").isFalse();
        view.take();
        picture.drop();
        assertThat(view.read(PIXEL, pixel)).as("gone").isFalse();
        assertThat(view.take().hasPicture()).isFalse();
        assertThat(view.read(PIXEL, pixel)).as("taken that it is gone").isFalse();
    }
}
