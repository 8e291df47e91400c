// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.web.host.Refusal;

/** Jars that a browser has brought, until they are used. From any thread. */
final class Uploads implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Uploads.class.getName());
    private static final int MAX_UPLOADS = 4;
    private static final long MAX_BYTES = 64L << 20;
    private static final int BUFFER = 64 * 1024;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    /**
     * A jar.
     *
     * @param name by which the page asks for it
     * @param bundle what it is a version of
     * @param jar where it is
     */
    record Upload(String name, String bundle, Path jar) {}

    private final Path folder;

    @GuardedBy("this")
    private final Map<String, Upload> uploads = new LinkedHashMap<>();

    @GuardedBy("this")
    private int next;

    Uploads(Path folder) {
        this.folder = folder;
    }

    /** Keeps a jar; of many that nobody uses, the oldest is dropped. */
    Upload take(String bundle, InputStream content) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path jar = Files.createTempFile(folder, "upload", ".jar");
        boolean kept = false;
        try {
            copy(content, jar);
            kept = true;
        } finally {
            if (!kept) {
                Files.delete(jar);
            }
        }
        return keep(bundle, jar);
    }

    private static void copy(InputStream content, Path jar) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(jar)) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                size += count;
                if (size > MAX_BYTES) {
                    throw new Refusal(TOO_LARGE, "a bundle has at most " + (MAX_BYTES >> 20) + " MB");
                }
                out.write(buffer, 0, count);
            }
        }
    }

    private synchronized Upload keep(String bundle, Path jar) throws IOException {
        if (uploads.size() >= MAX_UPLOADS) {
            remove(uploads.keySet().iterator().next());
        }
        Upload upload = new Upload("upload-" + next++, bundle, jar);
        uploads.put(upload.name(), upload);
        return upload;
    }

    synchronized Upload find(String name) {
        Upload upload = uploads.get(name);
        if (upload == null) {
            throw new Refusal(NOT_FOUND, "the bundle is not there any more; choose its file again");
        }
        return upload;
    }

    synchronized void remove(String name) throws IOException {
        Upload upload = uploads.remove(name);
        if (upload != null) {
            Files.deleteIfExists(upload.jar());
        }
    }

    @Override
    public synchronized void close() {
        for (String name : List.copyOf(uploads.keySet())) {
            try {
                remove(name);
            } catch (IOException failed) {
                LOG.log(Level.WARNING, "{0} is left: {1}", name, failed.getMessage());
            }
        }
    }
}
