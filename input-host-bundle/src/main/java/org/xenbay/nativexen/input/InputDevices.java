// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.thread.DaemonThreads;

/**
 * Tracks the host's input devices: {@code /dev/input/event*}. A new device is read a little later, when udev has set its seat
 * and its permissions.
 */
final class InputDevices implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(InputDevices.class.getName());
    private static final long SETTLE_MILLIS = 300;
    private static final String SEAT_PROPERTY = "E:ID_SEAT=";
    private static final String DEFAULT_SEAT = "seat0";

    private final Path root;
    private final Path parent;
    private final Path folder;
    private final Function<InputSource, Runnable> register;
    private final EvdevLoop loop;
    private final WatchService watch;
    private final Thread thread = DaemonThreads.of("xenbay-input-devices", this::run);

    /**
     * Functions that unregister a device's source, by the device's path; devices that guests cannot use have no entry. On this
     * class's thread only.
     */
    private final Map<Path, Runnable> known = new TreeMap<>();

    /**
     * @param root the root of the file system
     * @param register registers a source, and returns a function that unregisters it
     * @throws IOException when the folder cannot be watched
     */
    InputDevices(Path root, Function<InputSource, Runnable> register) throws IOException {
        this.root = root;
        this.parent = root.resolve("dev");
        this.folder = parent.resolve("input");
        this.register = register;
        this.loop = new EvdevLoop();
        this.watch = root.getFileSystem().newWatchService();
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                // A host without any device does not have the folder.
                Path watched = Files.isDirectory(folder) ? folder : parent;
                WatchKey key = register(watched);
                scan();
                do {
                    key = watch.take();
                    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
                    key.pollEvents().forEach(this::withdraw);
                    scan();
                } while (key.reset() && watched.equals(folder) == Files.isDirectory(folder));
                key.cancel();
            }
        } catch (InterruptedException closed) {
            LOG.log(Level.DEBUG, "input devices are not watched any more");
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "input devices that come or go are not noticed: " + failed);
        } finally {
            known.values().forEach(Runnable::run);
            known.clear();
        }
    }

    /** Removes a device that is gone, even if another one has its name now. */
    private void withdraw(WatchEvent<?> event) {
        if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
            Runnable gone = known.remove(folder.resolve((Path) event.context()));
            if (gone != null) {
                gone.run();
            }
        }
    }

    private WatchKey register(Path directory) throws IOException {
        return directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
    }

    private void scan() {
        Set<Path> present = new HashSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "event*")) {
                files.forEach(present::add);
            } catch (IOException | DirectoryIteratorException failed) {
                LOG.log(Level.WARNING, "the folder of input devices cannot be read: " + failed);
            }
        }
        for (Path gone : List.copyOf(known.keySet())) {
            if (!present.contains(gone)) {
                known.remove(gone).run();
            }
        }
        present.stream().filter(path -> !known.containsKey(path)).sorted().forEach(this::look);
    }

    private void look(Path path) {
        try {
            EvdevDescription description = EvdevSource.describe(path);
            known.put(
                    path,
                    description.abilities().isEmpty()
                            ? () -> {}
                            : register.apply(new EvdevSource(path, description, seat(path), loop)));
        } catch (IOException unreadable) {
            LOG.log(Level.WARNING, "an input device is left out: " + path + ": " + unreadable.getMessage());
            known.put(path, () -> {});
        }
    }

    /** Reads udev's data of a character device, in a file named by the device's numbers. */
    private String seat(Path path) {
        try {
            long device = ((Number) Files.getAttribute(path, "unix:rdev")).longValue();
            Path file = root.resolve("run/udev/data/c%d:%d".formatted(device >> 8 & 0xFFF, device & 0xFF));
            if (Files.isReadable(file)) {
                return Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith(SEAT_PROPERTY))
                        .map(line -> line.substring(SEAT_PROPERTY.length()))
                        .findFirst()
                        .orElse(DEFAULT_SEAT);
            }
        } catch (IOException | UnsupportedOperationException unknown) {
            LOG.log(Level.DEBUG, "the seat of {0} is not known: {1}", path, unknown.getMessage());
        }
        return DEFAULT_SEAT;
    }

    /** Unregisters all sources, and ends the threads. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            watch.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the watch of input devices does not close: " + failed.getMessage());
        }
        loop.close();
    }
}
