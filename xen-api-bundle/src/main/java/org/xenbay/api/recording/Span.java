// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import org.osgi.annotation.versioning.ProviderType;

/** Something that takes time, from when it was asked for at {@link FlightEvents} until {@link #end}. */
@ProviderType
@FunctionalInterface
public interface Span {

    /** Is not recorded. */
    Span NONE = outcome -> {};

    /**
     * Records it, if it took as long as the recording asks for. Once, by the thread that began it.
     *
     * @param outcome how it ended, in words
     */
    void end(String outcome);
}
