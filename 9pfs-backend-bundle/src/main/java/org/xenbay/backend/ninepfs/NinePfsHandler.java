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
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.Share;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.ninepfs.command.FileShareView;
import org.xenbay.backend.ninepfs.export.Budgets;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.ring.RingConnection;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.Crew;
import org.xenbay.backend.ninepfs.server.Lane;
import org.xenbay.backend.ninepfs.server.ParkedReader;
import org.xenbay.backend.ninepfs.server.ParkedWriter;
import org.xenbay.backend.ninepfs.server.Statistics;
import org.xenbay.backend.ninepfs.server.Workers;

/** One share of one guest. */
final class NinePfsHandler implements DeviceHandler {

    /** A request that takes longer has a slow host. */
    private static final Duration USUAL = Duration.ofMillis(300);

    private static final long NOT_COUNTED = -1;
    private static final Duration COUNT_AGAIN = Duration.ofSeconds(30);

    private final DeviceContext device;
    private final Supplier<NinePfsSettings> configs;
    /** What was in force when the connection was begun. */
    private NinePfsSettings config;

    private final Supplier<HostFiles> files;
    private final Supplier<DescriptorStore> descriptorStore;
    private final Crew crew;
    private final Housekeeping housekeeping;
    private final Consumer<NinePfsHandler> onClose;
    private final Statistics statistics;
    private final FolderWait folder;
    private volatile ExportNodes nodes;
    private volatile Export export;
    private volatile RingConnection connection;
    private final Outlasting outlasting;
    private HostFiles host;
    /** The guest's part of the host's. */
    private Allowance descriptors = Allowance.unlimited();

