// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

/**
 * The decision whether the embedded Xen is offered.
 *
 * @param embedded whether it is offered
 * @param reason one line for the log
 */
record HypervisorSelection(boolean embedded, String reason) {

    /**
     * Decides.
     *
     * @throws IllegalArgumentException when the setting is none of auto, always and never
     */
    static HypervisorSelection of(String enabled, HostCheck host) {
        return switch (enabled) {
            case "always" -> new HypervisorSelection(true, "embedded Xen: in use, as configured (enabled=always)");
            case "never" -> new HypervisorSelection(false, "embedded Xen: not in use, as configured (enabled=never)");
            case "auto" ->
                host.signOfXen()
                        .map(sign -> new HypervisorSelection(
                                false, "embedded Xen: not in use, this machine runs on Xen: " + sign))
                        .orElseGet(() -> new HypervisorSelection(
                                true, "embedded Xen: in use, this machine does not run on Xen"));
            default ->
                throw new IllegalArgumentException(
                        EmbeddedSettings.PID + ": enabled is auto, always or never, not " + enabled);
        };
    }
}
