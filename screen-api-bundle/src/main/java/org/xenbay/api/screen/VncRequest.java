// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.screen;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the toolstack wants a screen to be shown by VNC: {@code vnc}, {@code vnclisten}, {@code vncdisplay} and other keys of
 * xl.cfg.
 */
public final class VncRequest {

    /** The toolstack wants no VNC by TCP. */
    public static final VncRequest NONE = new VncRequest(false, "", 0, false, null);

    private final boolean wanted;
    private final String listen;
    private final int display;
    private final boolean nextFree;
    private final @Nullable String password;

    private VncRequest(boolean wanted, String listen, int display, boolean nextFree, @Nullable String password) {
        this.wanted = wanted;
        this.listen = listen;
        this.display = display;
        this.nextFree = nextFree;
        this.password = password;
    }

    /**
     * @param listen address of an interface, without a port
     * @param display number of the display; the port is 5900 + display
     * @param nextFree whether to try the next ports when this one is in use
     * @return a request for VNC by TCP
     */
    public static VncRequest of(String listen, int display, boolean nextFree) {
        return new VncRequest(true, listen, display, nextFree, null);
    }

    /**
     * @param secret asked of viewers
     * @return the same with a password
     */
    public VncRequest withPassword(String secret) {
        return new VncRequest(wanted, listen, display, nextFree, secret);
    }

    /** @return whether viewers may come by TCP */
    public boolean isWanted() {
        return wanted;
    }

    /** @return address of an interface */
    public String listen() {
        return listen;
    }

    /** @return the first display to try */
    public int display() {
        return display;
    }

    /** @return whether the displays after the first one are tried too */
    public boolean isNextFree() {
        return nextFree;
    }

    /** @return the password that viewers need; empty when they need none */
    public Optional<String> password() {
        return Optional.ofNullable(password);
    }

    /** @return the request in words, without the password */
    @Override
    public String toString() {
        return wanted ? listen + ":" + display + (nextFree ? " or the next free one" : "") : "not by TCP";
    }
}
