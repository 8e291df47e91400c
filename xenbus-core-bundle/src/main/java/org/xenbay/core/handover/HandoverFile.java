package org.xenbay.core.handover;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.host.Keeper;
import org.xenbay.api.host.Keepsake;
import org.xenbay.core.device.Handovers;

/**
 * The state file: written when the core stops, read and removed when it starts. Each device's part has a checksum of its
 * own, so that damage costs one device. Written aside and renamed, readable by the owner only, as what guests wrote to
 * their consoles is in it.
 */
public final class HandoverFile implements Handovers {

    private static final Logger LOG = System.getLogger(HandoverFile.class.getName());
    private static final int MOST_BYTES = 64 << 20;

    private final Path file;
    private final Supplier<Keeper> keeper;
    private final Map<DeviceId, SavedDevice> found = new ConcurrentHashMap<>();
    private final Map<DeviceId, String> refused = new ConcurrentHashMap<>();
    private final Map<DeviceId, byte[]> leaving = new ConcurrentHashMap<>();
    private volatile String unreadable = "";

    /**
     * Reads what the last run left.
     *
     * @param folder of this daemon, which nobody else uses
     * @param keeper gives the service that keeps live things, or null while there is none
     */
    public HandoverFile(Path folder, Supplier<Keeper> keeper) {
        this.file = folder.resolve("handover");
        this.keeper = keeper;
        read();
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                DeviceId id = DeviceId.parse(in.readUTF());
                int length = in.readInt();
                if (length < 0 || length > MOST_BYTES) {
                    throw new IOException("a device of " + length + " bytes");
                }
                note(id, in.readNBytes(length));
            }
        } catch (NoSuchFileException none) {
            return;
        } catch (IOException | IllegalArgumentException damaged) {
            unreadable = "the file " + file + " is damaged"
                    + (damaged.getMessage() == null ? "" : ": " + damaged.getMessage());
            LOG.log(Level.ERROR, unreadable);
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot remove " + file + ": " + failed);
        }
    }

    private void note(DeviceId id, byte[] bytes) {
        try {
            SavedDevice saved = SavedForm.decode(bytes);
            if (!saved.id().equals(id)) {
                throw new RefusedStateException("the saved state is damaged: it is device " + saved.id() + "'s");
            }
            found.put(id, saved);
        } catch (RefusedStateException wrong) {
            refused.put(id, wrong.getMessage());
        }
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean leave(DeviceId id, Instant parkedAt, Map<String, String> parameters, Parked parked) {
        Map<String, String> words = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, AutoCloseable> resource : parked.resources().entrySet()) {
                if (resource.getValue() instanceof Keepsake keepsake) {
                    words.put(resource.getKey(), keepsake.leave());
                } else {
                    close(id, resource.getKey(), resource.getValue());
                }
            }
        } catch (IOException failed) {
            LOG.log(Level.ERROR, id + " cannot be left to the next run: " + failed.getMessage());
            return false;
        }
        leaving.put(
                id,
                SavedForm.encode(new SavedDevice(id, parkedAt, parameters, parked.version(), parked.state(), words)));
        return true;
    }

    /** Sockets, for example: who uses them connects again. */
    private static void close(DeviceId id, String name, AutoCloseable resource) {
        try {
            LOG.log(Level.DEBUG, id + ": " + name + " does not outlast this run and is closed");
            resource.close();
        } catch (Exception failed) {
            LOG.log(Level.WARNING, id + ": " + name + " did not close properly", failed);
        }
    }

    @Override
    public Optional<Map<String, String>> left(DeviceId id) {
        String why = unreadable.isEmpty() ? refused.remove(id) : unreadable;
        if (why != null) {
            throw new RefusedStateException(why);
        }
        return Optional.ofNullable(found.get(id)).map(SavedDevice::parameters);
    }

    @Override
    public Instant leftAt(DeviceId id) {
        return found.get(id).parkedAt();
    }

    @Override
    public Readiness ready(DeviceId id) {
        return keeper.get() != null || found.get(id).keepsakes().isEmpty()
                ? Readiness.ready()
                : Readiness.waitFor(Side.HOST, "the service that kept its open files (xen-native-bundle)");
    }

    @Override
    public Parked take(DeviceId id) throws IOException {
        SavedDevice saved = found.remove(id);
        Map<String, AutoCloseable> resources = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> word : saved.keepsakes().entrySet()) {
                resources.put(word.getKey(), keeper.get().take(word.getValue()));
            }
        } catch (IOException | RuntimeException gone) {
            resources.forEach((name, resource) -> close(id, name, resource));
            throw gone;
        }
        return new Parked(saved.version(), saved.state(), resources);
    }

    @Override
    public void drop(DeviceId id) {
        refused.remove(id);
        SavedDevice saved = found.remove(id);
        Keeper now = keeper.get();
        if (saved != null && now != null) {
            saved.keepsakes().forEach((name, word) -> {
                try {
                    close(id, name, now.take(word));
                } catch (IOException gone) {
                    LOG.log(Level.DEBUG, id + ": " + name + " was not kept: " + gone.getMessage());
                }
            });
        }
    }

    /**
     * Writes what was left, for the next run.
     *
     * @throws IOException when it cannot be written; nothing is left then
     */
    public void write() throws IOException {
        if (leaving.isEmpty()) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            OutputStream stream = Channels.newOutputStream(channel);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream));
            out.writeInt(leaving.size());
            for (Map.Entry<DeviceId, byte[]> each : leaving.entrySet()) {
                out.writeUTF(each.getKey().toString());
                out.writeInt(each.getValue().length);
                out.write(each.getValue());
            }
            out.flush();
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LOG.log(Level.INFO, leaving.size() + " connected devices are left to the next run");
        leaving.clear();
    }
}
