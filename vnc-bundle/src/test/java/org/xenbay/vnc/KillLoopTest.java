// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.api.screen.VncServers;
import org.xenbay.vnc.RfbClient.Format;

/**
 * Processes are killed one after the other, each at another moment, while a viewer looks and types. After each kill the viewer sees
 * the guest's picture, or was disconnected because it had got a part of a message.
 */
@Timeout(120)
class KillLoopTest {

    /** The least number of kills of each kind. */
    private static final int KILLS = Integer.getInteger("viewer.kills", 8);

    /** Most moments from the beginning of a process to its kill. */
    private static final int MOMENTS = 120;

    private static final int COPY = 1;
    private static final int DESKTOP_SIZE = -223;
    private static final int EXTENDED_DESKTOP_SIZE = -308;
    private static final int QEMU_KEYS = -258;
    private static final int FENCE = -312;
    private static final int CONTINUOUS_UPDATES = -313;
    private static final int ENABLE = 150;
    private static final int REQUEST = 1 << 31;

    /**
     * Ports from here on are nobody's, and no outgoing connection has one of them. A port is free from a kill to the next process,
     * so the same test of another build begins elsewhere.
     */
    private static final int FIRST_PORT =
            21_000 + (int) (ProcessHandle.current().pid() % 800) * 10;

    private static final int LAST_PORT = 30_000;

    private static final Format[] FORMATS = {
        Format.SERVERS,
        new Format(16, 16, false, new int[] {31, 63, 31}, new int[] {11, 5, 0}),
        new Format(32, 24, true, new int[] {255, 255, 255}, new int[] {24, 16, 8})
    };

    @TempDir
    Path folder;

    private final AtomicInteger torn = new AtomicInteger();
    private final Random random = new Random(11);
    private FakeScreen screen;
    private boolean tcp;
    private PlayedProcess process;

    /** Whether the present process is not killed any more. */
    private boolean lives;

    /** The process that takes viewers. */
    private synchronized PlayedProcess running() {
        return process;
    }

    /**
     * Begins the process after the one that was killed; nobody connects meanwhile.
     *
     * @param kills how many processes were killed
     * @return whether this one is not killed any more: there were enough kills, and the viewer was continued with after some of them
     */
    private synchronized boolean succeed(int kills) throws InterruptedException {
        boolean part = process.isTorn();
        torn.addAndGet(part ? 1 : 0);
        boolean last = kills >= KILLS && torn.get() < kills;
        process = process.next();
        process.servers.add(screen);
        assertThat(process.servers.address(screen).trouble()).isEmpty();
        lives = last;
        if (!part && !last) {
            process.killAfter(1 + random.nextInt(MOMENTS));
        }
        return last;
    }

    private synchronized void killLater(PlayedProcess which) {
        if (!lives) {
            which.killAfter(1 + random.nextInt(MOMENTS));
        }
    }

    private void begin(boolean byTcp) {
        tcp = byTcp;
        process = PlayedProcess.first(folder);
        for (int port = FIRST_PORT; screen == null; port++) {
            assertThat(port).isLessThan(LAST_PORT);
            FakeScreen next = new FakeScreen(
                    DeviceId.parse("5/vfb/0"), tcp ? VncRequest.of("127.0.0.1", port - 5900, false) : VncRequest.NONE);
            running().servers.add(next);
            if (running().servers.address(next).trouble().isEmpty()) {
                screen = next;
                screen.resize(200, 120);
            }
        }
    }

    private static RfbClient byTcp(VncServers.Address address) throws IOException {
        return RfbClient.greeted(new Socket(address.host(), address.port()));
    }

    /** Looks, draws as the guest, and types, until it is told to stop. */
    private final class Viewer implements Callable<Void> {
        private final int encoding;
        private final boolean continuous;
        private volatile boolean stop;
        private RfbClient client;
        private int disconnects;
        private int pictures;
        private int asked;
        private int answered;

