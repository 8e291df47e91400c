// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal;

import java.nio.file.Path;
import java.util.List;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.Deployment;

/** One bundle that serves, one that does not, and one of the platform's. */
public final class FakeDeployment implements Deployment {

    @Override
    public List<BundleView> bundles() {
        return List.of(
                new BundleView(20, "echo", "1.0.0", "", "echo.jar", "serves", "echo"),
                new BundleView(-1, "half.jar", "", "", "half.jar", "refused", "it is not a whole jar: no end"),
                new BundleView(1, "org.xenbay.core", "0.1.0", "0123456789ab", "platform", "runs", ""));
    }

    @Override
    public String deploy(Path jar) {
        return switch (jar.getFileName().toString()) {
            case "good.jar" -> "echo 1.0.0 serves echo";
            case "refused.jar" -> throw new IllegalArgumentException(jar + " is refused: it is empty");
            default -> throw new IllegalStateException("echo 2.0.0 does not work: component x fails");
        };
    }
}
