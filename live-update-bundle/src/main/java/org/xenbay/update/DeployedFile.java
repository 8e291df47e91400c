// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.update.jar.BundleFile;

/**
 * A jar in the folder: its last content, and the content that has served before. Written on one thread at a time, read from
 * any.
 */
final class DeployedFile {

    /**
     * A file's attributes: while they are the same, the content counts as unchanged.
     *
     * @param size in bytes
     * @param modified time of the last write
     * @param key its inode
     */
    record Stamp(long size, FileTime modified, Object key) {

        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.size(), now.lastModifiedTime(), now.fileKey());
        }
    }

    private final String name;
    private @Nullable Stamp seen;
    private @Nullable Stamp looked;
    private volatile @Nullable BundleFile fresh;
    private volatile @Nullable BundleFile good;
    private volatile @Nullable String refusal;
    private volatile boolean waitsForOthers;

    /** @param name of the file */
    DeployedFile(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /**
     * @param now the file's attributes
     * @param isOld whether it was written long ago
     * @return whether it has to be checked: it is written completely, and this content was not checked before
     */
    boolean isDue(Stamp now, boolean isOld) {
        boolean rests = isOld || now.equals(seen);
        seen = now;
        return rests && !now.equals(looked);
    }

    /** @param stamp attributes of the checked content */
    void setLooked(Stamp stamp) {
        seen = stamp;
        looked = stamp;
    }

    @Nullable
    Stamp looked() {
        return looked;
    }

    /** @return time of the last write of the checked content; long ago without one */
    FileTime modified() {
        Stamp stamp = looked;
        return stamp == null ? FileTime.fromMillis(0) : stamp.modified();
    }

    /** Its content can run here, as far as the check can tell. */
    void accept(BundleFile content) {
        fresh = content;
        refusal = null;
        waitsForOthers = false;
    }

    /**
     * Its content does not work; the earlier content stays in use.
     *
     * @param why as a sentence without a full stop
     * @param forLackOfOthers whether another bundle could provide the missing requirement
     */
    void refuse(String why, boolean forLackOfOthers) {
        fresh = null;
        refusal = why;
        waitsForOthers = forLackOfOthers;
    }

    /** The file again contains the content that has served before. */
    void restore(Stamp stamp) {
        setLooked(stamp);
        fresh = null;
        refusal = null;
        waitsForOthers = false;
    }

    /** The earlier content does not work any more. */
    void refuseGood(String why) {
        good = null;
        refusal = refusal == null ? why : refusal;
    }

    /** @param content a content that has served; a rollback restores it */
    void prove(BundleFile content) {
        good = content;
        if (fresh != null) {
            fresh = null;
        }
    }

    /** @return the content that is to run */
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

    /** @return why its content does not run; empty when it may run */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    boolean waitsForOthers() {
        return waitsForOthers;
    }
}
