// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xenbay.update.DeployedFile.Stamp;
import org.xenbay.update.jar.BundleFile;
import org.xenbay.update.jar.JarCheck;
import org.xenbay.update.jar.ProvidedCapabilities;
import org.xenbay.update.jar.RefusedJarException;

/**
 * The contents of the folder's files, each a copy: a copy is checked before it may run, kept when it has served, and removed
 * when it does not work. {@link Deployer} uses it under its lock.
 */
final class DeployedContents {

    private static final Logger LOG = System.getLogger(DeployedContents.class.getName());

    private final DeployFolder folder;
    private final DeployedBundles bundles;
    private final ProvidedCapabilities here;

    /**
     * @param folder the folder with files and copies
     * @param bundles names the platform's own bundles, which no file replaces
     * @param here the framework's capabilities
     */
    DeployedContents(DeployFolder folder, DeployedBundles bundles, ProvidedCapabilities here) {
        this.folder = folder;
        this.bundles = bundles;
        this.here = here;
    }

    /** @return a file with the content that served in an earlier run of the daemon, if that can run now */
    DeployedFile restore(String name) {
        DeployedFile file = new DeployedFile(name);
        Path proven = folder.proven(name);
        if (Files.exists(proven)) {
            try {
                file.prove(JarCheck.check(proven, here));
            } catch (RefusedJarException notNow) {
                LOG.log(Level.INFO, name + " as it served before cannot run now: " + notNow.getMessage());
            }
        }
        return file;
    }

    /** Checks a copy of the file; the file gets that content, or the reason of its refusal. */
    void examine(DeployedFile file, Stamp stamp) {
        file.setLooked(stamp);
        Path copy = null;
        try {
            copy = folder.copyOf(folder.folder().resolve(file.name()));
            BundleFile content = JarCheck.check(copy, here);
            if (bundles.isOfPlatform(content.name())) {
                throw new IOException(content.name() + " is the platform's own; xenbay update replaces it");
            }
            discardFresh(file);
            file.accept(content);
        } catch (RefusedJarException refused) {
            refuse(file, String.valueOf(refused.getMessage()), refused.waitsForOthers());
            discard(copy);
        } catch (IOException unreadable) {
            refuse(file, String.valueOf(unreadable.getMessage()), false);
            discard(copy);
        }
    }

    /** Keeps a content that serves, for a rollback of a later update. */
    void prove(DeployedBundle deployed, DeployedFile file) {
        BundleFile content = deployed.content();
        if (content != file.fresh().orElse(null)) {
            return; // the content is kept already, or the file has another content now
        }
        try {
            BundleFile kept = content.at(folder.prove(content.path(), file.name()));
            bundles.moved(kept);
            file.prove(kept);
        } catch (IOException failed) {
            LOG.log(Level.WARNING, file.name() + " cannot be kept for an update that fails: " + failed);
        }
    }

    /** A content does not work. */
    void giveUp(DeployedFile file, BundleFile content, String why) {
        if (file.fresh().orElse(null) == content) {
            refuse(file, why, false);
        } else if (file.good().orElse(null) == content) {
            file.refuseGood(why);
        }
    }

    private void refuse(DeployedFile file, String why, boolean forLackOfOthers) {
        boolean told = file.refusal().equals(Optional.of(why));
        discardFresh(file);
        file.refuse(why, forLackOfOthers);
        if (!told) {
            LOG.log(
                    Level.WARNING,
                    folder.folder().resolve(file.name()) + " is refused: " + why
                            + (file.good().isPresent() ? "; what it held before still serves" : ""));
        }
    }

    /** The file contains its earlier content again. */
    void restored(DeployedFile file, Stamp stamp) {
        discardFresh(file);
        file.restore(stamp);
    }

    /** The file is not in the folder any more. */
    void forget(DeployedFile file) {
        discardFresh(file);
        discard(folder.proven(file.name()));
    }

    /** Removes the copy of a content that does not work, or was replaced in its file. A running bundle needs no copy. */
    private static void discardFresh(DeployedFile file) {
        file.fresh().ifPresent(content -> discard(content.path()));
    }

    private static void discard(@Nullable Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot remove " + copy + ": " + failed);
        }
    }

    /** Removes copies of an earlier run of the daemon that belong to no file. */
    void tidy(DeployedFiles files) {
        Set<String> kept = new TreeSet<>(files.names());
        files.all()
                .forEach(file -> file.fresh()
                        .ifPresent(
                                content -> kept.add(content.path().getFileName().toString())));
        try {
            folder.tidy(kept);
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot remove copies of bundles that are gone: " + failed);
        }
    }
}
