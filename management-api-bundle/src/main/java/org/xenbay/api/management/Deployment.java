// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Bundles that an operator drops into a folder; a service, from any thread. */
@ProviderType
public interface Deployment {

    /** @return what was dropped in, in the order of names, then the platform's own bundles */
    List<BundleView> bundles();

    /**
     * Puts a jar into the folder, and waits until its bundle runs and serves what it names. When it does not, the folder is
     * as before, and what ran before runs.
     *
     * @param jar a bundle
     * @return what it does now, in one sentence
     * @throws IllegalArgumentException when the jar cannot run here: nothing was done
     * @throws IllegalStateException when it does not work, or there is no folder; also when it serves, and has not taken over a device
     *     whose guest may be the cause: the bundle stays then, and the message names the device
     */
    String deploy(Path jar);
}
