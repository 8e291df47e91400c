// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.util.List;

/**
 * A part of the host that is looked at.
 *
 * @param name a word or two of lower-case letters
 * @param look looks at it
 */
record Check(String name, Look look) {

    /** Looks at a part of the host. */
    @FunctionalInterface
    interface Look {
        /**
         * @param host the host
         * @param daemon what its daemon says
         * @return a finding for each thing that is wrong, or one that all is well; none when there is nothing to look at
         * @throws IOException when a file cannot be read that should be readable
         */
        List<Finding> at(Host host, DaemonState daemon) throws IOException;
    }
}
