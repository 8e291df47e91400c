// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.Share;
import org.xenbay.backend.ninepfs.export.Budgets;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.journal.Journal;

/**
 * The folder of one device: opened when the host offers files and the folder is there, and counted when its quota needs that.
 * On the device's executor, except where a method says otherwise.
 */
final class SharedFolder {

    private static final Duration COUNT_AGAIN = Duration.ofSeconds(30);

    private final DeviceContext device;
    private final Supplier<NinePfsSettings> configs;
    private final Supplier<HostFiles> files;
    private final Housekeeping housekeeping;
    private final FolderWait wait;
    /** The configuration when the nodes were read last. */
    private NinePfsSettings config;

    private HostFiles host;
    private volatile ExportNodes nodes;
    /** Null while the folder is closed. */
    private volatile Export export;
    /** The guest's part of the host's descriptors. */
    private Allowance descriptors = Allowance.unlimited();

    /** Whether the export's quota is known. */
    private boolean counted;
    /** The export whose files are being counted, or were. */
    private Export uncounted;
    /** Why the last count failed; null otherwise. */
    private String countFailure;

    /**
     * @param configs gives the configuration
     * @param files gives the service that opens files of the host; null while there is none
     */
    SharedFolder(
            DeviceContext device,
            Supplier<NinePfsSettings> configs,
            Supplier<HostFiles> files,
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

    /** @return the toolstack's nodes; null before they were read. From any thread. */
    ExportNodes nodes() {
        return nodes;
    }

    /** @return the open folder; null while it is closed. From any thread. */
    Export export() {
        return export;
    }

    /** @return ready when the host offers files and the nodes have been read; the folder of other nodes is closed */
    Readiness readNodes() {
        config = configs.get();
        host = files.get();
        if (host == null) {
            return Readiness.waitFor(Side.HOST, "a service that opens files of the host (org.xenbay.nativexen)");
        }
        ExportNodes now =
                ExportNodes.read(device.backend(ExportNodes.NAMES.toArray(String[]::new)), config.descriptors());
        if (!now.equals(nodes)) {
            close();
            nodes = now;
        }
        descriptors = host.descriptors().of(device.id().domain());
        return Readiness.ready();
    }

    /** @return ready when the folder is open; otherwise the reason why not */
    Readiness open() throws FileException {
        Readiness known = readNodes();
        if (known != Readiness.ready() || export != null) {
            return known;
        }
        try {
            use(host.open(nodes.path()));
        } catch (FileException failed) {
            if (failed.errno() == Errno.EINVAL) {
                throw failed;
            }
            return wait.notThere(nodes.path(), failed);
        }
        wait.isThere();
        export.rights().missing().ifPresent(device.log()::info);
        return Readiness.ready();
    }

    /** @return ready when the folder has been counted, or need not be; otherwise it is being counted */
    Readiness waitForCount() {
        if (counted) {
            return Readiness.ready();
        }
        count();
        String state = countFailure == null ? "which are being counted" : "which cannot be counted: " + countFailure;
        return Readiness.waitFor(Side.HOST, "the files of " + nodes.path() + ", " + state);
    }

    private void use(Share share) {
        export = new Export(
                share,
                nodes.rules(),
                housekeeping,
                new Budgets(nodes.rules().descriptors(), descriptors, device.memory()));
        counted = !nodes.rules().quota().counts();
    }

    /**
     * Takes over a predecessor's folder.
     *
     * @param used what the predecessor has counted; empty when that is not known
     * @return the folder
     */
    Export takeOver(Share share, Optional<Journal.Used> used) {
        close();
        use(share);
        used.ifPresent(usage -> {
            export.restore(usage.bytes(), usage.files());
            counted = true;
        });
        return export;
    }

    /** @return the files and bytes that are counted, for a successor; empty while they are not known */
    Optional<Journal.Used> used() {
        return counted ? Optional.of(new Journal.Used(export.usedBytes(), export.usedFiles())) : Optional.empty();
    }

    /** Counts the files unless that is done, or under way; the guest may be served meanwhile. */
    void count() {
        Export counting = export;
        if (counted || uncounted == counting) {
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

    /** Leaves the open folder to a successor. */
    void leave() {
        export.leave();
        export = null;
    }

    /** Closes the folder, if it is open. */
    void close() {
        if (export != null) {
            export.close();
            export = null;
        }
    }

    /** @param details gets the details of the folder, if it is open */
    void describe(Map<String, String> details) {
        if (export != null) {
            new ShareDetails(nodes, export, descriptors, device.memory()).put(details, config.confine());
        }
    }
}
