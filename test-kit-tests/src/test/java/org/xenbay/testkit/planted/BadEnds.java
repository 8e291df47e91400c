// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit.planted;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.xen.SharedMemory;

/** Handlers that keep something, or do not serve as they should. */
public final class BadEnds {

    /** Resources that bugs have left: a test gives them back. */
    private static final List<AutoCloseable> LEFT = new ArrayList<>();

    private BadEnds() {}

    public static synchronized void giveBack() throws Exception {
        for (AutoCloseable left : LEFT) {
            left.close();
        }
        LEFT.clear();
    }

    private static synchronized <T extends AutoCloseable> T leave(T thing) {
        LEFT.add(thing);
        return thing;
    }

    /** A fault where nothing can be refused. */
    public static DeviceHandler throwsFromDisconnect(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public void disconnect() {
                throw new IllegalStateException("planted");
            }
        };
    }

    /** Continues to use the guest's page when the guest closes. */
    public static DeviceHandler ignoresClosing(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public void connected() {
                SharedMemory.Hold hold = page.hold();
                leave(hold::close);
            }
        };
    }

    /** Uses the link when it is over. */
    public static DeviceHandler usesTheLinkLater(DeviceContext device) {
        return new SoundHandler(device) {
            private DeviceLink kept;

            @Override
            public Readiness connect(DeviceLink link, Origin origin) throws Exception {
                kept = link;
                return super.connect(link, origin);
            }

            @Override
            public void close() {
                try {
                    kept.fingerprint();
                } catch (IllegalStateException over) {
                    device.log().info("planted: " + over.getMessage());
                }
            }
        };
    }

    /** Has a gauge that reads a ring whose memory the core has freed. */
    public static DeviceHandler readsAGaugeLater(DeviceContext device) {
        SoundHandler handler = new SoundHandler(device);
        device.figures()
                .gauge(
                        "read_bytes",
                        "the guest's index",
                        () -> handler.page == null ? 0 : handler.page.getIntAcquire(SoundHandler.OUT_CONS));
        return handler;
    }

    /** Starts a thread, and leaves it alone. */
    public static DeviceHandler leavesAThread(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public void connected() {
                CountDownLatch end = new CountDownLatch(1);
                leave(end::countDown);
                Thread thread = new Thread(() -> await(end), "planted");
                thread.setDaemon(true);
                thread.start();
            }
        };
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens a file, and forgets it. */
    public static DeviceHandler leavesAFile(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public void connected() throws IOException {
                Path file = Files.createTempFile("planted", "");
                leave(FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
            }
        };
    }

    /** Writes a node on a thread of its own. */
    public static DeviceHandler leavesTheExecutor(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public void connected() throws InterruptedException {
                Thread thread = new Thread(() -> device.backend("state"), "planted");
                thread.setUncaughtExceptionHandler((failed, thrown) -> {});
                thread.start();
                thread.join();
            }
        };
    }

    /** Keeps its progress in a field only, and does not tell its successor. */
    public static DeviceHandler losesItsState(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public Optional<Parked> park() {
                page.putInt(OUT_CONS, page.getInt(OUT_CONS) - 1);
                return super.park();
            }
        };
    }

    /** Does not hand over. */
    public static DeviceHandler parksNothing(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public Optional<Parked> park() {
                return Optional.empty();
            }
        };
    }

    /** Uses the guest's index as an index of its own. */
    public static DeviceHandler trustsIndices(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            protected void echo() throws Exception {
                int at = page.getInt(OUT_PROD) - page.getInt(OUT_CONS);
                byte[] copy = new byte[RING + 1];
                copy[at] = 1;
                super.echo();
            }
        };
    }

    /** Takes bytes until it has reached the guest's index, wherever that is. */
    public static DeviceHandler spins(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            protected void echo() throws Exception {
                int end = page.getInt(OUT_PROD);
                for (int at = page.getInt(OUT_CONS); at - end < 0; at++) {
                    page.getByte(at & RING - 1);
                    for (int i = 0; i < 10; i++) {
                        page.fullFence();
                    }
                }
                super.echo();
            }
        };
    }

    /** Sleeps in a task, as a slow disk. */
    public static DeviceHandler blocksInATask(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            protected void echo() throws Exception {
                TimeUnit.SECONDS.sleep(2);
                super.echo();
            }
        };
    }

    /** Waits for the host in park. */
    public static DeviceHandler waitsForTheHost(DeviceContext device) {
        return new SoundHandler(device) {
            private CountDownLatch written = new CountDownLatch(0);

            @Override
            protected void echo() throws Exception {
                super.echo();
                CountDownLatch next = new CountDownLatch(1);
                written = next;
                device.runOnHost(
                        () -> {
                            next.countDown();
                            return null;
                        },
                        (result, failure) -> {});
            }

            @Override
            public Optional<Parked> park() {
                BadEnds.await(written);
                return super.park();
            }
        };
    }

    /** Refuses the next guest because of an error of the earlier one. */
    public static final class Sulks implements PlantedBackend.Handlers {
        private boolean hurt;

        @Override
        public DeviceHandler of(DeviceContext device) {
            return new SoundHandler(device) {
                @Override
                public Readiness init(org.xenbay.api.device.Publication keys) throws Exception {
                    return hurt ? Readiness.decline("it was hurt") : super.init(keys);
                }

                @Override
                protected void echo() throws Exception {
                    try {
                        super.echo();
                    } catch (org.xenbay.api.ring.CorruptRingException nonsense) {
                        hurt = true;
                        throw nonsense;
                    }
                }
            };
        }
    }
}
