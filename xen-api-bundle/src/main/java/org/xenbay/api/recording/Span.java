// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import org.osgi.annotation.versioning.ProviderType;

/** An event with a duration, from the call of {@link FlightEvents} until {@link #end}. */
@ProviderType
@FunctionalInterface
public interface Span {

    /** A span that is not recorded. */
    Span NONE = outcome -> {};

    /**
     * Records the event if it lasted as long as the recording's threshold. To be called once, by the thread that began it.
     *
     * @param outcome how it ended, in words
     */
    void end(String outcome);
}
