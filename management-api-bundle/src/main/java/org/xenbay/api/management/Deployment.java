// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Manages the bundles that an operator puts into a folder. A service; from any thread. */
@ProviderType
public interface Deployment {

    /** @return the bundles of the folder, in the order of names, then the platform's own bundles */
    List<BundleView> bundles();

    /**
     * Puts a jar into the folder, and waits until its bundle runs and serves its types. If it fails, the folder is restored,
     * and the earlier bundle runs again.
     *
     * @param jar a bundle
     * @return what the bundle serves now, in one sentence
     * @throws IllegalArgumentException when the jar cannot run here; nothing has changed then
     * @throws IllegalStateException when the bundle does not work, or there is no folder. Also when the bundle serves but has
     *     not taken over a device, and that device's guest may be the cause: the bundle stays then, and the message names the
     *     device
     */
    String deploy(Path jar);
}
