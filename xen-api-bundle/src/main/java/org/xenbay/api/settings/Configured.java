// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import org.osgi.annotation.versioning.ConsumerType;

/** A component with settings, for operators: a service. */
@ConsumerType
public interface Configured {

    /** @return its settings; from any thread */
    Settings settings();
}
