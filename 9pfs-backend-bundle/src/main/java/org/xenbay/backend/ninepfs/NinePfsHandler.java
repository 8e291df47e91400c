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
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.figure.Load;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.Share;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.ninepfs.SharedFolder.NotOpen;
import org.xenbay.backend.ninepfs.SharedFolder.OpenFolder;
import org.xenbay.backend.ninepfs.SharedFolder.Opening;
import org.xenbay.backend.ninepfs.command.FileShareView;
import org.xenbay.backend.ninepfs.command.ShareCount;
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
import org.xenbay.backend.ninepfs.server.TakenResource;
import org.xenbay.backend.ninepfs.server.Workers;

/** One share of one guest: the lifecycle of its connection. */
final class NinePfsHandler implements DeviceHandler {

    /** A request that takes longer counts as held up by a slow host. */
    private static final Duration USUAL = Duration.ofMillis(300);

    private final DeviceContext device;
    private final Supplier<Optional<DescriptorStore>> descriptorStore;
    private final ShareThreads shareThreads;
    private final Consumer<NinePfsHandler> onClose;
    private final Statistics statistics;
    private final SharedFolder folder;
    private final ConnectionJournal journal;
    /** Present while the share is connected. */
    private volatile @Nullable Connected connected;

    /** The guest's rings, and its shared folder. */
    private record Connected(RingConnection rings, OpenFolder folder) {

        Conversation conversation() {
            return rings.conversation();
        }
    }

    NinePfsHandler(
            DeviceContext device,
            Supplier<NinePfsSettings> configs,
            Supplier<Optional<HostFiles>> files,
            Supplier<Optional<DescriptorStore>> descriptorStore,
            Workers workers,
            Housekeeping housekeeping,
            Consumer<NinePfsHandler> onClose) {
        this.device = device;
        this.descriptorStore = descriptorStore;
        this.journal = new ConnectionJournal(device);
        this.shareThreads = workers.shareThreads(device.id().toString());
        this.onClose = onClose;
        this.folder = new SharedFolder(device, configs, files, housekeeping);
        this.statistics = new Statistics(
                device.id(),
                device.figures(),
                device.history(),
                () -> configs.get().slowMillis(),
                device.log()::info);
        device.figures()
                .gauge("waiting_requests", Load.WAITING, "requests that have not been answered yet", this::waiting);
    }

    DeviceId id() {
        return device.id();
    }

    Statistics statistics() {
        return statistics;
    }

    private int waiting() {
        Connected now = connected;
        return now == null ? 0 : now.conversation().waiting();
    }

    /** @return the share as the command shows it, while it is connected; from any thread */
    Optional<FileShareView> view() {
        return Optional.ofNullable(connected)
                .map(now -> ShareView.of(
                        device.id(),
                        now.folder().nodes(),
                        now.conversation(),
                        now.folder().export(),
                        statistics));
    }

    /** @return how far the count of its files is, while they are being counted; from any thread */
    Optional<ShareCount> counting() {
        return folder.counting();
    }

    /** The folder is opened here, so that a guest never sees features of a share whose folder does not exist. */
    @Override
    public Readiness init(Publication keys) throws FileException {
        Opening opening = folder.open();
        Readiness ready = opening instanceof OpenFolder open ? open.count().waitForEnd() : reason(opening);
        if (ready == Readiness.ready()) {
            keys.put("versions", RingConnection.VERSION)
                    .put("max-rings", RingConnection.MAX_RINGS)
                    .put("max-ring-page-order", RingConnection.MAX_RING_ORDER);
        }
        return ready;
    }

    /** @return why the folder is not open, if it is not */
    private static Readiness reason(Opening opening) {
        return opening instanceof NotOpen not ? not.reason() : Readiness.ready();
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
        return ready;
    }

    private void connected(Connected now) {
        connected = now;
        now.folder().count().begin();
    }

