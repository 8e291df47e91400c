// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import org.osgi.annotation.versioning.ProviderType;

/** What this host's kernel offers for threads that serve guests to give up, for good, what they do not need. */
@ProviderType
public interface ThreadConfinement {

    /** @return what there is and what is missing, in words for an operator; any thread */
    String describe();
}