    /** Whether the export's quota is known. */
    private boolean counted;
    /** The export whose files are being counted, or were. */
    private Export uncounted;
    /** Why they could not be counted the last time; null otherwise. */
    private String countFailure;

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
        this.configs = configs;
        this.config = configs.get();
        this.files = files;
        this.descriptorStore = descriptorStore;
        this.outlasting = new Outlasting(device, journals);
        this.crew = workers.crew(device.id().toString());
        this.housekeeping = housekeeping;
        this.onClose = onClose;
        this.folder = new FolderWait(device);
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
        Export shared = export;
        if (now == null || shared == null) {
            return Optional.empty();
        }
        return Optional.of(ShareView.of(device.id(), nodes, now.conversation(), shared, statistics));
    }

    /** The folder is opened here, so that a guest never sees features of a share that is not there. */
    @Override
    public Readiness init(Publication keys) throws FileException {
        Readiness opened = openShare();
        if (opened != Readiness.ready()) {
            return opened;
        } else if (!counted) {
            count();
            return Readiness.waitFor(Side.HOST, "the files of " + nodes.path() + ", " + countingSays());
        }
        keys.put("versions", RingConnection.VERSION)
                .put("max-rings", RingConnection.MAX_RINGS)
                .put("max-ring-page-order", RingConnection.MAX_RING_ORDER);
        return Readiness.ready();
    }

    /** @return ready when the host offers files and the nodes have been read; the folder of other nodes is closed */
    private Readiness look() {
        config = configs.get();
        host = files.get();
        if (host == null) {
            return Readiness.waitFor(Side.HOST, "a service that opens files of the host (xen-native-bundle)");
        }
        ExportNodes now =
                ExportNodes.read(device.backend(ExportNodes.NAMES.toArray(String[]::new)), config.descriptors());
        if (!now.equals(nodes)) {
            endExport();
            nodes = now;
        }
        descriptors = host.descriptors().of(device.id().domain());
        return Readiness.ready();
    }

    /** @return ready when the folder is open; else what that waits for */
    private Readiness openShare() throws FileException {
        Readiness known = look();
        return known != Readiness.ready() || export != null ? known : openFolder();
    }

    private Readiness openFolder() throws FileException {
        try {
            export = export(host.open(nodes.path()));
        } catch (FileException failed) {
            if (failed.errno() == Errno.EINVAL) {
                throw failed;
            }
            return folder.notThere(nodes.path(), failed);
        }
        folder.isThere();
        export.rights().missing().ifPresent(device.log()::info);
        counted = !nodes.rules().quota().counts();
        return Readiness.ready();
    }

    private Export export(Share share) {
        return new Export(
                share,
                nodes.rules(),
                housekeeping,
                new Budgets(nodes.rules().descriptors(), descriptors, device.memory()));
    }

    private void count() {
        Export counting = export;
        if (uncounted == counting) {
            return;
        }
        uncounted = counting;
        countFailure = null;
        counting.count(failed -> device.execute(() -> counted(counting, failed)));
    }

    private void counted(Export counting, FileException failed) {
        if (counting != export) {
            return;
        }
        if (failed == null) {
            counted = true;
        } else {
            countFailure = failed.getMessage();
            device.log().info("the files of " + nodes.path() + " cannot be counted: " + countFailure);
            device.schedule(COUNT_AGAIN, () -> countAgain(counting));
        }
        device.recheck();
    }

    private void countAgain(Export counting) {
        if (counting == export) {
            uncounted = null;
            count();
            device.recheck();
        }
    }

    private String countingSays() {
        return countFailure == null ? "which are being counted" : "which cannot be counted: " + countFailure;
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) throws IOException {
        Readiness ready = origin == Origin.fresh() ? Readiness.ready() : look();
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
        if (ready == Readiness.ready() && !counted) {
            count();
        }
        return ready;
    }

    /** A guest that offers other rings without closing has no init before it, and its folder was closed when it left. */
    private Readiness begin(DeviceLink link) throws IOException {
        Readiness opened = export == null ? openShare() : Readiness.ready();
        if (opened == Readiness.ready()) {
            outlasting.begin(link, export);
            outlasting.complete();
            Lane lane = lane();
            connection = RingConnection.open(device, link, lane, outlasting.journal(), most -> converse(lane, most));
        }
        return opened;
    }

    /** The session of a process that was killed goes on. */
    private Readiness adopt(DeviceLink link) throws IOException {
        Optional<Journal> left = outlasting.left(link.fingerprint());
        if (left.isEmpty()) {
            return begin(link);
        }
        DescriptorStore kept = descriptorStore.get();
        if (kept == null) {
            return Readiness.waitFor(Side.HOST, "the service that kept its open files (xen-native-bundle)");
        }
        Journal journal = outlasting.adopt(left.get());
        endExport();
        export = export((Share) kept.take(journal.share()));
        counted = !nodes.rules().quota().counts();
        journal.usage().ifPresent(usage -> {
            export.restore(usage.bytes(), usage.files());
            counted = true;
        });
        outlasting.keep(export);
        Lane lane = lane();
        connection = RingConnection.open(device, link, lane, journal, most -> {
            Conversation inherited = converse(lane, most);
            export.inheriting(true);
            inherited.recover(kept);
            export.inheriting(false);
            return inherited;
        });
        connection.start();
        return Readiness.ready();
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

    /** What is under way has been done by now; a disk that takes longer than the core waits ends the connection. */
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
            ParkedWriter writer = new ParkedWriter();
            writer.out().writeInt(writer.resource(export.share()));
            writer.out().writeLong(counted ? export.usedBytes() : NOT_COUNTED);
            writer.out().writeLong(export.usedFiles());
            connection.conversation().park(writer);
            export.budgets().handOver();
            connection.close();
            connection = null;
            export.leave();
            export = null;
            outlasting.leave();
            return Optional.of(writer.parked());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void resume(DeviceLink link, ParkedReader reader) throws IOException {
        endExport();
        export = export(reader.resource(Share.class));
        long usedBytes = reader.in().readLong();
        long usedFiles = reader.in().readLong();
        counted = usedBytes != NOT_COUNTED;
        if (counted) {
            export.restore(usedBytes, usedFiles);
        }
        outlasting.begin(link, export);
        Lane lane = lane();
        connection = RingConnection.open(device, link, lane, outlasting.journal(), most -> {
            Conversation resumed = converse(lane, most);
            export.inheriting(true);
            resumed.resume(reader);
            export.inheriting(false);
            outlasting.complete();
            return resumed;
        });
        connection.start();
    }

    private Lane lane() throws IOException {
        return crew.lane(ThreadEntry.of(export, config.confine()));
    }

    private Conversation converse(Lane lane, int most) {
        Conversation fresh = new Conversation(export, lane, config.limits().withMsize(most), statistics);
        fresh.keep(outlasting.journal());
        return fresh;
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
            endExport();
        }
        outlasting.end();
    }

    @Override
    public void close() {
        disconnect();
        endExport();
        onClose.accept(this);
    }

    private void endExport() {
        if (export != null) {
            export.close();
            export = null;
        }
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        if (export != null) {
            new ShareDetails(nodes, export, descriptors, device.memory()).put(details, config.confine());
        }
        if (connection != null) {
            Conversation conversation = connection.conversation();
            details.put("rings", connection.describe());
            details.put("protocol", conversation.version().orElse("none yet"));
            details.put("message size", Integer.toString(conversation.msize()));
            details.put("fids", Integer.toString(conversation.fids()));
            details.put("after a kill", outlasting.describe());
        }
        return details;
    }
}
