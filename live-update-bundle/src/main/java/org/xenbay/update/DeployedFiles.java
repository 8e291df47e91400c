// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xenbay.update.jar.BundleFile;

/** The jars in the folder; chooses which of several jars of the same bundle serves. From any thread. */
final class DeployedFiles {

    /** Orders by version; of equal versions the one with the latest write is first. */
    private static final Comparator<DeployedFile> WORST_FIRST = Comparator.comparing(
                    (DeployedFile file) -> file.candidate().orElseThrow().version())
            .thenComparing(DeployedFile::modified)
            .thenComparing(DeployedFile::name);

    private final Map<String, DeployedFile> files = new ConcurrentSkipListMap<>();

    Collection<DeployedFile> all() {
        return files.values();
    }

    Set<String> names() {
        return files.keySet();
    }

    /** @return a file of the folder */
    @Nullable
    DeployedFile get(String name) {
        return files.get(name);
    }

    DeployedFile findOrAdd(String name, Function<String, DeployedFile> maker) {
        return files.computeIfAbsent(name, maker);
    }

    DeployedFile remove(String name) {
        return files.remove(name);
    }

    /** @return symbolic names of the bundles that should run */
    Set<String> bundles() {
        Set<String> names = new TreeSet<>();
        files.values().forEach(file -> file.candidate().ifPresent(content -> names.add(content.name())));
        return names;
    }

    /** @return the file whose content should run as a bundle */
    Optional<DeployedFile> best(String bundle) {
        return files.values().stream()
                .filter(file -> file.candidate()
                        .filter(content -> content.name().equals(bundle))
                        .isPresent())
                .max(WORST_FIRST);
    }

    /** @return whether the same bundle could run with another content, or the same file had another bundle before */
    boolean hasOtherThan(BundleFile content) {
        return files.values().stream().anyMatch(file -> {
            List<BundleFile> contents = Stream.concat(file.candidate().stream(), file.good().stream())
                    .toList();
            return contents.stream()
                    .anyMatch(other ->
                            other != content && (other.name().equals(content.name()) || contents.contains(content)));
        });
    }
}
