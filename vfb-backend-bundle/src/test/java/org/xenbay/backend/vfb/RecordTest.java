// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.device.XenbusState;
import org.xenbay.backend.vfb.ScreenHost.Painter;
import org.xenbay.backend.vfb.command.RecordCommand;
import org.xenbay.frontend.FbFrontend.Variant;

/** What happens on a guest's screen is in the file: each state of it, in order. */
class RecordTest {

    @TempDir
    Path folder;

    private final ScreenHost host = new ScreenHost();
    private final RecordCommand command = new RecordCommand();
    private Thread thread;

    @AfterEach
    void end() {
        host.close();
    }

    private String run(String... words) throws Exception {
        return command.run(CommandCall.of(command.spec(), List.of(words), CommandConsole.of(System.out)));
    }

    private CompletableFuture<String> begin(String... words) {
        CompletableFuture<String> result = new CompletableFuture<>();
        thread = new Thread(() -> {
            try {
                result.complete(run(words));
            } catch (Exception | Error thrown) {
                result.completeExceptionally(thrown);
            }
        });
        thread.start();
        return result;
    }

    private Painter painter() throws InterruptedException {
        Painter painter = host.connect(Variant.LINUX);
        command.addScreen(painter.screen());
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

    /** A frame is written when the next one has come. */
    private static void awaitMore(Path file, long than) {
        await().atMost(ScreenHost.TIMEOUT).until(() -> Files.exists(file) && Files.size(file) > than);
    }

    @Test
    void eachStateOfTheScreenIsAFrameAlsoWhenTheOperatorEndsIt() throws Exception {
        Painter painter = painter();
        painter.frontend.screen().fill(0, 0, 800, 600, 0x102030);
        int[] first = picture(painter);
        Path file = folder.resolve("screen.png");
        CompletableFuture<String> recording = begin(painter.id.toString(), file.toString(), "--seconds", "600");
        awaitMore(file, 0);
        painter.frontend.screen().fill(100, 50, 40, 30, 0xC0FFEE);
        int[] second = picture(painter);
        awaitMore(file, 100);
        long before = Files.size(file);
        painter.frontend.screen().fill(700, 580, 100, 20, 0x00FF00);
        awaitMore(file, before);
        thread.interrupt();
        assertThatThrownBy(recording::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InterruptedException.class);

        List<AnimatedFrame> frames = AnimatedFrame.allOf(file);
        assertThat(frames.get(0).pixels()).isEqualTo(first);
        assertThat(frames).anySatisfy(frame -> assertThat(frame.pixels()).isEqualTo(second));
        BufferedImage still = ImageIO.read(file.toFile());
        assertThat(still.getWidth()).isEqualTo(800);
        assertThat(still.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x102030);
    }

    @Test
    void aStillScreenIsOneFrameThatLastsAsLongAsTheRecording() throws Exception {
        Painter painter = painter();
        Path file = folder.resolve("still.png");
        assertThat(run(painter.id.toString(), file.toString(), "--seconds", "1"))
                .matches("800 by 600 pixels, 1 frame in \\d+ s in " + file);
        assertThat(AnimatedFrame.allOf(file))
                .singleElement()
                .satisfies(frame -> assertThat(frame.millis()).isBetween(1L, 30_000L));
    }

    @Test
    void whatCannotBeRecordedLeavesNoFileAndTouchesNoOther() throws Exception {
        Painter waiting = host.attach(Variant.LINUX, Map.of());
        command.addScreen(waiting.screen());
        command.removeScreen(waiting.screen());
        Path file = folder.resolve("none.png");
        assertThatThrownBy(() -> run(waiting.id.toString(), file.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no screen " + waiting.id);
        Painter painter = painter();
        painter.frontend.unload().join();
        painter.awaitState(XenbusState.CLOSED);
        assertThatThrownBy(() -> run(painter.id.toString(), file.toString(), "--seconds", "1"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("screen " + painter.id + " has no picture");
        assertThat(file).doesNotExist();
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> run(painter.id.toString(), file.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is a file " + file + " already");
        assertThat(file).hasContent("mine");
        assertThatThrownBy(() -> run(painter.id.toString(), file.toString(), "--seconds", "0"))
                .isInstanceOf(CommandMisuse.class);
    }
}
