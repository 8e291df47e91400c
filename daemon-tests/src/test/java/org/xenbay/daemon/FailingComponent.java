// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import java.io.IOException;
import java.nio.file.Path;

/** A component of a bundle of its own, whose constructor throws. */
public final class FailingComponent {

    public FailingComponent() {
        throw new IllegalStateException("no licence");
    }

    static Path jar(Path file) throws IOException {
        return SmallJar.ofComponent(file, "failing", FailingComponent.class);
    }
}
