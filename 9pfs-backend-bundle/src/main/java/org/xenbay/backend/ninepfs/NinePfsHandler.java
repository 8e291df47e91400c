// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.Share;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.ninepfs.command.FileShareView;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.ring.RingConnection;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.Lane;
import org.xenbay.backend.ninepfs.server.Limits;
import org.xenbay.backend.ninepfs.server.ParkedReader;
import org.xenbay.backend.ninepfs.server.ParkedWriter;
import org.xenbay.backend.ninepfs.server.ShareThreads;
import org.xenbay.backend.ninepfs.server.Statistics;
import org.xenbay.backend.ninepfs.server.Workers;

/** One share of one guest: the lifecycle of its connection. */
final class NinePfsHandler implements DeviceHandler {

    /** A request that takes longer has a slow host. */
    private static final Duration USUAL = Duration.ofMillis(300);

    private static final long NOT_COUNTED = -1;

    private final DeviceContext device;
    private final Supplier<DescriptorStore> descriptorStore;
    private final ShareThreads shareThreads;
    private final Consumer<NinePfsHandler> onClose;
    private final Statistics statistics;
    private final SharedFolder folder;
    private final ConnectionJournal journal;
    /** Null while the share is not connected. */
    private volatile RingConnection connection;

    NinePfsHandler(
            DeviceContext device,
            Supplier<NinePfsSettings> configs,
            Supplier<HostFiles> files,
            Supplier<DescriptorStore> descriptorStore,
            Journal.Form journals,
            Workers workers,
            Housekeeping housekeeping,
            Consumer<NinePfsHandler> onClose) {
        this.device = device;
        this.descriptorStore = descriptorStore;
        this.journal = new ConnectionJournal(device, journals);
        this.shareThreads = workers.shareThreads(device.id().toString());
        this.onClose = onClose;
        this.folder = new SharedFolder(device, configs, files, housekeeping);
        this.statistics = new Statistics(device.id(), () -> configs.get().slowMillis(), device.log()::info);
    }

    DeviceId id() {
        return device.id();
    }

    Statistics statistics() {
        return statistics;
    }

    /** From any thread; empty when the share is not connected. */
    Optional<FileShareView> view() {
        RingConnection now = connection;
        Export shared = folder.export();
        if (now == null || shared == null) {
            return Optional.empty();
        }
        return Optional.of(ShareView.of(device.id(), folder.nodes(), now.conversation(), shared, statistics));
    }

    /** The folder is opened here, so that a guest never sees features of a share whose folder does not exist. */
    @Override
    public Readiness init(Publication keys) throws FileException {
        Readiness opened = folder.open();
        Readiness ready = opened == Readiness.ready() ? folder.waitForCount() : opened;
        if (ready == Readiness.ready()) {
            keys.put("versions", RingConnection.VERSION)
                    .put("max-rings", RingConnection.MAX_RINGS)
                    .put("max-ring-page-order", RingConnection.MAX_RING_ORDER);
        }
        return ready;
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) throws IOException {
        Readiness ready = origin == Origin.fresh() ? Readiness.ready() : folder.readNodes();
        if (ready != Readiness.ready()) {
            return ready;
        }
        Optional<ParkedReader> parked = origin instanceof Origin.Resumed resumed
                ? Optional.of(new ParkedReader(resumed.parked()))
                : Optional.empty();
        ready = RingConnection.ready(link);
        if (ready == Readiness.ready() && parked.isPresent()) {
            resume(link, parked.get());
        } else if (ready == Readiness.ready()) {
            ready = origin == Origin.adopted() ? adopt(link) : begin(link);
        }
        if (ready == Readiness.ready()) {
            folder.count();
        }
        return ready;
    }

    /** A guest may offer other rings without closing first. Its folder was closed then, and no init has opened it again. */
    private Readiness begin(DeviceLink link) throws IOException {
        Readiness opened = folder.export() == null ? folder.open() : Readiness.ready();
        if (opened == Readiness.ready()) {
            journal.begin(link, folder.export());
            journal.complete();
            connection = open(link, fresh -> {});
        }
        return opened;
    }

