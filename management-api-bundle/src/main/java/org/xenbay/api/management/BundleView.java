// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

/**
 * A bundle of this platform, or a jar that was dropped into its folder.
 *
 * @param id in the framework; -1 when it is not installed
 * @param name symbolic name; the file's name when the jar does not say one
 * @param version of what is installed, or of the jar when it is not
 * @param build the commit that it is built from, as Git describes it; empty when it does not say so, or is not installed
 * @param origin the file in {@code deploy/}, or {@code platform}, or {@code given up}
 * @param state {@code serves}, {@code stands by}, {@code runs}, {@code waits}, {@code fails}, {@code stopped},
 *     {@code superseded}, {@code refused}, or {@code hangs}: its code has not returned, it goes when that does
 * @param reason in one sentence, what it serves, what is missing, or why it does not run; empty when there is nothing to say
 */
public record BundleView(
        long id, String name, String version, String build, String origin, String state, String reason) {}
