// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Replaces bundles under running guests; a service. */
@ProviderType
public interface LiveUpdate {

    /**
     * Says what {@link #update} would do, and does nothing.
     *
     * @param bundle its symbolic name or id
     * @param jar the new version
     * @return who would be parked, and what refreshed
     * @throws IllegalArgumentException when there is no such bundle, or the jar is not a version of it
     */
    UpdatePlan plan(String bundle, Path jar);

    /**
     * Replaces a bundle. When the new version does not start, or does not take over the devices, the earlier one is put
     * back; what one guest can have caused does not count. Returns when that is decided; one update at a time.
     *
     * @param bundle its symbolic name or id
     * @param jar the new version
     * @param progress told of each step, in words
     * @return what came of it
     * @throws IllegalArgumentException as {@link #plan}
     * @throws IllegalStateException when nothing could be done
     */
    UpdateReport update(String bundle, Path jar, Consumer<String> progress);
}
