// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.xenbay.update.jar.BundleFile;

/**
 * A jar in the folder: what was found in it last, and what of it has served before. Written on one thread at a time, read
 * from any.
 */
final class DeployedFile {

    /**
     * How a file looks from outside: when this has not changed, nobody has written it.
     *
     * @param size in bytes
     * @param modified when it was written last
     * @param key its inode
     */
    record Stamp(long size, FileTime modified, Object key) {

        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.size(), now.lastModifiedTime(), now.fileKey());
        }
    }

    private final String name;
    private Stamp seen;
    private Stamp looked;
    private volatile BundleFile fresh;
    private volatile BundleFile good;
    private volatile String refusal = "";
    private volatile boolean waitsForOthers;

    /** @param name of the file */
    DeployedFile(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /**
     * @param now how the file looks
     * @param isOld whether it was written long ago
     * @return whether it has to be looked into: nobody writes it any more, and this content was not looked into before
     */
    boolean isDue(Stamp now, boolean isOld) {
        boolean rests = isOld || now.equals(seen);
        seen = now;
        return rests && !now.equals(looked);
    }

    /** @param stamp what was looked into */
    void setLooked(Stamp stamp) {
        seen = stamp;
        looked = stamp;
    }

    Stamp looked() {
        return looked;
    }

    /** Its content can run here, as far as can be seen. */
    void accept(BundleFile content) {
        fresh = content;
        refusal = "";
        waitsForOthers = false;
    }

    /**
     * Its content does not work; what it had before goes on.
     *
     * @param why as a sentence without a full stop
     * @param forLackOfOthers whether another bundle could bring what is missing
     */
    void refuse(String why, boolean forLackOfOthers) {
        fresh = null;
        refusal = why;
        waitsForOthers = forLackOfOthers;
    }

    /** What served before is in the file again. */
    void restore(Stamp stamp) {
        setLooked(stamp);
        fresh = null;
        refusal = "";
        waitsForOthers = false;
    }

    /** What served before does not any more. */
    void refuseGood(String why) {
        good = null;
        refusal = refusal.isEmpty() ? why : refusal;
    }

    /** @param content has served: it is what the file goes back to */
    void prove(BundleFile content) {
        good = content;
        if (fresh != null) {
            fresh = null;
        }
    }

    /** @return what is to run of it */
    Optional<BundleFile> candidate() {
        BundleFile newest = fresh;
        return Optional.ofNullable(newest != null ? newest : good);
    }

    Optional<BundleFile> fresh() {
        return Optional.ofNullable(fresh);
    }

    Optional<BundleFile> good() {
        return Optional.ofNullable(good);
    }

    /** @return why its content does not run; empty when it may */
    String refusal() {
        return refusal;
    }

    boolean waitsForOthers() {
        return waitsForOthers;
    }
}