    /** Continues the session of a process that was killed. */
    private Readiness adopt(DeviceLink link) throws IOException {
        Optional<Journal> found = journal.find(link.fingerprint());
        if (found.isEmpty()) {
            return begin(link);
        }
        DescriptorStore store = descriptorStore.get();
        if (store == null) {
            return Readiness.waitFor(Side.HOST, "the service that kept its open files (org.xenbay.nativexen)");
        }
        journal.adopt(found.get());
        Share share = (Share) store.take(found.get().share());
        journal.keep(folder.takeOver(share, found.get().usage()));
        connection = open(link, fresh -> fresh.recover(store));
        connection.start();
        return Readiness.ready();
    }

    private void resume(DeviceLink link, ParkedReader reader) throws IOException {
        Share share = reader.resource(Share.class);
        long bytes = reader.in().readLong();
        long files = reader.in().readLong();
        folder.takeOver(share, bytes == NOT_COUNTED ? Optional.empty() : Optional.of(new Journal.Used(bytes, files)));
        journal.begin(link, folder.export());
        connection = open(link, fresh -> {
            fresh.resume(reader);
            journal.complete();
        });
        connection.start();
    }

    /** Gives a conversation the session that a predecessor has begun. */
    @FunctionalInterface
    private interface Inheritance {
        void inherit(Conversation fresh) throws IOException;
    }

    private RingConnection open(DeviceLink link, Inheritance inheritance) throws IOException {
        Export export = folder.export();
        Lane lane = shareThreads.lane(ThreadEntry.of(export, folder.config().confine()));
        return RingConnection.open(device, link, lane, journal.journal(), most -> {
            Limits limits = folder.config().limits().withMsize(most);
            Conversation conversation = new Conversation(export, lane, limits, statistics);
            conversation.keep(journal.journal());
            export.inheriting(true);
            inheritance.inherit(conversation);
            export.inheriting(false);
            return conversation;
        });
    }

    @Override
    public boolean isHeldUp() {
        return connection != null && connection.conversation().isHeldUp(USUAL);
    }

    @Override
    public boolean comeToRest() {
        return connection == null || connection.pause();
    }

    @Override
    public void carryOn() {
        if (connection != null) {
            connection.unpause();
        }
    }

    /** Requests that were under way have ended by now; a disk that takes longer than the core waits ends the connection. */
    @Override
    public Optional<Parked> park() {
        try {
            if (connection == null) {
                return Optional.empty();
            }
            if (!connection.pause()) {
                throw new IllegalStateException("the host has kept requests of its guest under way for too long");
            }
            long bytes = connection.conversation().parkedSize();
            if (bytes > ParkedWriter.MOST) {
                throw new IllegalStateException(
                        "its fids are " + bytes + " bytes, and at most " + ParkedWriter.MOST + " are handed over");
            }
            return Optional.of(parked());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Parked parked() throws IOException {
        Export export = folder.export();
        ParkedWriter writer = new ParkedWriter();
        writer.out().writeInt(writer.resource(export.share()));
        writer.out().writeLong(folder.used().map(Journal.Used::bytes).orElse(NOT_COUNTED));
        writer.out().writeLong(export.usedFiles());
        connection.conversation().park(writer);
        export.budgets().handOver();
        connection.close();
        connection = null;
        folder.leave();
        journal.revoke();
        return writer.parked();
    }

    /** The host offers its files now. From any thread. */
    void hostChanged() {
        device.recheck();
    }

    @Override
    public void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
            folder.close();
        }
        journal.end();
    }

    @Override
    public void close() {
        disconnect();
        folder.close();
        onClose.accept(this);
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        folder.describe(details);
        if (connection != null) {
            Conversation conversation = connection.conversation();
            details.put("rings", connection.describe());
            details.put("protocol", conversation.version().orElse("none yet"));
            details.put("message size", Integer.toString(conversation.msize()));
            details.put("fids", Integer.toString(conversation.fids()));
            details.put("after a kill", journal.describe());
        }
        return details;
    }
}
