// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import org.osgi.annotation.versioning.ProviderType;

/** What this host's kernel offers to confine threads that serve guests, irrevocably, to what they need. */
@ProviderType
public interface ThreadConfinement {

    /** @return the measures that the kernel has and those that it lacks, in words for an operator; any thread */
    String describe();
}
