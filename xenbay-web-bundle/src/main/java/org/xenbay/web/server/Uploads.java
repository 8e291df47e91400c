// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.access.PrivateFiles;
import org.xenbay.web.host.Refusal;

/**
 * Jars that a browser has brought, until they are used. There are at most four files: two that wait, and two that are being brought or used.
 * From any thread.
 */
final class Uploads implements AutoCloseable {

    /** Most that wait to be used. */
    static final int MAX_UPLOADS = 2;

    private static final System.Logger LOG = System.getLogger(Uploads.class.getName());

    /** Most that are being brought or used, when one more is to be brought. */
    private static final int MAX_BUSY = 2;

    private static final long MAX_BYTES = 64L << 20;
    private static final int BUFFER = 64 * 1024;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int BUSY = 503;

    /**
     * A jar.
     *
     * @param name by which the page asks for it
     * @param bundle what it is a version of; empty for one that is deployed
     * @param jar where it is
     */
    record Upload(String name, String bundle, Path jar) {}

    private final Path folder;

    @GuardedBy("this")
    private final Map<String, Upload> uploads = new LinkedHashMap<>();

    @GuardedBy("this")
    private int next;

    /** How many are being brought or used. */
    @GuardedBy("this")
    private int busy;

    @GuardedBy("this")
    private boolean closed;

    /** @param folder for the jars; what an earlier run of the daemon has left in it is dropped */
    Uploads(Path folder) {
        this.folder = folder;
        ProcessHandle.current().info().startInstant().ifPresent(this::dropOlder);
    }

    /** What this run has brought may still be used, by an update that goes on while the page begins anew. */
    private void dropOlder(Instant start) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path jar : left) {
                if (Files.getLastModifiedTime(jar, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(start)) {
                    delete(jar);
                }
            }
        } catch (IOException | DirectoryIteratorException failed) {
            LOG.log(Level.WARNING, "{0} cannot be emptied: {1}", folder, failed.getMessage());
        }
    }

    /** Keeps a jar; of many that nobody uses, the oldest is dropped. */
    Upload take(String bundle, InputStream content) throws IOException {
        begin();
        try {
            PrivateFiles.makeFolder(folder);
            Path jar = Files.createTempFile(folder, "upload", ".jar");
            boolean kept = false;
            try {
                copy(content, jar);
                Upload upload = keep(bundle, jar);
                kept = true;
                return upload;
            } finally {
                if (!kept) {
                    delete(jar);
                }
            }
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        checkOpen();
        if (busy >= MAX_BUSY) {
            throw new Refusal(BUSY, "other bundles are being brought or used; try again when they are done");
        }
        busy++;
    }

    private synchronized void end() {
        busy--;
    }

    @GuardedBy("this")
    private void checkOpen() {
        if (closed) {
            throw new Refusal(BUSY, "the page is being switched off");
        }
    }

    private static void copy(InputStream content, Path jar) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(jar)) {
            for (int count = read(content, buffer); count >= 0; count = read(content, buffer)) {
                size += count;
                if (size > MAX_BYTES) {
                    throw new Refusal(TOO_LARGE, "a bundle has at most " + (MAX_BYTES >> 20) + " MB");
                }
                out.write(buffer, 0, count);
            }
        }
    }

    /** Whoever brings it may leave, or take too long. */
    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException ended) {
            throw new Refusal("the bundle has ended early", ended);
        }
    }

    private synchronized Upload keep(String bundle, Path jar) {
        checkOpen();
        if (uploads.size() >= MAX_UPLOADS) {
            remove(uploads.keySet().iterator().next());
        }
        Upload upload = new Upload("upload-" + next++, bundle, jar);
        uploads.put(upload.name(), upload);
        return upload;
    }

    /** @return a jar that stays where it is until whoever uses it says that it is {@link #used} */
    synchronized Upload use(String name) {
        Upload upload = uploads.remove(name);
        if (upload == null) {
            throw new Refusal(NOT_FOUND, "the bundle is not there any more; choose its file again");
        }
        busy++;
        return upload;
    }

    void used(Upload upload) {
        delete(upload.jar());
        end();
    }

    synchronized void remove(String name) {
        Upload upload = uploads.remove(name);
        if (upload != null) {
            delete(upload.jar());
        }
    }

    private static void delete(Path jar) {
        try {
            Files.deleteIfExists(jar);
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "{0} is left: {1}", jar, failed.getMessage());
        }
    }

    /** What is being used is dropped after that. */
    @Override
    public synchronized void close() {
        closed = true;
        List.copyOf(uploads.keySet()).forEach(this::remove);
    }
}
