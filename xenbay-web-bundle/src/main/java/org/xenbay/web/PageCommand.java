// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;

/** Tells where the page is, and makes links that log in once. Whoever may give commands may do all that the page does. */
@Component(service = Command.class)
public final class PageCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of("page", "Tells where this host's page for browsers is.")
            .usage("[--json] [--login] [--wait]")
            .json("as JSON")
            .flag("a link that logs in once, within five minutes", "--login")
            .flag("wait a moment for a page that is being started; say nothing when there is none", "--wait")
            .example("the address")
            .example("a link for your browser", "--login");
    private static final long WAIT_MILLIS = 5000;

    private final WebComponent web;

    /**
     * What the command shows.
     *
     * @param page where it is
     * @param tokens the file of tokens
     * @param sessions how many are logged in
     * @param warning empty when all is well
     */
    public record View(String page, String tokens, int sessions, String warning) {}

    /** @param web serves the page */
    @Activate
    public PageCommand(@Reference WebComponent web) {
        this.web = web;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public @Nullable Object run(CommandCall call) throws InterruptedException {
        if (call.has("--wait")) {
            web.await(WAIT_MILLIS);
        }
        List<String> addresses = web.addresses();
        if (addresses.isEmpty()) {
            if (call.has("--wait")) {
                return null;
            }
            throw new CommandFailure("the page is not served; enabled=yes in etc/org.xenbay.web.cfg switches it on");
        }
        if (!call.has("--login")) {
            return new View(
                    String.join(" and ", addresses),
                    web.tokens().map(Object::toString).orElse(""),
                    web.sessions(),
                    web.warning());
        }
        String warning = web.warning().isEmpty() ? "" : "\n" + web.warning();
        return link(addresses.get(0)) + warning;
    }

    private String link(String address) {
        return address.startsWith("http")
                ? "The page, for whoever opens it first within five minutes: " + address + "login#code="
                        + web.loginCode()
                : "The page is at the socket " + address + "; open /login#code=" + web.loginCode();
    }
}
