// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.NewFile;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.backend.vfb.ScreenHost.Painter;
import org.xenbay.backend.vfb.command.KnownScreens;
import org.xenbay.backend.vfb.command.ScreenRecordings;
import org.xenbay.frontend.FbFrontend.Variant;

/** What happens on a guest's screen is in the file: each state of it, in order. */
class RecordTest {

    @TempDir
    Path folder;

    private final ScreenHost host = new ScreenHost();
    private final KnownScreens screens = new KnownScreens();
    private final ScreenRecordings recordings = new ScreenRecordings(screens);
    private Thread thread;

    @AfterEach
    void end() {
        host.close();
    }

    private String record(DeviceId screen, Path file, Duration limit) throws IOException, InterruptedException {
        return NewFile.make(file, made -> recordings.record(screen, made, limit));
    }

    private CompletableFuture<String> begin(DeviceId screen, Path file) {
        CompletableFuture<String> result = new CompletableFuture<>();
        thread = new Thread(() -> {
            try {
                result.complete(record(screen, file, Duration.ofMinutes(10)));
            } catch (Exception | Error thrown) {
                result.completeExceptionally(thrown);
            }
        });
        thread.start();
        return result;
    }

    private Painter painter() throws InterruptedException {
        Painter painter = host.connect(Variant.LINUX);
        screens.addScreen(painter.screen());
        return painter;
    }

    private static int[] picture(Painter painter) {
        int width = painter.frontend.screen().width();
        int[] pixels = new int[width * painter.frontend.screen().height()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = painter.frontend.screen().get(i % width, i / width);
        }
        return pixels;
    }

    private static void awaitFrame(Path file, int[] pixels) {
        await().atMost(ScreenHost.TIMEOUT)
                .until(() ->
                        AnimatedFrame.soFar(file).stream().anyMatch(frame -> Arrays.equals(frame.pixels(), pixels)));
    }

    private void end(CompletableFuture<String> recording) {
        thread.interrupt();
        assertThatThrownBy(recording::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void eachStateOfTheScreenIsAFrameAlsoWhenTheOperatorEndsIt() throws Exception {
        Painter painter = painter();
        painter.frontend.screen().fill(0, 0, 800, 600, 0x102030);
        int[] first = picture(painter);
        Path file = folder.resolve("screen.png");
        CompletableFuture<String> recording = begin(painter.id, file);
        awaitFrame(file, first);
        painter.frontend.screen().fill(100, 50, 40, 30, 0xC0FFEE);
        int[] second = picture(painter);
        awaitFrame(file, second);
        painter.frontend.screen().fill(700, 580, 100, 20, 0x00FF00);
        int[] third = picture(painter);
        awaitFrame(file, third);
        end(recording);

        List<AnimatedFrame> frames = AnimatedFrame.allOf(file);
        assertThat(frames.get(0).pixels()).isEqualTo(first);
        assertThat(frames).anySatisfy(frame -> assertThat(frame.pixels()).isEqualTo(second));
        assertThat(frames.get(frames.size() - 1).pixels()).isEqualTo(third);
        BufferedImage still = ImageIO.read(file.toFile());
        assertThat(still.getWidth()).isEqualTo(800);
        assertThat(still.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x102030);
    }

    @Test
    void aStillScreenIsOneFrameThatLastsAsLongAsTheRecording() throws Exception {
        Painter painter = painter();
        Path file = folder.resolve("still.png");
        CompletableFuture<String> recording = begin(painter.id, file);
        awaitFrame(file, picture(painter));
        end(recording);
        assertThat(AnimatedFrame.allOf(file))
                .singleElement()
                .satisfies(frame -> assertThat(frame.millis()).isBetween(0L, 60_000L));
    }

    @Test
    void aScreenThatHasGoneOrHasNoPictureCannotBeRecorded() throws Exception {
        Painter waiting = host.attach(Variant.LINUX, Map.of());
        screens.addScreen(waiting.screen());
        assertThat(recordings.devices()).containsExactly(waiting.id);
        screens.removeScreen(waiting.screen());
        assertThat(recordings.devices()).isEmpty();
        Path file = folder.resolve("none.png");
        assertThatThrownBy(() -> record(waiting.id, file, Duration.ofSeconds(1)))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no screen " + waiting.id);
        Painter painter = painter();
        painter.frontend.unload().join();
        painter.awaitState(XenbusState.CLOSED);
        assertThatThrownBy(() -> record(painter.id, file, Duration.ofSeconds(1)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("screen " + painter.id + " has no picture");
    }
}
