// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** Makes pseudo terminals. */
@ProviderType
public interface PseudoTerminals {

    /**
     * Opens a pseudo terminal in raw mode. Its slave stays usable, and keeps what was written, while no program has it open.
     *
     * @return the terminal's master side
     * @throws IOException when the host has no more terminals or descriptors
     */
    PseudoTerminal open() throws IOException;
}
