// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

/**
 * A bundle of this platform, or a jar in the folder {@code deploy/}.
 *
 * @param id in the framework; -1 when it is not installed
 * @param name symbolic name; the file's name when the jar has none
 * @param version of the installed bundle, or of the jar when it is not installed
 * @param build the commit that it is built from, as Git describes it; empty when unknown or not installed
 * @param origin the file in {@code deploy/}, or {@code platform}, or {@code given up}
 * @param state {@code serves}, {@code stands by}, {@code runs}, {@code waits}, {@code fails}, {@code stopped}, {@code
 *     superseded}, {@code refused}, or {@code hangs}: its code has not returned, and the bundle is removed when it does
 * @param reason one sentence: what it serves, what is missing, or why it does not run; may be empty
 * @param trouble the part of the reason that an operator has to mend although the bundle runs or serves: a component that fails, a device
 *     that was not taken over, a jar that was refused; empty when there is none
 */
public record BundleView(
        long id,
        String name,
        String version,
        String build,
        String origin,
        String state,
        String reason,
        String trouble) {

    /**
     * A bundle whose state says all of it.
     *
     * @param id in the framework; -1 when it is not installed
     * @param name symbolic name; the file's name when the jar has none
     * @param version of the installed bundle, or of the jar when it is not installed
     * @param build the commit that it is built from; empty when unknown
     * @param origin the file in {@code deploy/}, or {@code platform}, or {@code given up}
     * @param state as above
     * @param reason one sentence; may be empty
     */
    public BundleView(long id, String name, String version, String build, String origin, String state, String reason) {
        this(id, name, version, build, origin, state, reason, "");
    }
}
