// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.Deployment;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.Listing;

/** Bundles that are dropped in. */
@Component(service = BundleCommands.class)
@GogoCommand(
        scope = "xen",
        function = {"bundles", "deploy"})
public final class BundleCommands {
    private final Platform platform;

    @Activate
    public BundleCommands(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Lists the bundles in deploy/ and the platform's own, and says what keeps one from serving.")
    @Usage("bundles [--json]")
    public Object bundles(
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            String... arguments) {
        new Arguments("bundles [--json]", arguments).none();
        Listing<BundleView> bundles =
                new Listing<>(BundleView.class, platform.deployment().bundles());
        return json ? new JsonText(bundles) : bundles;
    }

    @Descriptor("Puts a jar into deploy/ and waits until it serves; if it does not, everything is as before.")
    @Usage("deploy <jar>")
    public String deploy(@Descriptor("<jar>: a bundle's file") String... arguments) {
        Path jar = Path.of(new Arguments("deploy <jar>", arguments).one()).toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new CommandFailure("there is no file " + jar);
        }
        Deployment deployment = platform.deployment();
        return Platform.clearly(() -> deployment.deploy(jar));
    }
}
