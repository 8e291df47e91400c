// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.Transferable;
import org.xenbay.core.device.Handovers;

/**
 * The state file: written when the core stops, read and removed when it starts. Each device has its own record ({@link
 * Records}): a state that is too large or damaged harms only its own device.
 */
public final class HandoverFile implements Handovers {

    private static final Logger LOG = System.getLogger(HandoverFile.class.getName());

    /** Bytes that a token needs in the file, with its name. */
    private static final int WORD_BYTES = 128;

    private final Supplier<@Nullable DescriptorStore> descriptorStore;
    private final HandoverReader last;
    private final HandoverWriter next;

    /**
     * Reads the state file of the last run.
     *
     * @param folder of this daemon, which no other process uses
     * @param descriptorStore returns the service with the detached descriptors, while there is one
     */
    public HandoverFile(Path folder, Supplier<@Nullable DescriptorStore> descriptorStore) {
        Path file = folder.resolve("handover");
        this.descriptorStore = descriptorStore;
        this.last = new HandoverReader(file);
        this.next = new HandoverWriter(file);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean leave(DeviceId id, Instant parkedAt, Map<String, String> parameters, Parked parked) {
        try {
            checkSize(parked);
            Map<String, String> words = new LinkedHashMap<>();
            for (Map.Entry<String, AutoCloseable> resource : parked.resources().entrySet()) {
                if (resource.getValue() instanceof Transferable transferable) {
                    words.put(resource.getKey(), transferable.detach());
                } else {
                    close(id, resource.getKey(), resource.getValue());
                }
            }
            next.write(new SavedDevice(id, parkedAt, parameters, parked.version(), parked.state(), words));
            return true;
        } catch (IOException failed) {
            LOG.log(Level.ERROR, id + " cannot be left to the next run: " + failed.getMessage());
            refuse(id, "the last run could not leave its state: " + failed.getMessage());
            return false;
        }
    }

    /** To be called before a resource is detached, because that cannot be undone. */
    private static void checkSize(Parked parked) throws IOException {
        long bytes = parked.size() + (long) WORD_BYTES * parked.resources().size();
        if (bytes > Records.MAX_BODY) {
            throw new IOException(
                    "its state is of about " + bytes + " bytes, and at most " + Records.MAX_BODY + " are handed over");
        }
    }

    /** Makes the next run close the device and say why, instead of starting in the middle of a connection. */
    @Override
    public void refuse(DeviceId id, String why) {
        try {
            next.refuse(id, why);
        } catch (IOException failed) {
            LOG.log(Level.ERROR, id + " is not closed by the next run: " + failed.getMessage());
        }
    }

    /** Closes resources that have no token, such as sockets: their clients connect again. */
    private static void close(DeviceId id, String name, AutoCloseable resource) {
        try {
            LOG.log(Level.DEBUG, id + ": " + name + " cannot be kept for the next run and is closed");
            resource.close();
        } catch (Exception failed) {
            LOG.log(Level.WARNING, id + ": " + name + " did not close properly", failed);
        }
    }

    @Override
    public Optional<Map<String, String>> left(DeviceId id) {
        return last.parameters(id);
    }

    @Override
    public Instant leftAt(DeviceId id) {
        return last.look(id).orElseThrow().parkedAt();
    }

    @Override
    public Readiness ready(DeviceId id) {
        return descriptorStore.get() != null
                        || last.look(id).orElseThrow().tokens().isEmpty()
                ? Readiness.ready()
                : Readiness.waitFor(Side.HOST, "the service that kept its open files (org.xenbay.nativexen)");
    }

    @Override
    public Parked take(DeviceId id) throws IOException {
        SavedDevice saved = last.take(id).orElseThrow();
        Map<String, AutoCloseable> resources = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> token : saved.tokens().entrySet()) {
                resources.put(token.getKey(), present().take(token.getValue()));
            }
        } catch (IOException | RuntimeException gone) {
            resources.forEach((name, resource) -> close(id, name, resource));
            throw gone;
        }
        return new Parked(saved.version(), saved.state(), resources);
    }

    /** Returns the service, which {@link #ready} has found; it may have left since. */
    private DescriptorStore present() throws IOException {
        DescriptorStore now = descriptorStore.get();
        if (now == null) {
            throw new IOException("the service that kept its open files has gone");
        }
        return now;
    }

    @Override
    public void drop(DeviceId id) {
        DescriptorStore now = descriptorStore.get();
        if (last.has(id) && now != null) {
            last.look(id).orElseThrow().tokens().forEach((name, token) -> {
                try {
                    close(id, name, now.take(token));
                } catch (IOException gone) {
                    LOG.log(Level.DEBUG, id + ": " + name + " was not kept: " + gone.getMessage());
                }
            });
        }
        last.forget(id);
    }

    /**
     * Completes the state file for the next run.
     *
     * @throws IOException when it cannot be written; then no device is handed over
     */
    public void write() throws IOException {
        int devices = next.complete();
        if (devices > 0) {
            LOG.log(Level.INFO, devices + " connected devices are left to the next run");
        }
    }
}
