// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.xenbay.update.DeployedBundles.Health;
import org.xenbay.update.DeployedFile.Stamp;
import org.xenbay.update.jar.BundleFile;
import org.xenbay.update.jar.ProvidedCapabilities;

/**
 * Runs the bundles of the folder, each in the highest version that can run here. A jar is copied and checked before it replaces
 * a running version. A version that does not work is rolled back, and the next best version serves: the earlier content of the
 * same file, or another file.
 */
final class Deployer {

    /** A bundle that fails after this time fails for another reason than its content. */
    private static final Duration TRIAL = Observer.TIMEOUT;

    /** Bundles that wait for one another are installed together, in any order of their files. */
    private static final int MAX_ROUNDS = 20;

    private static final Logger LOG = System.getLogger(Deployer.class.getName());

    private final BundleContext framework;
    private final DeployFolder deployFolder;
    private final DeployedBundles bundles;
    private final DeployedContents contents;
    private final DeployedFiles files = new DeployedFiles();
    private final Map<String, Long> trials = new ConcurrentSkipListMap<>();

    @GuardedBy("this")
    private String folderTrouble = "";

    private int seenBundleStates;

    Deployer(BundleContext framework, DeployFolder deployFolder, DeployedBundles bundles) {
        this.framework = framework;
        this.deployFolder = deployFolder;
        this.bundles = bundles;
        this.contents = new DeployedContents(deployFolder, bundles, ProvidedCapabilities.of(framework));
    }

    Collection<DeployedFile> files() {
        return files.all();
    }

    @Nullable
    DeployedFile file(String name) {
        return files.get(name);
    }

    DeployedBundles bundles() {
        return bundles;
    }

    /** Scans the folder once, and runs the bundles that should run. */
    synchronized void look() {
        Map<String, Stamp> found;
        try {
            found = deployFolder.list();
            folderTrouble = "";
        } catch (IOException unreadable) {
            String trouble = unreadable.toString();
            if (!trouble.equals(folderTrouble)) {
                LOG.log(Level.ERROR, "cannot read " + deployFolder.folder() + "; running bundles stay: " + trouble);
            }
            folderTrouble = trouble;
            return;
        }
        boolean changed = forgetGone(found.keySet());
        for (Map.Entry<String, Stamp> each : found.entrySet()) {
            DeployedFile file = files.findOrAdd(each.getKey(), contents::restore);
            if (file.isDue(each.getValue(), DeployFolder.isOld(each.getValue()))) {
                contents.examine(file, each.getValue());
                changed = true;
            }
        }
        changed |= judgeTrials();
        settle(changed);
    }

    /** Forgets files that are not in the folder any more. */
    private boolean forgetGone(Set<String> found) {
        Set<String> gone = new TreeSet<>(files.names());
        gone.removeAll(found);
        gone.forEach(name -> contents.forget(files.remove(name)));
        return !gone.isEmpty();
    }

    /** Rolls back bundles that were installed a moment ago and fail. */
    private boolean judgeTrials() {
        boolean changed = false;
        for (Map.Entry<String, Long> trial : Map.copyOf(trials).entrySet()) {
            String name = trial.getKey();
            DeployedBundle deployed = bundles.of(name).orElse(null);
            DeployedFile file = deployed == null ? null : files.get(deployed.file());
            if (deployed == null || file == null) {
                trials.remove(name);
                continue;
            }
            boolean over = System.nanoTime() - trial.getValue() > TRIAL.toNanos();
            Health health = bundles.health(deployed);
            if (health == Health.GOOD) {
                contents.prove(deployed, file);
            } else if (health == Health.FAILED && files.hasOtherThan(deployed.content())) {
                contents.giveUp(
                        file, deployed.content(), bundles.trouble(deployed).orElse("it does not say why"));
                changed = true;
            }
            if (over || health == Health.GOOD) {
                trials.remove(name);
            }
        }
        return changed;
    }

    private void prove(DeployedBundle deployed) {
        DeployedFile file = files.get(deployed.file());
        if (file != null) {
            contents.prove(deployed, file);
        }
    }

    /** Installs and removes until nothing changes any more. */
    private void settle(boolean changed) {
        boolean again = changed || bundleStates() != seenBundleStates;
        for (int round = 0; again && round < MAX_ROUNDS; round++) {
            int before = bundleStates();
            for (DeployedFile file : files.all()) {
                Stamp looked = file.looked();
                if (file.waitsForOthers() && looked != null) {
                    contents.examine(file, looked);
                }
            }
            names().forEach(this::settle);
            again = bundleStates() != before;
        }
        seenBundleStates = bundleStates();
    }

    private Set<String> names() {
        Set<String> names = bundles.names();
        names.addAll(files.bundles());
        return names;
    }

    /** @return a checksum of the framework's bundles; when it has changed, a missing requirement may be provided now */
    private int bundleStates() {
        return Arrays.stream(framework.getBundles())
                .mapToInt(bundle -> 31 * Long.hashCode(bundle.getBundleId()) + Long.hashCode(bundle.getLastModified()))
                .sum();
    }

    /** Runs the best content of a name. */
    private void settle(String name) {
        for (DeployedFile file = files.best(name).orElse(null);
                file != null;
                file = files.best(name).orElse(null)) {
            BundleFile content = file.candidate().orElseThrow();
            DeployedBundle deployed = bundles.of(name).orElse(null);
            if (deployed != null && deployed.content() == content || isAdopted(name, file, content)) {
                return;
            }
            Optional<String> why = bundles.deploy(file.name(), content, files.hasOtherThan(content));
            if (why.isEmpty()) {
                trials.put(name, System.nanoTime());
                bundles.of(name)
                        .filter(now -> bundles.health(now) == Health.GOOD)
                        .ifPresent(this::prove);
                return;
            }
            contents.giveUp(file, content, why.get());
        }
        bundles.remove(name);
    }

    /** Takes over bundles of an earlier run of this bundle in the same framework. */
    private boolean isAdopted(String name, DeployedFile file, BundleFile content) {
        Optional<Bundle> left = bundles.of(name).isPresent() ? Optional.empty() : bundles.installed(name);
        left.ifPresent(bundle -> bundles.adopt(bundle, file.name(), content));
        return left.filter(bundle -> bundle.getVersion().equals(content.version())
                        && bundle.getLastModified() > file.modified().toMillis())
                .isPresent();
    }

    /** Checks a file that was moved into the folder, and runs the bundles that should run. */
    synchronized void examineNow(String name) throws IOException {
        Stamp stamp = deployFolder.list().get(name);
        if (stamp != null) { // null if it was removed already
            contents.examine(files.findOrAdd(name, contents::restore), stamp);
        }
        settle(true);
    }

    /** The file contains its earlier content again. */
    synchronized void restored(String name, Stamp stamp) {
        DeployedFile file = files.get(name);
        if (file != null && file.good().isPresent()) {
            contents.restored(file, stamp);
        }
        settle(true);
    }

    /** Removes copies of an earlier run of the daemon that belong to no file. */
    synchronized void tidy() {
        contents.tidy(files);
    }
}