        Viewer(int encoding, boolean continuous) {
            this.encoding = encoding;
            this.continuous = continuous;
        }

        @Override
        public Void call() throws Exception {
            try {
                connect();
                for (boolean last = false; !last; ) {
                    // A viewer that had got all of a message may not know yet that it was disconnected.
                    boolean toEnd = stop;
                    try {
                        act(toEnd);
                        pictures++;
                        last = toEnd;
                    } catch (IOException disconnected) {
                        disconnects++;
                        assertThat(torn.get())
                                .as("disconnected: " + disconnected)
                                .isEqualTo(disconnects);
                        client.close();
                        connect();
                    }
                }
                return null;
            } finally {
                if (client != null) {
                    client.close();
                }
            }
        }

        private void connect() throws Exception {
            PlayedProcess to = running();
            client = tcp ? byTcp(to.servers.address(screen)) : RfbClient.greeted(to.servers.socket(screen));
            asked = 0;
            answered = 0;
            client.format(FORMATS[random.nextInt(FORMATS.length)]);
            if (continuous) {
                client.encodings(encoding, COPY, DESKTOP_SIZE, FENCE, CONTINUOUS_UPDATES);
                client.out.write(new byte[] {(byte) ENABLE, 1, 0, 0, 0, 0, 0, (byte) 200, 0, 120});
            } else {
                client.encodings(encoding, COPY, EXTENDED_DESKTOP_SIZE, QEMU_KEYS);
                client.request(false);
            }
            update();
            killLater(to);
        }

        private void update() throws IOException {
            client.updateAmongOthers(answer -> {
                int number = Integer.parseInt(answer);
                // After a kill an answer may come twice.
                assertThat(number).isBetween(answered, answered + 1);
                answered = number;
            });
        }

        /** @param asking whether the server has to say something in any case */
        private void act(boolean asking) throws IOException {
            for (int i = random.nextInt(3); i >= 0; i--) {
                screen.drawAnything(random);
            }
            if (random.nextInt(4) == 0) {
                screen.scrollUp(1 + random.nextInt(30), random);
            }
            if (random.nextInt(30) == 0) {
                screen.resize(150 + random.nextInt(60), 100 + random.nextInt(30));
                screen.drawAnything(random);
            }
            if (random.nextInt(3) == 0) {
                client.key('a', random.nextBoolean());
                client.pointer(random.nextInt(2), random.nextInt(200), random.nextInt(120));
            }
            if (asking || random.nextInt(3) == 0) {
                asked++;
                client.fence(REQUEST, String.valueOf(asked));
            }
            while (!client.shows(screen) || answered < asked) {
                if (!continuous) {
                    client.request(!client.shows(screen));
                } else if (client.shows(screen)) {
                    screen.drawAnything(random);
                }
                update();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,false,false",
        "5,false,false",
        "7,false,false",
        "16,false,false",
        "0,true,false",
        "5,true,true",
        "7,true,false",
        "16,true,false",
        "7,false,true",
        "16,true,true"
    })
    void aViewerSeesThePictureOrHadGotAPart(int encoding, boolean byTcp, boolean continuous) throws Exception {
        begin(byTcp);
        Viewer viewer = new Viewer(encoding, continuous);
        FutureTask<Void> looking = new FutureTask<>(viewer);
        Thread thread = new Thread(looking, "viewer");
        thread.start();
        try {
            boolean last = false;
            for (int kills = 1; !last; kills++) {
                awaitKill(looking);
                last = succeed(kills);
            }
            viewer.stop = true;
            looking.get();
            assertThat(viewer.disconnects).isEqualTo(torn.get());
            assertThat(viewer.pictures).isPositive();
        } finally {
            running().close();
            thread.join();
        }
    }

    /** A viewer that fails says why, instead of no kill ever coming. */
    private void awaitKill(FutureTask<Void> looking) throws Exception {
        while (!running().isKilledWithin(100)) {
            if (looking.isDone()) {
                looking.get();
            }
        }
    }
}