    /** A guest may offer other rings without closing first. Then its folder has been closed, and no init has opened it again. */
    private Readiness begin(DeviceLink link) throws IOException {
        Opening opening = folder.openIfClosed();
        if (opening instanceof OpenFolder open) {
            journal.begin(link, open.export());
            journal.complete();
            connected(connect(link, open, fresh -> {}));
        }
        return reason(opening);
    }

    /** Continues the session of a process that was killed. */
    private Readiness adopt(DeviceLink link) throws IOException {
        Optional<Journal> found = journal.find(link.fingerprint());
        if (found.isEmpty()) {
            return begin(link);
        }
        Optional<DescriptorStore> offered = descriptorStore.get();
        if (offered.isEmpty()) {
            return Readiness.waitFor(Side.HOST, "the service that kept its open files (org.xenbay.nativexen)");
        }
        DescriptorStore store = offered.get();
        Journal left = found.get();
        journal.adopt(left);
        Share share = TakenResource.take(store, left.share(), Share.class);
        OpenFolder taken = folder.takeOver(share);
        left.usage().ifPresent(taken::restore);
        ConnectionJournal.keep(left, taken.export());
        Connected now = connect(link, taken, fresh -> fresh.recover(left, store));
        connected(now);
        now.rings().start();
        return Readiness.ready();
    }

    private void resume(DeviceLink link, ParkedReader reader) throws IOException {
        OpenFolder taken = folder.resume(reader);
        journal.begin(link, taken.export());
        Connected now = connect(link, taken, fresh -> {
            fresh.resume(reader);
            journal.complete();
        });
        connected(now);
        now.rings().start();
    }

    /** Makes a conversation continue a predecessor's session. */
    @FunctionalInterface
    private interface Inheritance {
        void inherit(Conversation fresh) throws IOException;
    }

    private Connected connect(DeviceLink link, OpenFolder open, Inheritance inheritance) throws IOException {
        Export export = open.export();
        Journal written = journal.journal();
        Lane lane = shareThreads.lane(ThreadEntry.of(export, folder.config().confine()));
        RingConnection rings = RingConnection.open(device, link, lane, written, most -> {
            Limits limits = folder.config().limits().withMsize(most);
            Conversation conversation = new Conversation(export, lane, limits, statistics, written);
            export.inheriting(true);
            inheritance.inherit(conversation);
            export.inheriting(false);
            return conversation;
        });
        return new Connected(rings, open);
    }

    @Override
    public boolean isHostSlow() {
        Connected now = connected;
        return now != null && now.conversation().hasRequestSlowerThan(USUAL);
    }

    @Override
    public boolean quiesce() {
        Connected now = connected;
        return now == null || now.rings().pause();
    }

    @Override
    public void unquiesce() {
        Connected now = connected;
        if (now != null) {
            now.rings().unpause();
        }
    }

    /** Requests under way have ended by now. If a disk takes longer than the core waits, the connection ends. */
    @Override
    public Optional<Parked> park() {
        try {
            Connected now = connected;
            if (now == null) {
                return Optional.empty();
            }
            if (!now.rings().pause()) {
                throw new IllegalStateException("the host has kept requests of its guest under way for too long");
            }
            long bytes = now.conversation().parkedSize();
            if (bytes > ParkedWriter.MOST) {
                throw new IllegalStateException(
                        "its fids are " + bytes + " bytes, and at most " + ParkedWriter.MOST + " are handed over");
            }
            return Optional.of(parked(now));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Parked parked(Connected last) throws IOException {
        ParkedWriter writer = new ParkedWriter();
        last.folder().park(writer);
        last.conversation().park(writer);
        last.folder().export().budgets().handOver();
        last.rings().close();
        connected = null;
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
        Connected last = connected;
        if (last != null) {
            last.rings().close();
            connected = null;
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
        Connected now = connected;
        if (now != null) {
            Conversation conversation = now.conversation();
            details.put("rings", now.rings().describe());
            details.put("protocol", conversation.version().orElse("none yet"));
            details.put("message size", Integer.toString(conversation.msize()));
            details.put("fids", Integer.toString(conversation.fids()));
            details.put("after a kill", journal.describe());
        }
        return details;
    }
}
