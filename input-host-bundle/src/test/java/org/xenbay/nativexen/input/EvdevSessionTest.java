// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.SourceInfo.Ability;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.testing.RecordingContext;

/**
 * The thread that reads devices, with a named pipe in place of one: it is opened, waited for and read alike, and has no
 * ioctls. The scenarios of xenlab do the same with real devices.
 */
@Timeout(30)
class EvdevSessionTest {

    private static final EvdevDescription KEYBOARD =
            new EvdevDescription("Keys", "1234:5678", Set.of(Ability.KEYS), Map.of());

    @TempDir
    Path folder;

    private final List<InputEvent> seen = new CopyOnWriteArrayList<>();
    private final List<String> released = new CopyOnWriteArrayList<>();
    private final InputSource.Sink sink = new InputSource.Sink() {
        @Override
        public void frame(List<InputEvent> events) {
            seen.addAll(events);
        }

        @Override
        public void releaseAll(String why) {
            released.add(why);
        }
    };

    @BeforeEach
    void loads() {
        Libc.load();
    }

    private Path pipe(String name) throws IOException, InterruptedException {
        Path path = folder.resolve(name);
        Process made = new ProcessBuilder("mkfifo", path.toString()).start();
        assumeTrue(made.waitFor(5, TimeUnit.SECONDS) && made.exitValue() == 0, "there is no mkfifo here");
        return path;
    }

    static byte[] event(int type, int code, int value) {
        return ByteBuffer.allocate(EvdevAbi.EVENT_SIZE)
                .order(ByteOrder.nativeOrder())
                .putShort(EvdevAbi.EVENT_TYPE, (short) type)
                .putShort(EvdevAbi.EVENT_CODE, (short) code)
                .putInt(EvdevAbi.EVENT_VALUE, value)
                .array();
    }

    private static void key(RandomAccessFile device, int code, int value) throws IOException {
        device.write(event(EvdevAbi.EV_KEY, code, value));
        device.write(event(EvdevAbi.EV_SYN, EvdevAbi.SYN_REPORT, 0));
    }

    @Test
    void oneThreadReadsAllDevicesAndNoticesTheirEnd() throws Exception {
        Path one = pipe("event1");
        Path two = pipe("event2");
        try (EvdevLoop loop = new EvdevLoop();
                RandomAccessFile first = new RandomAccessFile(one.toFile(), "rw");
                RandomAccessFile second = new RandomAccessFile(two.toFile(), "rw")) {
            try (InputSource.Session a = new EvdevSource(one, KEYBOARD, "seat0", loop).open(sink);
                    InputSource.Session b = new EvdevSource(two, KEYBOARD, "seat0", loop).open(sink)) {
                a.returnToHost();
                key(first, 30, 1);
                await().until(() -> seen.contains(new Key(30, true)));
                key(second, 31, 1);
                await().until(() -> seen.contains(new Key(31, true)));
                first.close();
                await().until(() -> released.equals(List.of(one + " was unplugged")));
                key(second, 31, 0);
                await().until(() -> seen.contains(new Key(31, false)));
                b.close();
                key(second, 32, 1);
            }
            assertThat(seen).containsExactly(new Key(30, true), new Key(31, true), new Key(31, false));
        }
    }

    @Test
    void aDeviceThatIsNoneIsLeftOutAndSaidSo() throws Exception {
        Path file = Files.createFile(folder.resolve("event0"));
        assertThatThrownBy(() -> EvdevSource.describe(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("EVIOC");
        assertThatThrownBy(() -> EvdevSource.describe(folder.resolve("event9")))
                .hasMessageContaining("No such file")
                .hasMessageContaining("event9");
    }

    @Test
    void theComponentWatchesForDevicesAndEnds() throws Exception {
        RecordingContext framework = new RecordingContext();
        Files.createDirectories(folder.resolve("dev"));
        InputDevicesComponent component = new InputDevicesComponent(framework.context, folder);
        Files.createDirectories(folder.resolve("dev/input"));
        Files.createFile(folder.resolve("dev/input/event0"));
        component.deactivate();
        assertThat(framework.services).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("xenbay-input", "xenbay-input-devices");
    }
}
