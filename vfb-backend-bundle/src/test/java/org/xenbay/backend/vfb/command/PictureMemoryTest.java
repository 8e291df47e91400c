// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.NewFile;
import org.xenbay.api.command.NewFileOutput;
import org.xenbay.api.screen.Area;

/** A guest decides how large its picture is, and what is on it: the memory of a command must not. */
class PictureMemoryTest {

    /** All that a command allocates, also what it has left: more than its buffers. */
    private static final long MOST = 2 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    private final KnownScreens screens = new KnownScreens();

    /** Makes a file. */
    private interface Maker {
        void make(NewFileOutput file) throws IOException, InterruptedException;
    }

    private Path made(Maker maker) throws Exception {
        make("warm.png", maker);
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        Path file = make("made.png", maker);
        assertThat(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .as("allocated for a file of %s bytes", Files.size(file))
                .isLessThan(MOST);
        return file;
    }

    private Path make(String name, Maker maker) throws Exception {
        Path file = folder.resolve(name);
        NewFile.make(file, made -> {
            maker.make(made);
            return "made";
        });
        return file;
    }

    private static void assertNoise(Path file, int width, int height) throws IOException {
        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(read.getWidth()).isEqualTo(width);
        assertThat(read.getHeight()).isEqualTo(height);
        int wrong = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                wrong += (read.getRGB(x, y) & 0xFF_FFFF) == NoiseScreen.pixel(x, y) ? 0 : 1;
            }
        }
        assertThat(wrong).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4096, 4096", "65535, 256"})
    void aScreenshotOfSixteenMillionPixelsOfNoiseNeedsSomeRows(int width, int height) throws Exception {
        NoiseScreen screen = new NoiseScreen(width, height);
        Path file = made(out -> ScreenshotCommand.write(screen, out));
        assertThat(Files.size(file)).isGreaterThan(3L * width * height);
        assertNoise(file, width, height);
    }

    @Test
    void aRecordingOfSixteenMillionPixelsOfNoiseNeedsSomeRows() throws Exception {
        NoiseScreen screen = new NoiseScreen(4096, 4096);
        Path file = made(out -> {
            AnimatedPng recording = new AnimatedPng(out);
            add(recording, screen, new Area(0, 0, 4096, 4096), 0);
            add(recording, screen, new Area(1000, 1000, 2000, 1000), 100);
            recording.end(200);
        });
        assertNoise(file, 4096, 4096);
    }

    private static void add(AnimatedPng recording, NoiseScreen screen, Area area, long millis) throws IOException {
        PixelPacker pixels = new PixelPacker(area, screen::read);
        assertThat(pixels.begin()).isTrue();
        recording.add(area, pixels, millis);
    }

    @Test
    void aScreenshotWhosePictureGetsAnotherSizeHalfwaySaysSo() throws Exception {
        NoiseScreen screen = new NoiseScreen(1000, 1000);
        screen.goesAfter(3);
        Path file = folder.resolve("half.png");
        try (OutputStream out = Files.newOutputStream(file)) {
            assertThatThrownBy(() -> ScreenshotCommand.write(screen, out))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("the picture of screen 1/vfb/0 has another size now; try again");
        }
        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(read.getRGB(5, 5) & 0xFF_FFFF).isEqualTo(NoiseScreen.pixel(5, 5));
        int last = 3 * (32_768 / 1000) - 1;
        assertThat(read.getRGB(5, 999) & 0xFF_FFFF)
                .as("the last row that there was")
                .isEqualTo(NoiseScreen.pixel(5, last));
    }

    @Test
    void soManyPicturesAreMadeAtATime() throws Exception {
        screens.addScreen(new NoiseScreen(64, 48));
        List<KnownScreens.Place> places = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            places.add(screens.begin());
        }
        ScreenRecordings recordings = new ScreenRecordings(screens);
        NewFile.Filler second = file -> recordings.record(new NoiseScreen(1, 1).device(), file, Duration.ofSeconds(1));
        Path file = folder.resolve("recorded.png");
        assertThatThrownBy(() -> NewFile.make(file, second))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("8 pictures of screens are being made already; try again later");
        places.get(0).close();
        assertThat(NewFile.make(file, second)).startsWith("64 by 48 pixels, ");
        screens.begin().close();
    }

    /** The operator ends a recording at any moment, also while it writes how long a frame is seen. */
    @Test
    void aRecordingIsWholeAlsoWhenItsThreadIsInterrupted() throws Exception {
        NoiseScreen screen = new NoiseScreen(300, 200);
        Path file = make("interrupted.png", out -> {
            AnimatedPng recording = new AnimatedPng(out);
            add(recording, screen, new Area(0, 0, 300, 200), 0);
            Thread.currentThread().interrupt();
            add(recording, screen, new Area(10, 10, 50, 50), 100);
            recording.end(200);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        });
        assertNoise(file, 300, 200);
    }
}
