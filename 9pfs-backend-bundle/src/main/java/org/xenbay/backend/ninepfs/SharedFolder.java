// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.Share;
import org.xenbay.backend.ninepfs.command.ShareCount;
import org.xenbay.backend.ninepfs.export.Budgets;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.ExportRules;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.server.ParkedReader;
import org.xenbay.backend.ninepfs.server.ParkedWriter;

/**
 * The folder of one device: opened when the host offers files and the folder exists, and counted when its quota needs the
 * count. On the device's executor.
 */
final class SharedFolder {

    /** Stands for the number of bytes of a folder whose files were not counted. */
    private static final long NOT_COUNTED = -1;

    private final DeviceContext device;
    private final Supplier<NinePfsSettings> configs;
    private final Supplier<Optional<HostFiles>> files;
    private final Housekeeping housekeeping;
    private final FolderWait wait;
    /** The configuration at the last reading of the nodes. */
    private NinePfsSettings config;
    /** The last reading. */
    private @Nullable Source source;
    /** Present while the folder is open. Operators' commands read it. */
    private volatile @Nullable OpenFolder open;

    /** The result of an attempt to open the folder. */
    sealed interface Opening {}

    /** @param reason what the device waits for */
    record NotOpen(Readiness reason) implements Opening {}

    /**
     * The folder while it is open.
     *
     * @param nodes the nodes that describe it
     * @param descriptors the guest's part of the host's
     * @param count of its files
     */
    record OpenFolder(ExportNodes nodes, Export export, Allowance descriptors, FolderCount count) implements Opening {

        /** @param counted the predecessor's count, so that the files are not counted again */
        void restore(Journal.Used counted) {
            export.restore(counted.bytes(), counted.files());
            count.restored();
        }

        /** Writes the state for a successor ({@link SharedFolder#resume}); closes nothing. */
        void park(ParkedWriter writer) throws IOException {
            writer.out().writeInt(writer.resource(export.share()));
            writer.out().writeLong(count.isKnown() ? export.usedBytes() : NOT_COUNTED);
            writer.out().writeLong(export.usedFiles());
        }
    }

    /** The host's files, and the toolstack's nodes, as read at one moment. */
    private record Source(HostFiles host, ExportNodes nodes, Allowance descriptors) {}

    /** @param files gives the service that opens files of the host, while there is one */
    SharedFolder(
            DeviceContext device,
            Supplier<NinePfsSettings> configs,
            Supplier<Optional<HostFiles>> files,
            Housekeeping housekeeping) {
        this.device = device;
        this.configs = configs;
        this.config = configs.get();
        this.files = files;
        this.housekeeping = housekeeping;
        this.wait = new FolderWait(device);
    }

    /** @return the configuration of the connection that is served */
    NinePfsSettings config() {
        return config;
    }

    /** @return ready when the host offers files and the nodes have been read; the folder of other nodes is closed */
    Readiness readNodes() {
        return read().isPresent() ? Readiness.ready() : noFiles();
    }

    private static Readiness noFiles() {
        return Readiness.waitFor(Side.HOST, "a service that opens files of the host (org.xenbay.nativexen)");
    }

    private Optional<Source> read() {
        config = configs.get();
        Optional<Source> now = files.get()
                .map(host -> new Source(
                        host,
                        ExportNodes.read(
                                device.backend(ExportNodes.NAMES.toArray(String[]::new)), config.descriptors()),
                        host.descriptors().of(device.id().domain())));
        now.ifPresent(this::use);
        return now;
    }

    private void use(Source now) {
        OpenFolder present = open;
        if (present != null && !present.nodes().equals(now.nodes())) {
            close();
        }
        source = now;
    }

    /** @return the open folder, which is opened if it is not; otherwise the reason why not */
    Opening open() throws FileException {
        Optional<Source> now = read();
        if (now.isEmpty()) {
            return new NotOpen(noFiles());
        }
        OpenFolder present = open;
        return present != null ? present : open(now.get());
    }

    /** @return the folder, which is opened if it is closed. An open folder stays open, even if its nodes have changed */
    Opening openIfClosed() throws FileException {
        OpenFolder present = open;
        return present != null ? present : open();
    }

    private Opening open(Source from) throws FileException {
        Path path = from.nodes().path();
        OpenFolder opened;
        try {
            opened = use(from.host().open(path), from);
        } catch (FileException failed) {
            if (failed.errno() == Errno.EINVAL) {
                throw failed;
            }
            return new NotOpen(wait.notThere(path, failed));
        }
        wait.isThere();
        opened.export().rights().missing().ifPresent(device.log()::info);
        return opened;
    }

    private OpenFolder use(Share share, Source from) {
        ExportRules rules = from.nodes().rules();
        Export export = new Export(
                share, rules, housekeeping, new Budgets(rules.descriptors(), from.descriptors(), device.memory()));
        FolderCount count = new FolderCount(
                device, from.nodes().path(), export, rules.quota().counts());
        OpenFolder opened = new OpenFolder(from.nodes(), export, from.descriptors(), count);
        open = opened;
        return opened;
    }

    /**
     * Takes over a predecessor's folder, after {@link #readNodes}.
     *
     * @return the folder, whose files are not counted yet
     */
    OpenFolder takeOver(Share share) {
        Source from = source;
        if (from == null) {
            throw new IllegalStateException("a folder is taken over before its nodes were read");
        }
        close();
        return use(share, from);
    }

    /** @return the folder that a predecessor has parked, with its count, if there is one; after {@link #readNodes} */
    OpenFolder resume(ParkedReader reader) throws IOException {
        Share share = reader.resource(Share.class);
        long bytes = reader.in().readLong();
        long usedFiles = reader.in().readLong();
        OpenFolder taken = takeOver(share);
        if (bytes != NOT_COUNTED) {
            taken.restore(new Journal.Used(bytes, usedFiles));
        }
        return taken;
    }

    /** Leaves the open folder to a successor. */
    void leave() {
        OpenFolder last = open;
        if (last != null) {
            open = null;
            last.count().end();
            last.export().leave();
        }
    }

    /** Closes the folder, if it is open. */
    void close() {
        OpenFolder last = open;
        if (last != null) {
            open = null;
            last.count().end();
            last.export().close();
        }
    }

    /** @return how far the count of its files is, while they are being counted; from any thread */
    Optional<ShareCount> counting() {
        OpenFolder now = open;
        OptionalLong files = now == null ? OptionalLong.empty() : now.export().countedUntilNow();
        return now == null || files.isEmpty()
                ? Optional.empty()
                : Optional.of(new ShareCount(files.getAsLong(), now.export().mostToCount()));
    }

    /** @param details gets the details of the folder, if it is open */
    void describe(Map<String, String> details) {
        OpenFolder now = open;
        if (now != null) {
            new ShareDetails(now.nodes(), now.export(), now.descriptors(), device.memory())
                    .put(details, config.confine());
        }
    }
}
