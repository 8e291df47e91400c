// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncRequest;

/** A journal that says anything harms nobody but its viewer, and costs one line of the log. */
@Timeout(60)
class DamagedJournalTest {

    /** Where the token is, in bytes. */
    private static final int TOKEN = 140;

    private static final int END_OF_TOKEN = 356;

    @TempDir
    Path folder;

    private final FakeScreen screen = new FakeScreen(DeviceId.parse("5/vfb/0"), VncRequest.NONE);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger log = Logger.getLogger("org.xenbay.vnc");
    private final Handler handler = new Handler() {
        private final SimpleFormatter words = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
                lines.add(words.formatMessage(entry));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private PlayedProcess process;

    @BeforeEach
    void start() {
        log.addHandler(handler);
        process = PlayedProcess.first(folder);
        screen.resize(64, 48);
        process.servers.add(screen);
    }

    @AfterEach
    void stop() {
        process.close();
        log.removeHandler(handler);
    }

    /** The loop would wait most of its time for the next look. */
    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private interface Damage {
        byte[] to(byte[] journal);
    }

    /** @return whether the viewer was continued with */
    private boolean stays(RfbClient viewer, Damage damage) throws Exception {
        kill(damage);
        try {
            viewer.fence(1 << 31, "more");
            return viewer.in.read() >= 0;
        } catch (IOException disconnected) {
            return false;
        }
    }

    /** The next process finds another journal. */
    private void kill(Damage damage) throws Exception {
        soon().until(process::isCalm);
        process.kill();
        Path journal = process.journalsOfNext().resolve("5-0.viewers");
        Files.write(journal, damage.to(Files.readAllBytes(journal)));
        process = process.next();
        process.servers.add(screen);
    }

    private static void settle(RfbClient viewer) throws IOException {
        viewer.fence(1 << 31, "done");
        assertThat(viewer.takeFence()).isEqualTo("0done");
    }

    private RfbClient viewer() throws Exception {
        return RfbClient.greeted(process.servers.socket(screen));
    }

    private static byte[] with(byte[] journal, int offset, int number) {
        ByteBuffer.wrap(journal).order(ByteOrder.nativeOrder()).putInt(offset, number);
        return journal;
    }

    @Test
    void withoutDamageItStays() throws Exception {
        try (RfbClient viewer = viewer()) {
            settle(viewer);
            assertThat(stays(viewer, journal -> journal)).isTrue();
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void aFileOfAnotherSizeIsIgnored() throws Exception {
        // Nobody knows whose connection it was: the store closes it. Here it stays open.
        try (RfbClient viewer = viewer()) {
            settle(viewer);
            kill(journal -> new byte[100]);
            assertThat(lines).singleElement().asString().contains("5-0.viewers is ignored: it has 100 bytes");
            assertThat(process.journals(screen)).doesNotExist();
        }
    }

    @Test
    void aJournalOfAnotherVersionIsRefused() throws Exception {
        try (RfbClient viewer = viewer()) {
            settle(viewer);
            kill(journal -> with(journal, 4, 77));
            assertThat(lines).singleElement().asString().contains("a viewer of the last process is disconnected");
        }
    }

    /** Each word of the journal, and those of several at once. */
    @Test
    void whateverAJournalSaysCostsItsViewerOnly() throws Exception {
        Random random = new Random(1);
        List<Integer> words = new ArrayList<>();
        for (int offset = 8; offset < 3200; offset += offset < TOKEN ? 4 : offset < 700 ? 12 : 100) {
            words.add(offset);
        }
        for (int offset : words) {
            int number = random.nextBoolean() ? random.nextInt() : random.nextInt(1 << random.nextInt(30));
            soon().until(() -> process.servers.address(screen).viewers() == 0);
            lines.clear();
            // The first one has the first place.
            try (RfbClient viewer = viewer()) {
                settle(viewer);
                try (RfbClient other = viewer()) {
                    settle(other);
                    Damage damage = journal -> with(journal, offset, number);
                    if (offset < TOKEN || offset >= END_OF_TOKEN) {
                        boolean stays = stays(viewer, damage);
                        assertThat(lines).as("word %s is %s", offset, number).hasSize(stays ? 0 : 1);
                    } else {
                        // Its connection stays open until the store closes it.
                        kill(damage);
                        assertThat(lines).as("word %s is %s", offset, number).hasSizeLessThanOrEqualTo(1);
                    }
                    settle(other);
                }
            }
        }
    }
}
