// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import org.osgi.annotation.versioning.ConsumerType;

/** A component that offers its settings to operators. A service. */
@ConsumerType
public interface Configured {

    /** @return its settings; from any thread */
    Settings settings();
}
