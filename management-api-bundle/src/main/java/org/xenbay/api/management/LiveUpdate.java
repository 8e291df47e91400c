// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Replaces bundles under running guests; a service. */
@ProviderType
public interface LiveUpdate {

    /**
     * Returns what {@link #update} would do, without doing it.
     *
     * @param bundle its symbolic name or id
     * @param jar the new version
     * @return the devices that would be parked, and the bundles that would be refreshed
     * @throws IllegalArgumentException when there is no such bundle, or the jar is not a version of it
     */
    UpdatePlan plan(String bundle, Path jar);

    /**
     * Replaces a bundle. If the new version does not start, or does not take over the devices, the earlier version is restored.
     * A failure that a single guest may have caused does not count. Returns when that is decided. Only one update runs at a
     * time.
     *
     * @param bundle its symbolic name or id
     * @param jar the new version
     * @param progress receives each step, in words
     * @return the outcome
     * @throws IllegalArgumentException as {@link #plan}
     * @throws IllegalStateException when the update could not be started
     */
    UpdateReport update(String bundle, Path jar, Consumer<String> progress);
}
