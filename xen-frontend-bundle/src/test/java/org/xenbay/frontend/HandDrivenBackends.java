// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.embedded.EmbeddedXen;

/** A console's backend for tests of other packages: connected, with the guest's output as text. */
public final class HandDrivenBackends {

    private final HandDrivenBackend backend;
    private final StringBuilder said = new StringBuilder();

    private HandDrivenBackends(HandDrivenBackend backend) {
        this.backend = backend;
    }

    public static HandDrivenBackends primary(EmbeddedXen xen, Guest guest) {
        HandDrivenBackend backend = new HandDrivenBackend(xen, guest, "console", 0);
        backend.connectPrimary();
        return new HandDrivenBackends(backend);
    }

    public static HandDrivenBackends attached(EmbeddedXen xen, Guest guest, int number) {
        HandDrivenBackend backend = new HandDrivenBackend(xen, guest, "console", number).attach();
        backend.awaitFrontend(XenbusState.INITIALISED);
        backend.connectConsole();
        backend.state(XenbusState.CONNECTED);
        return new HandDrivenBackends(backend);
    }

    /** Returns the guest's output up to a text, and removes it. */
    public String readUntil(String end) {
        await("the guest says " + end.substring(0, Math.min(20, end.length())))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    for (byte[] bytes = backend.drain(); bytes.length > 0; bytes = backend.drain()) {
                        said.append(new String(bytes, StandardCharsets.UTF_8));
                        if (said.indexOf(end, Math.max(0, said.length() - bytes.length - end.length())) >= 0) {
                            return true;
                        }
                    }
                    return false;
                });
        int at = said.indexOf(end) + end.length();
        String text = said.substring(0, at);
        said.delete(0, at);
        return text;
    }

    public void type(String keys) {
        backend.type(keys);
    }

    public void state(XenbusState state) {
        backend.state(state);
    }

    public void awaitFrontend(XenbusState state) {
        backend.awaitFrontend(state);
    }

    public void detach() {
        backend.disconnect();
        backend.detach();
    }
}
