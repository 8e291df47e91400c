// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit.planted;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.journal.JournalMemory;
import org.xenbay.api.xen.GrantTable.Access;

/** Handlers whose init or connect has a defect. */
public final class BadConnects {

    private BadConnects() {}

    /** Has an error in its constructor. */
    public static DeviceHandler throwsFromOpen(DeviceContext device) {
        throw new IllegalStateException("no handler of " + device.id());
    }

    /** Returns null where it has nothing to publish. */
    public static DeviceHandler returnsNull(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public Readiness init(Publication keys) {
                return null;
            }
        };
    }

    /** Converts nodes itself, and believes that each is a number. */
    public static DeviceHandler trustsNodes(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public Readiness connect(DeviceLink link, Origin origin) throws Exception {
                NodeValues values = link.frontend("ring-ref", "event-channel");
                Integer.parseInt(values.text("event-channel").orElse("0"));
                return super.connect(link, origin);
            }
        };
    }

    /** Believes that each node is there. */
    public static DeviceHandler expectsNodes(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public Readiness connect(DeviceLink link, Origin origin) throws Exception {
                link.frontend("ring-ref").text("ring-ref").orElseThrow();
                return super.connect(link, origin);
            }
        };
    }

    /** Allocates as much as a node says. */
    public static DeviceHandler trustsSizes(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public Readiness connect(DeviceLink link, Origin origin) throws Exception {
                long size = link.frontend("ring-ref").number("ring-ref", Integer.MIN_VALUE, Integer.MAX_VALUE);
                buffer = new byte[RING + (int) Math.min(2000 * size, 1 << 20)];
                return super.connect(link, origin);
            }
        };
    }

    /** Remembers the nodes of the first connection. */
    public static DeviceHandler readsNodesOnce(DeviceContext device) {
        return new SoundHandler(device) {
            private NodeValues first;

            @Override
            protected NodeValues nodes(DeviceLink link) {
                if (first == null || first.firstMissing().isPresent()) {
                    first = super.nodes(link);
                }
                return first;
            }
        };
    }

    /** Waits for an event of the guest. */
    public static DeviceHandler waitsForTheGuest(DeviceContext device) {
        return new SoundHandler(device) {
            private final CountDownLatch event = new CountDownLatch(1);

            @Override
            public void connected() throws Exception {
                event.await();
            }

            @Override
            protected void echo() throws Exception {
                super.echo();
                if (page.getInt(OUT_PROD) != 0) {
                    event.countDown();
                }
            }
        };
    }

    /** Writes the state Connected itself. */
    public static DeviceHandler writesItsState(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public void connected() {
                device.publish(Map.of("state", "4"));
            }
        };
    }

    /** Takes state of every version. */
    public static DeviceHandler takesAnyVersion(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            protected void resume(Parked parked) {}
        };
    }

    /** Looks at the guest's memory before it refuses. */
    public static DeviceHandler refusesTooLate(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public Readiness connect(DeviceLink link, Origin origin) throws Exception {
                link.map(Access.READ_WRITE, nodes(link).grantReference("ring-ref"));
                return super.connect(link, origin);
            }
        };
    }

    /** Believes that the state is as it was written. */
    public static DeviceHandler trustsItsState(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            protected void resume(Parked parked) {
                if (parked.version() != 1) {
                    throw new RefusedStateException("version " + parked.version());
                }
                Integer.parseInt(new String(parked.state(), java.nio.charset.StandardCharsets.US_ASCII));
            }
        };
    }

    /** Requires a frontend that begins, each time. */
    public static DeviceHandler startsOverAfterAKill(DeviceContext device) {
        return new SoundHandler(device) {
            @Override
            public Readiness connect(DeviceLink link, Origin origin) throws Exception {
                Readiness ready = super.connect(link, origin);
                if (origin == Origin.adopted()) {
                    page.clear(0, page.size());
                }
                return ready;
            }
        };
    }

    /** Continues with its note of the earlier connection, when the driver is loaded again and publishes the same nodes. */
    public static DeviceHandler believesAnOldNote(DeviceContext device) {
        return new SoundHandler(device) {
            private boolean answered;

            @Override
            public Readiness connect(DeviceLink link, Origin origin) throws Exception {
                Readiness readiness = super.connect(link, origin);
                JournalMemory note = device.persistentMemory("note", Integer.BYTES)
                        .map(bytes -> new JournalMemory(bytes, device.atCommit()))
                        .orElseThrow();
                int connection = link.fingerprint().hashCode() | 1;
                answered = note.number(0) == connection;
                note.commit(0, connection);
                return readiness;
            }

            @Override
            protected void echo() throws Exception {
                if (!answered) {
                    super.echo();
                }
            }
        };
    }
}
